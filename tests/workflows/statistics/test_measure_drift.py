import json

import numpy as np
import pyarrow as pa
import pytest

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.drift_sentences import sentences_of
from evenhand.workflows.statistics.measure_drift import measure_drift

RNG = np.random.default_rng(60)


def table(n: int, *, older: float = 0.0) -> dict[str, object]:
    return {
        "age": RNG.normal(40 + older, 10, n).round(),
        "income": RNG.lognormal(10, 1, n),
        "plan": RNG.choice(list("abcde"), n),
        "member": RNG.random(n) < 0.3,
        "seen": (np.datetime64("2024-01-01") + RNG.integers(0, 300, n)).astype("datetime64[s]"),
    }


def look(before: dict[str, object], now: dict[str, object]) -> TableReport:
    return measure_drift(TableScanner(), pa.table(before), pa.table(now))


def test_what_moved_comes_first_and_is_told_in_words() -> None:
    report = look(table(5000), table(4000, older=5))

    assert report.look == "drift"
    assert [each.n_rows for each in report.tables] == [5000, 4000]
    assert report.measurements[0].column == "age"
    assert report.measurements[0].name == "rows_elsewhere"
    assert report.sentences[0].text.startswith("age moved: ")
    assert "% of rows lie elsewhere than in the reference" in report.sentences[0].text
    assert "No change beyond chance is seen in" in report.sentences[-1].text
    assert "5,000 and 4,000 rows" in report.sentences[-1].text


def test_the_columns_are_one_family() -> None:
    report = look(table(900), table(900))
    found = [each.detail for each in report.measurements if each.name == "rows_elsewhere"]

    assert len(found) == 5
    assert all(each["p_adjusted"] >= each["p_value"] for each in found)


def test_a_bad_column_is_named_and_fails_nothing() -> None:
    before, now = table(600), table(500)
    now["income"] = [str(value) for value in now["income"]]  # type: ignore[attr-defined]
    before["gone"], now["fresh"] = np.arange(600), np.arange(500)
    before["nested"], now["nested"] = [[1]] * 600, [[1]] * 500
    now["plan"] = [None] * 500
    report = look(before, now)
    told = "\n".join(report.problems)

    assert "income: the column is counted as numbers, and 500 rows of the current table hold none." in told
    assert "gone: the current table has no such column." in told
    assert "fresh: the reference has no such column" in told
    assert "nested: holds nothing that can be counted" in told
    assert {each.column for each in report.measurements} == {"age", "income", "plan", "member", "seen", "gone"}


def test_nulls_are_told_apart_from_values() -> None:
    before, now = table(2000), table(2000)
    now["income"] = pa.array([None] * 1200 + [1e4] * 800, pa.float64())
    texts = [sentence.text for sentence in look(before, now).sentences]

    assert "income: the share that is null rose from 0 % to 60 %." in texts


def test_few_rows_are_said_to_tell_little() -> None:
    report = look(table(60), table(40))

    assert "cannot rule out a small one" in report.sentences[-1].text


def test_the_numbers_are_json_without_a_gap() -> None:
    report = look(table(300), table(20))
    written = json.dumps([each.as_json() for each in report.measurements], allow_nan=False)

    assert "population_stability_index" in written


def test_only_the_columns_that_were_asked_for_are_compared() -> None:
    report = measure_drift(TableScanner(), pa.table(table(300)), pa.table(table(300)), columns=["age"])

    assert {each.column for each in report.measurements} == {"age"}
    assert report.problems == ()


@pytest.mark.parametrize(("before", "now"), [(1, 50), (50, 1), (1, 1)])
def test_tables_of_hardly_a_row_are_reported(before: int, now: int) -> None:
    report = look(table(before), table(now))

    assert all(each.undefined for each in report.measurements if each.name == "rows_elsewhere")
    assert report.problems


def test_a_table_without_any_column_of_the_reference_keeps_its_rows() -> None:
    report = look({"age": [1.0, 2.0, 3.0]}, {"size": [1.0, 2.0]})

    assert [each.n_rows for each in report.tables] == [3, 2]
    assert "age: the current table has no such column." in report.problems


def _shown(name: str, lower: float, p_adjusted: float) -> dict[str, list[Measurement]]:
    first = Measurement(
        name="rows_elsewhere", value=0.04, lower=lower, upper=0.07, confidence=0.95, n=500, unit="share",
        method="test-inversion", column=name, detail={"p_adjusted": p_adjusted},
    )  # fmt: skip
    return {name: [first]}


BY_ITSELF = "The interval of x by itself begins above 0; among as many columns as were compared that is no proof."
OPEN = (
    "x changed beyond chance, how far is open: 4.0 % of rows lie elsewhere than in the reference, from 0 % to 7.0 % "
    "allowing for chance."
)


@pytest.mark.parametrize(
    ("lower", "p_adjusted", "told"),
    [
        (0.02, 0.01, "x moved: 4.0 % of rows lie elsewhere than in the reference, 2.0 % at least."),
        (0.0, 0.01, OPEN),
        (0.02, 0.2, BY_ITSELF),
        (0.0, 0.2, "up to 7.0 % of rows may lie elsewhere in this column."),
    ],
)
def test_words_say_no_more_than_the_interval_beside_them(lower: float, p_adjusted: float, told: str) -> None:
    [sentence] = sentences_of(_shown("x", lower, p_adjusted), sizes=(500, 500), confidence=0.95)

    assert sentence.text.endswith(told)
    assert ("moved" in sentence.text) == (lower > 0 and p_adjusted <= 0.05)


def test_a_column_of_another_kind_is_told_first() -> None:
    before, now = table(300), table(300, older=9)
    now["plan"] = np.arange(300.0)
    now["income"] = [str(value) for value in now["income"]]  # type: ignore[attr-defined]
    texts = [sentence.text for sentence in look(before, now).sentences]

    assert texts[:2] == [
        "income is of another kind: text now, numbers before.", "plan is of another kind: numbers now, text before.",
    ]  # fmt: skip
    assert not [text for text in texts[2:] if text.startswith(("income", "plan"))]


def test_three_rows_of_another_kind_have_a_true_reason() -> None:
    report = look({"a": [1, 2, 3]}, {"a": ["x", "y", "z"]})

    assert [each.text for each in report.sentences] == ["a is of another kind: text now, numbers before."]
    assert report.problems == ("a: the column is counted as numbers, and 3 rows of the current table hold none.",)


def test_tables_that_share_no_column_are_told_so_once() -> None:
    report = look(table(50), {"size": [1.0] * 50})

    assert [each.text for each in report.sentences] == ["The two tables share no column: are these the right files?"]


def test_a_new_column_is_told_after_what_moved() -> None:
    before, now = table(900), table(900, older=9)
    now["fresh"] = np.arange(900)
    texts = [sentence.text for sentence in look(before, now).sentences]

    assert texts[0].startswith("age moved")
    assert texts[-2] == "fresh is new: the reference has no such column."
    assert texts[-1].startswith("No change beyond chance")


@pytest.mark.parametrize(("rows", "told"), [(1, "1 row of the current table is too few"), (5, "5 rows of the current")])
def test_a_few_rows_are_said_to_be_too_few(rows: int, told: str) -> None:
    report = look(table(400), table(rows))

    assert report.sentences[0].text.startswith(told)
    assert len(report.problems) == 1
    assert "one and the same" not in report.problems[0]
    assert not [each.name for each in report.measurements if "one and the same" in str(each.undefined)]
