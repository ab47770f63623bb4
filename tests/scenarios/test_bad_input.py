"""Tables, policies and models that are not what they should be: each refused by its name, and nothing recorded."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from tests.scenarios.stage import POLICY, USE_CASE, Stage, table
from tests.scenarios.terminal import entries, model_of, refused, typed

from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]
Values: TypeAlias = "NDArray[np.float64] | list[str]"

GOOD = "income,age,sex,repaid\n" + "".join(
    f"{40 + n % 30},{20 + n % 40},{'fm'[n % 2]},{n % 30 // 13}\n" for n in range(90)
)
UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "empty.csv": (b"", "TABLE-EMPTY", "holds no byte"),
    "header.csv": (b"income,age,sex,repaid\n", "TABLE-EMPTY", "no rows below"),
    "short-row.csv": (b"income,age,sex,repaid\n1,2,f\n3,4,m,1\n", "TABLE-RAGGED", "Line 2 .* 3 fields, not 4"),
    "open-quote.csv": (b'income,age,sex,repaid\n"1,2,f,1\n3,4,m,0\n', "TABLE-RAGGED", "never closed"),
    "program.csv": (b"\x7fELF\0\0\0" * 90, "TABLE-FORMAT-UNKNOWN", "no text"),
    "latin1.csv": (GOOD.replace("f", "\xe9").encode("latin-1"), "TABLE-ENCODING", "0xe9"),
    "utf16.csv": (GOOD.encode("utf-16"), "TABLE-ENCODING", "UTF-16"),
    "twice.csv": (GOOD.replace("age", "income", 1).encode(), "TABLE-COLUMN-NAMES", "more than one column 'income'"),
    "nameless.csv": (GOOD.replace("age", "", 1).encode(), "TABLE-COLUMN-NAMES", "Column 2"),
    "text.parquet": (GOOD.encode(), "TABLE-UNREADABLE", "does not begin as a Parquet file"),
    "cut.parquet": (b"PAR1" + bytes(range(200)), "TABLE-UNREADABLE", "cannot be read as Parquet"),
    "sheet.xlsx": (b"PK\x03\x04", "TABLE-FORMAT-UNKNOWN", "neither Parquet nor"),
}
LABELS: dict[str, tuple[str, str, str]] = {
    "missing": (GOOD.replace("repaid", "paid", 1), "COLUMN-MISSING", "did you mean paid"),
    "never favourable": (GOOD.replace(",1\n", ",0\n"), "LABEL-UNUSABLE", "never is 1"),
    "a third value": (GOOD + "5,5,f,2\n", "LABEL-UNUSABLE", r"2 values beside 1: 0 \(\d+ rows\), 2"),
    "empty in a row": (GOOD + "5,5,f,\n", "LABEL-UNUSABLE", "empty in 1 of 91 rows"),
    "words": (GOOD.replace(",1\n", ",yes\n").replace(",0\n", ",no\n"), "LABEL-UNUSABLE", "holds 'no'"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_table_that_cannot_be_read(stage: Stage, name: str) -> None:
    content, code, words = UNREADABLE[name]
    bad = stage.root / name
    bad.write_bytes(content)
    rules = stage.root / "contract.yaml"
    typed(stage, "ada", "contract", "infer", stage.rows, "--label", "repaid", "--out", rules)

    refused(typed(stage, "ada", "register", model_of(stage), "--data", bad), code, 2, words)
    refused(typed(stage, "ada", "contract", "infer", bad), code, 2, words)
    refused(typed(stage, "ada", "contract", "check", bad, rules), code, 2, words)
    refused(typed(stage, "ada", "evaluate", "--predictions", bad, "--score", "income"), code, 2, words)
    assert entries(stage) == 5


def test_a_path_that_leads_to_no_table(stage: Stage) -> None:
    os.mkfifo(stage.root / "pipe.csv")
    (stage.root / "round.csv").symlink_to(stage.root / "round.csv")
    for name, code in (
        ("pipe.csv", "TABLE-NOT-A-FILE"),
        ("round.csv", "TABLE-UNREADABLE"),
        ("no.csv", "TABLE-UNREADABLE"),
    ):
        refused(typed(stage, "ada", "register", model_of(stage), "--data", stage.root / name), code, 2)
    refused(typed(stage, "ada", "register", model_of(stage), "--data", stage.root), "TABLE-NOT-A-FILE", 2)


def test_a_table_that_would_fill_the_memory_is_refused_by_what_it_declares(stage: Stage) -> None:
    huge = stage.root / "huge.parquet"
    pq.write_table(pa.table({"income": pa.array(np.zeros(60_000_000, dtype=np.int8))}), huge)

    assert huge.stat().st_size < 1_000_000
    refused(typed(stage, "ada", "contract", "infer", huge), "TABLE-TOO-LARGE", 1, "60,000,000 rows")


def test_rows_whose_label_says_nothing_are_no_look(stage: Stage) -> None:
    version = stage.register()
    before = entries(stage)
    bad = stage.root / "rows.csv"
    for content, code, words in LABELS.values():
        bad.write_text(content)
        refused(typed(stage, "ada", "evaluate", version, "--data", bad), code, 2, words)
    bad.write_text(GOOD.replace("age", "years", 1))
    refused(typed(stage, "ada", "evaluate", version, "--data", bad), "MODEL-INPUTS-DIFFER", 2, "lacks age")
    assert entries(stage) == before


def test_a_label_that_never_is_favourable_is_told_before_a_version_is_made(stage: Stage) -> None:
    rows = stage.root / "rows.csv"
    for spoilt in ("never favourable", "words"):
        rows.write_text(LABELS[spoilt][0])
        told = typed(stage, "ada", "register", model_of(stage), "--data", rows)
        refused(told, "LABEL-UNUSABLE", 2, r"never is 1 \(number\)")
    assert entries(stage) == 5


def test_rows_of_one_class_are_measured_and_decide_nothing(stage: Stage) -> None:
    version = stage.register()
    rows = stage.root / "rows.csv"
    rows.write_text("income,age,sex,repaid\n" + "52,30,f,1\n48,31,m,1\n" * 60)
    assert typed(stage, "ada", "evaluate", version, "--data", rows).exit == 0

    judged = typed(stage, "ada", "judge", version)
    assert judged.exit == 3
    assert "missing       roc_auc\n" in judged.out
    assert "missing       true_positive_rate_difference by sex\n" in judged.out


@pytest.mark.parametrize(
    ("row", "code", "exit_code", "words"),
    [
        ("nan,30,f", "MODEL-ANSWER-INVALID", 4, r"'income', nan in 1 of 2 rows"),
        (",30,f", "MODEL-ANSWER-INVALID", 4, r"'income', null in 1 of 2 rows"),
        ("much,30,f", "MODEL-FAILED", 4, r"'income', wrong-kind"),
    ],
)
def test_rows_that_a_model_cannot_answer_are_named(
    released: Released, row: str, code: str, exit_code: int, words: str
) -> None:
    stage, version = released
    rows = stage.root / "rows.csv"
    rows.write_text(f"income,age,sex\n50,30,m\n{row}\n")

    told = typed(stage, "ada", "predict", version, rows, "--environment", "production")

    refused(told, code, exit_code)
    assert "Mend the rows first" in told.err
    assert words in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("inf,30,f", "infinite"),
        ("50,30,x", "unknown-category"),
        ("-5,30,f", "below-minimum"),
        ("50,999,m", "above-maximum"),
    ],
)
def test_rows_that_break_the_contract_are_answered_and_named(released: Released, row: str, words: str) -> None:
    stage, version = released
    rows = stage.root / "rows.csv"
    rows.write_text(f"income,age,sex\n50,30,m\n{row}\n")

    told = typed(stage, "ada", "predict", version, rows, "--environment", "production", "--json")

    assert told.exit == 0
    assert words in told.err
    assert words in told.out


def predictions(stage: Stage, **columns: Values) -> Path:
    path = stage.root / "answers.parquet"
    rows = table(400)
    for name, values in columns.items():
        rows = rows.append_column(name, pa.array(values))
    pq.write_table(rows, path)
    return path


SCORES = np.linspace(0.0, 1.0, 400)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (SCORES * 2, r"is 1\.0\d+ in row 201, outside 0 to 1; 200 of 400 rows are"),
        (SCORES - 0.5, "-0.5 in row 1"),
        (np.where(SCORES < 0.1, np.inf, SCORES), "inf in row 1"),
        (np.full(400, np.nan), "empty in every row"),
        (["high"] * 400, "holds text, no numbers"),
    ],
)
def test_scores_that_are_no_probabilities_make_no_version(stage: Stage, values: Values, words: str) -> None:
    told = typed(stage, "ada", "evaluate", "--predictions", predictions(stage, score=values), "--score", "score")

    refused(told, "COLUMN-UNUSABLE", 2, words)
    assert entries(stage) == 5


def test_the_label_is_no_answer_and_an_unknown_column_neither(stage: Stage) -> None:
    answers = predictions(stage, score=SCORES, given=["yes"] * 400)

    refused(
        typed(stage, "ada", "register", "--predictions", answers, "--score", "scores"), "COLUMN-MISSING", 2, "score"
    )
    told = typed(stage, "ada", "register", "--predictions", answers, "--prediction", "repaid")
    refused(told, "COLUMN-UNUSABLE", 2, "is the label")
    told = typed(stage, "ada", "register", "--predictions", answers, "--prediction", "given")
    refused(told, "COLUMN-UNUSABLE", 2, "never is 1")
    for cut_off in ("nan", "2"):
        told = typed(stage, "ada", "register", "--predictions", answers, "--score", "score", "--cut-off", cut_off)
        refused(told, "COMMAND-UNCLEAR", 2, "--cut-off")
    assert entries(stage) == 5


def test_rows_without_an_answer_are_counted_and_never_pass(stage: Stage) -> None:
    answers = predictions(stage, score=np.where(SCORES < 0.5, np.nan, SCORES))

    told = typed(stage, "ada", "evaluate", "--predictions", answers, "--score", "score")

    assert "200 of 400 rows" in told.out
    assert "left out 200 rows: decision is null" in told.out
    judged = typed(stage, "ada", "judge", "loan@1")
    assert "pass          true_positive_rate_difference" not in judged.out
    assert "200 of 400 rows (0.500) lie in groups that cannot be judged" in " ".join(judged.out.split())
    assert judged.exit == 1


def test_a_column_that_nobody_described_is_missing_to_the_gate(stage: Stage) -> None:
    answers = predictions(stage, score=SCORES)
    words = ("--score", "score", "--input", "income", "--input", "postcode")
    assert typed(stage, "ada", "register", "--predictions", answers, *words).exit == 0
    typed(stage, "ada", "evaluate", "loan@1", "--data", answers)

    judged = typed(stage, "ada", "judge", "loan@1")
    assert "missing       inputs" in judged.out
    assert "no known role to postcode" in judged.out.replace("\n                  ", " ")


DEEP = "a: " + "[" * 100_000
BOMB = "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
YAML: dict[str, tuple[Callable[[str], bytes], str]] = {
    "empty": (lambda _: b"", "map"),
    "a typo": (lambda text: text.replace("gates:", "gatse:").replace("label:", "lable:").encode(), "did you mean"),
    "doubled keys": (lambda text: f"{text}\n{text}".encode(), "said twice"),
    "ten megabytes": (lambda text: text.encode() + b"#" * 10_000_000, "are the most|larger than"),
    "a bomb": (lambda _: BOMB.encode(), "anchors and aliases"),
    "a pit": (lambda _: DEEP.encode(), "nested too deep"),
    "a tag": (lambda _: b'!!python/object/apply:os.system ["touch pwned"]', "tags are not part"),
    "two documents": (lambda text: f"{text}\n---\n{text}".encode(), "more than one document"),
    "no text": (lambda _: bytes(range(128, 256)), "UTF-8"),
    "escapes": (lambda text: text.replace("loan", "lo\x1b[2Jan").encode(), "control characters"),
}


@pytest.mark.parametrize("name", YAML)
def test_a_policy_or_a_use_case_that_cannot_be_read(stage: Stage, name: str) -> None:
    spoilt, words = YAML[name]
    policy, use_case = stage.root / "other.yaml", stage.root / "case.yaml"
    policy.write_bytes(spoilt(POLICY))
    use_case.write_bytes(spoilt(USE_CASE))

    for verb in ("check", "propose"):
        told = typed(stage, "ada", "policy", verb, policy)
        refused(
            told, "FILE-UNREADABLE" if "UTF-8" in told.err or "larger" in told.err else "POLICY-UNREADABLE", 2, words
        )
    told = typed(stage, "ada", "use-case", "propose", use_case)
    assert told.code in ("FORM-UNREADABLE", "USE-CASE-INVALID")
    assert told.exit == 2
    assert not (stage.workspace / "pwned").exists()
    assert entries(stage) == 5


def test_a_pipe_or_a_device_is_no_policy(stage: Stage) -> None:
    os.mkfifo(stage.root / "pipe.yaml")
    for path in (stage.root / "pipe.yaml", Path("/dev/zero")):
        refused(typed(stage, "ada", "policy", "check", path), "FILE-UNREADABLE", 2, "no regular file")
    refused(
        typed(stage, "ada", "use-case", "propose", stage.root / "pipe.yaml"), "FORM-UNREADABLE", 2, "no regular file"
    )
