"""What a table's quality look finds, in figures and in words."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from evenhand.errors.table import ColumnMissing
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.metrics.profiling.storage import table_profile_bytes
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.check_quality import check_quality
from evenhand.workflows.statistics.profile_table import profile_table


def _look(table: object, **asked: Any) -> TableReport:  # noqa: ANN401 - what the verb takes
    return check_quality(TableScanner(), table, **asked)


def _value(report: TableReport, name: str, column: str | None = None) -> float | None:
    [found] = [each for each in report.measurements if (each.name, each.column) == (name, column)]
    return found.value


def test_every_kind_of_fault_is_counted_and_told_worst_first() -> None:
    report = _look({
        "id": [1, 2, 2, None], "age": [30.0, float("nan"), float("inf"), None], "one": ["x", "x", "x", "x"],
        "mixed": ["1", "2", "n/a", "4"], "blank": ["", "a", "b", "c"], "none": pa.nulls(4),
    }, key=["id"])  # fmt: skip

    assert [(sentence.column, sentence.text) for sentence in report.sentences] == [
        ("id", "The key id does not tell rows apart: an earlier one is repeated by 1 of 3 rows (33.3 %)."),
        ("id", "The key id is not stated in 1 of 4 rows (25.0 %)."),
        ("age", "Column 'age' is infinite in 1 of 2 rows (50.0 %)."),
        ("none", "Column 'none' has no value in all 4 rows."),
        ("one", "Column 'one' holds one single value (x) in all its 4 values: it tells nothing."),
        ("mixed", "Column 'mixed' mixes kinds: 75.0 % of its texts read as numbers, the others do not."),
        ("age", "Column 'age' is NaN (not a number) in 1 of 3 rows (33.3 %)."),
        ("id", "Column 'id' has no value in 1 of 4 rows (25.0 %)."),
        ("age", "Column 'age' has no value in 1 of 4 rows (25.0 %)."),
        ("blank", "Column 'blank' is blank text in 1 of 4 rows (25.0 %) that have a value: does that mean missing?"),
    ]
    assert _value(report, "duplicate_rate", "id") == pytest.approx(1 / 3)
    assert _value(report, "duplicate_row_rate") == 0
    assert _value(report, "null_rate", "none") == 1


def test_a_label_and_a_key_that_the_contract_names_and_the_table_lacks_are_told_first() -> None:
    contract = Contract(columns=(
        Column(name="id", kind="integer", role="key"), Column(name="repaid", kind="integer", role="label"),
        Column(name="age", kind="integer", nullable=False),
    ))  # fmt: skip
    report = _look({"age": [30, None, 41]}, contract=contract)

    assert [sentence.text for sentence in report.sentences] == [
        "The table has no column 'id', which the contract names.",
        "The table has no column 'repaid', which the contract names.",
        "Column 'age' has no value in 1 of 3 rows (33.3 %); the contract allows no gap.",
    ]
    assert report.problems == (
        "The table lacks 'id' of the contract's key, so it is not looked whether a key repeats.",
        "The table lacks 'repaid', the contract's label, so no column is held against it.",
    )


@pytest.mark.parametrize("asked", [{"label": "repaid"}, {"key": ["repaid"]}])
def test_a_column_that_is_asked_for_must_be_there(asked: dict[str, Any]) -> None:
    contract = Contract(columns=(Column(name="age", kind="integer"),))
    with pytest.raises(ColumnMissing):
        _look({"age": [30, 41]}, contract=contract, **asked)


def test_what_is_true_of_several_columns_is_said_once() -> None:
    at = pa.array([0, 86_400], pa.timestamp("s"))
    report = _look(
        {"a": ["1", "2"], "b": ["3", "4"], "c": ["x", "y"], "at": at, "end": at}, as_of="1970-01-04T00:00:00Z"
    )

    assert [sentence.text for sentence in report.sentences] == [
        "Every text of columns 'a' and 'b' reads as a number: are they stored as text by mistake?",
        "The newest time in columns 'at' and 'end' is 2.0 days old.",
    ]


def test_a_key_without_ends_is_explained() -> None:
    report = _look({"id": [1, 2, 3], "age": [30, 40, 50]}, key=["id"])

    assert report.problems == ("Of the key id no value is shown, so its least and greatest are left out.",)


def test_a_sound_table_is_said_to_be_sound() -> None:
    report = _look({"a": [1, 2, 3], "b": ["x", "y", "x"]})

    assert [sentence.text for sentence in report.sentences] == [
        "No gap, repeated row or oddity was found in 3 rows and 2 columns."
    ]


def test_a_contract_is_held_against_exact_counts() -> None:
    rng = np.random.default_rng(4)
    age = rng.normal(40, 15, 20_000)
    zone = rng.choice(["1", "2", "3"], 20_000)
    contract = Contract(columns=(
        Column(name="age", kind="number", minimum=18, maximum=75.5), Column(name="lost", kind="text"),
        Column(name="zone", kind="text", categories=("1", "2")),
    ))  # fmt: skip
    report = _look(pd.DataFrame({"age": age, "zone": zone, "more": 1}), contract=contract)

    below, above, strange = (age < 18).sum(), (age > 75.5).sum(), (zone == "3").sum()
    texts = [sentence.text for sentence in report.sentences]
    assert texts[0] == "The table has no column 'lost', which the contract names."
    assert any(f"values that the contract does not know, in {strange:,} of 20,000" in text for text in texts)
    assert any(f"Column 'age' is too low in {below:,} of 20,000 rows" in text for text in texts)
    assert any(f"Column 'age' is too high in {above:,} of 20,000 rows" in text for text in texts)
    assert "The contract does not name the column 'more'." in texts
    assert _value(report, "out_of_range_rate", "age") == (below + above) / 20_000
    assert _value(report, "unknown_category_rate", "zone") == strange / 20_000


def test_codes_of_a_csv_that_the_contract_calls_text_keep_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("zone,n\n1,1\n2,2\n2,3\n")
    contract = Contract(columns=(
        Column(name="zone", kind="text", categories=("1", "2")), Column(name="n", kind="integer", role="key"),
    ))  # fmt: skip
    report = _look(str(tmp_path / "t.csv"), contract=contract)

    assert not [sentence for sentence in report.sentences if "contract" in sentence.text]
    assert report.choices["key"] == ["n"]


def test_whole_numbers_written_as_floats_keep_a_contract_and_fractions_break_it() -> None:
    contract = Contract(columns=(Column(name="n", kind="integer", nullable=True),))
    whole = [float(number) for number in range(3000)]
    rng = np.random.default_rng(3)

    assert "No gap" in _look({"n": whole}, contract=contract).sentences[0].text
    assert (
        "not of the kind that the contract states, in 1 of"
        in _look({"n": [0.5, *range(100)]}, contract=contract).sentences[0].text
    )
    assert "in all 5,000 rows" in _look({"n": rng.uniform(0.1, 0.9, 5000)}, contract=contract).sentences[0].text


def test_a_column_that_tells_the_label_is_told_as_a_suspicion() -> None:
    rng = np.random.default_rng(8)
    label = rng.integers(0, 2, 4000)
    table = pd.DataFrame({
        "label": label, "closed_on": label * 5 + rng.normal(size=4000) / 9, "noise": rng.normal(size=4000),
        "outcome": np.where(label == 1, "won", "lost"), "key": [f"k{row}" for row in range(4000)],
        "paid": np.where(label == 1, 1.0, np.nan),
    })  # fmt: skip
    report = _look(table, label="label")

    told = {each.column: each for each in report.measurements if each.name == "label_leakage_auc"}
    assert {name for name, found in told.items() if found.value > 0.99} == {"closed_on", "outcome", "paid"}
    assert max(told["noise"].lower, told["key"].lower) == 0.5
    assert told["noise"].detail["needs"] == "rows"
    suspects = [sentence.column for sentence in report.sentences if "was it known when" in sentence.text]
    assert sorted(map(str, suspects)) == ["closed_on", "outcome", "paid"]
    assert "Whether it has a value, in column 'paid'" in " ".join(sentence.text for sentence in report.sentences)


@pytest.mark.parametrize(
    ("label", "said"),
    [([1, 1, 1, 1], "takes 1 values"), ([1, 2, 3, 1], "takes more than two values"), ([None] * 4, "takes 0 values")],
)
def test_a_label_without_two_values_is_a_stated_gap(label: list[object], said: str) -> None:
    report = _look({"label": label, "a": [1, 2, 3, 4]}, label="label")

    assert said in report.problems[0]


def test_a_key_or_label_that_is_not_there_is_refused() -> None:
    with pytest.raises(ColumnMissing, match="no column 'idd'"):
        _look({"id": [1]}, key=["idd"])
    with pytest.raises(ColumnMissing, match="no column 'labell'"):
        _look({"label": [1]}, label="labell")


def test_the_age_of_the_newest_time_is_told() -> None:
    table = {"at": pa.array([1_700_000_000, 1_700_086_400], pa.timestamp("s"))}
    old = _look(table, as_of="2023-11-20T22:13:20Z")
    ahead = _look(table, as_of="2023-11-14T22:13:20Z")

    assert _value(old, "newest_age", "at") == 5
    assert old.sentences[-1].text == "The newest time in column 'at' is 5.0 days old."
    assert ahead.sentences[0].text == "The newest time in column 'at' lies 1.0 days in the future."


def test_nested_columns_are_named_and_left_out() -> None:
    report = _look(pa.table({"a": [1, 2], "tags": [["x"], []]}))

    assert report.problems[0].startswith("Column 'tags' of the Arrow table holds nested values")
    assert {each.column for each in report.measurements} == {None, "a"}


def test_a_written_profile_is_looked_at_without_rows(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    table = pa.table({"age": rng.normal(40, 10, 5000), "sex": rng.choice(["f", "m"], 5000)})
    path = tmp_path / "t.profile"
    path.write_bytes(table_profile_bytes(profile_table(TableScanner(), table)))
    contract = Contract(columns=(Column(name="age", kind="number", minimum=30), Column(name="sex", kind="text")))
    report = _look(path, contract=contract, key=["sex"])

    [found] = [each for each in report.measurements if each.name == "out_of_range_rate"]
    below = int((np.asarray(table["age"]) < 30).sum())
    assert found.detail["count"] <= below <= found.detail["at_most"]
    assert "need rows, which it does not hold" in report.problems[0]


def test_keys_show_no_value() -> None:
    report = _look({"id": ["a-secret", "a-secret"], "n": [1, 2]}, key=["id"])

    assert "a-secret" not in repr([each.as_json() for each in report.measurements]) + repr(report.sentences)


def test_a_large_file_is_looked_at_in_pieces(tmp_path: Path) -> None:
    table = pa.table({"n": np.arange(200_000) % 199_990})
    parquet.write_table(table, tmp_path / "t.parquet", row_group_size=10_000)

    assert _value(_look(tmp_path / "t.parquet"), "duplicate_row_rate") == 10 / 200_000
