"""``train_version`` on the command line: what is registered, what is recorded, and all that can go wrong in code."""

import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import entries, refused, typed

import evenhand

LINE = """
import numpy as np

PARAMETERS = {"slope": 8.0}


class Line:
    classes_ = [0, 1]

    def __init__(self, names, middle, slope):
        self.feature_names_in_, self.middle, self.slope = names, middle, slope

    def predict(self, rows):
        return (self.predict_proba(rows)[:, 1] >= 0.5).astype(int)

    def predict_proba(self, rows):
        high = 1 / (1 + np.exp(-(np.asarray(rows["income"], dtype=float) - self.middle) / self.slope))
        return np.column_stack([1 - high, high])


def train(data, parameters, seed):
    print("columns:", *data.columns)
    return Line(["income"], float(data["income"].mean()), parameters["slope"])
"""


def written(stage: Stage, code: str = LINE, name: str = "fit_line.py") -> Path:
    place = stage.root / name
    place.write_text(code)
    return place


def small_rows(stage: Stage, n: int = 200) -> Path:
    place = stage.workspace / "small.parquet"
    pq.write_table(table(n, seed=3), place)
    return place


def test_train_version_registers_what_the_code_returns_and_records_the_run(stage: Stage) -> None:
    rows = small_rows(stage)

    told = typed(stage, "ada", "train", written(stage), "--data", rows, "--parameter", "slope=6", "--json")

    assert told.exit == 0, told.err
    answer = json.loads(told.out)
    assert answer["version"] == "loan@1"
    assert answer["parameters"] == {"slope": 6}
    assert set(answer["evidence"]) == {"training-run-record", "resource-record", "data-lineage"}
    assert "columns: income age repaid" in told.err, "the protected column never reaches the code"
    found = {each["name"]: each for each in answer["cross_validation"]["across_folds"]}
    assert found["roc_auc"]["lower"] < found["roc_auc"]["value"] < found["roc_auc"]["upper"]
    assert found["roc_auc"]["n"] == 200
    assert entries(stage) == 9, "the registration and three pieces of evidence, nothing else"


@pytest.mark.parametrize(
    ("code", "failure", "exit_code", "words"),
    [
        ("def train(data, parameters, seed):\n    return 1 / 0\n", "TRAINING-FAILED", 4,
         r"raised ZeroDivisionError: division by zero \(fit_line.py, line 2\)"),
        ("def train(data, parameters, seed):\n    return None\n", "TRAINING-FAILED", 4, "train returned None"),
        ("def train(data, parameters, seed):\n    return 7\n", "MODEL-NOT-SERIALISABLE", 2, "int has no predict"),
        ("import sys\ndef train(data, parameters, seed):\n    sys.exit(0)\n", "TRAINING-FAILED", 4, "SystemExit"),
        ("import os\ndef train(data, parameters, seed):\n    print('so far'); os.kill(os.getpid(), 9)\n",
         "TRAINING-CRASHED", 4, "by signal 9 .* It last printed: so far"),
        ("def train(data, parameters, seed):\n    while True: pass\n", "TRAINING-TIMED-OUT", 4, "not done within 3 s"),
        ("def fit(data, parameters, seed): ...\n", "TRAINING-CODE-UNREADABLE", 2,
         "no function 'train'; it defines fit"),
        ("def train(data:\n", "TRAINING-CODE-UNREADABLE", 2, r"no Python \(line 1\)"),
        (LINE.replace('PARAMETERS = {"slope": 8.0}', "").replace('parameters["slope"]', "8.0"),
         "PARAMETER-UNCLEAR", 2, "never read 'slope'; it read none"),
        (LINE.replace('{"slope": 8.0}', '{"slop": 8.0}'), "PARAMETER-UNCLEAR", 2,
         r"'slope' is no parameter of the code; it declares slop \(did you mean slop\?\)"),
        (LINE.replace('["income"], float', '["sex"], float'), "TRAINING-FAILED", 4, "takes sex, .* no feature"),
    ],
)  # fmt: skip
def test_code_that_goes_wrong_registers_nothing(
    stage: Stage, code: str, failure: str, exit_code: int, words: str
) -> None:
    rows = small_rows(stage)

    told = typed(
        stage, "ada", "train", written(stage, code), "--data", rows, "--parameter", "slope=6",
        "--timeout", "3" if "3 s" in words else "60", "--cross-validation", "2" if "sex" in words else "0",
    )  # fmt: skip

    refused(told, failure, exit_code, words)
    assert entries(stage) == 5


def test_code_that_prints_a_lot_is_kept_at_both_ends(stage: Stage) -> None:
    code = LINE.replace('print("columns:", *data.columns)', 'print("\\x1b[2J" + "x" * 5_000_000)\n    print("end")')

    told = typed(
        stage, "ada", "train", written(stage, code), "--data", small_rows(stage), "--cross-validation", "0", "--json"
    )

    assert told.exit == 0, told.err[-500:]
    assert "?[2Jxxx" in told.err
    assert len(told.err) < 2000
    assert told.err.rstrip().endswith("end")


@pytest.mark.parametrize(
    ("rows", "failure", "words"),
    [
        (table(100).set_column(3, "repaid", pa.array(np.ones(100, dtype=np.int64))), "LABEL-UNUSABLE",
         "Every row of small.parquet has the favourable outcome 1"),
        (table(40).set_column(3, "repaid", pa.array([1] * 38 + [0] * 2)), "FOLDS-UNFIT",
         "2 of 40 rows have the unfavourable label: fewer than 5 folds"),
        (table(40).select(["sex", "repaid"]), "COLUMN-MISSING", "no column with the role feature"),
    ],
)  # fmt: skip
def test_rows_that_teach_nothing_are_refused_before_a_process_starts(
    stage: Stage, rows: pa.Table, failure: str, words: str
) -> None:
    place = small_rows(stage)
    pq.write_table(rows, place)

    refused(typed(stage, "ada", "train", written(stage), "--data", place), failure, 2, words)


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (["--parameter", "slope"], "'slope' does not read as name=value"),
        (["--parameter", "slope=1", "--parameter", "slope=2"], "'slope' is given twice"),
        (["--parameter", "slope=[1"], "The value of 'slope' cannot be read"),
        (["--parameter", "slope=.nan"], "The parameter 'slope' is a float, no plain value"),
    ],
)
def test_a_parameter_that_is_mistyped_is_told(stage: Stage, words: list[str], fact: str) -> None:
    told = typed(stage, "ada", "train", written(stage), "--data", small_rows(stage), *words)

    refused(told, "PARAMETER-UNCLEAR", 2, re.escape(fact))


def test_under_a_policy_with_a_development_gate_no_plain_table_is_trained_on(stage: Stage) -> None:
    policy = (stage.root / "policy.yaml").read_text().replace("version: 1", "version: 2")
    gate = "gates:\n  development:\n    - inputs: {forbid_column_roles: [label]}\n"
    (stage.root / "policy.yaml").write_text(policy.replace("gates:\n", gate))
    assert typed(stage, "ada", "policy", "propose", stage.root / "policy.yaml").exit == 0
    stage.confirm("policy:loan-policy")

    told = typed(stage, "ada", "train", written(stage), "--data", small_rows(stage))

    refused(told, "DEVELOPMENT-CLOSED", 1, "The policy loan-policy has a gate 'development'")


def test_a_dataset_is_trained_on_once_its_gate_is_open_and_only_its_training_part_is_read(stage: Stage) -> None:
    policy = (stage.root / "policy.yaml").read_text().replace("version: 1", "version: 2")
    gate = "gates:\n  development:\n    - inputs: {forbid_column_roles: [protected, label]}\n"
    (stage.root / "policy.yaml").write_text(policy.replace("gates:\n", gate))
    assert typed(stage, "ada", "policy", "propose", stage.root / "policy.yaml").exit == 0
    stage.confirm("policy:loan-policy")
    assert typed(stage, "ada", "dataset", "register", "loans", small_rows(stage)).exit == 0
    code = written(stage)
    refused(typed(stage, "ada", "train", code, "--dataset", "loans@1"), "DEVELOPMENT-CLOSED", 1, "never judged")
    assert typed(stage, "ada", "judge", "dataset:loans@1").exit == 0

    told = typed(stage, "ada", "train", code, "--dataset", "loans@1", "--cross-validation", "2", "--json")

    assert told.exit == 0, told.err
    with stage.acting("ada"):
        read = evenhand.show_dataset("loans@1", workspace=stage.workspace).readings
    assert {each["part"] for each in read} == {"training"}
    again = typed(stage, "ada", "reproduce", "loan@1", "--json")
    assert json.loads(again.out)["compared"] == "bytes"
