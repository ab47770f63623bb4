"""Whatever a table holds, the answer is a measurement, a stated reason, or an error that names column or file."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from evenhand.errors.table import ColumnUnsupported, ColumnUnusable, LabelUnusable
from evenhand.lifecycle.evaluation.profile_report import profile_report
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.metrics.profiling.storage import read_table_profile, table_profile_bytes
from evenhand.surfaces.report.html import as_html
from evenhand.surfaces.report.look.page import look_report
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.check_quality import check_quality
from evenhand.workflows.statistics.measure_drift import measure_drift
from evenhand.workflows.statistics.measure_fairness import measure_fairness
from evenhand.workflows.statistics.measure_performance import measure_performance
from evenhand.workflows.statistics.profile_table import profile_table

NAN, INF = float("nan"), float("inf")
NOON = "2026-11-29T12:00:00Z"
STRANGE: Mapping[str, Mapping[str, object]] = {
    "all null": {
        "a": pa.nulls(5), "b": pa.array([None] * 5, pa.float64()), "c": pa.array([None] * 5, pa.string()),
        "d": pa.array([None] * 5, pa.timestamp("us")), "e": pa.array([None] * 5, pa.bool_()),
    },
    "one row": {"a": [1.0], "b": ["x"], "c": [True], "d": [None]},
    "no finite number": {"a": [NAN] * 4, "b": [INF, -INF, 0.0, -0.0], "c": [NAN, None, 1.0, INF]},
    "huge": {
        "a": pa.array([2**63, 2**64 - 1, 0], pa.uint64()), "b": pa.array([2**62, 2**62 + 1, -(2**63)]),
        "c": [1e308, -1e308, 1.7976931348623157e308], "d": [5e-324, -5e-324, 0.0],
    },
    "decimals": {"a": pa.array([1, 2, None], pa.decimal128(38, 10)), "b": pa.array([1, 2, 3], pa.decimal256(60, 5))},
    "times": {
        "a": pa.array([0, 1, 2], pa.timestamp("ns", tz="Europe/Berlin")), "b": pa.array([0, 1, None], pa.date32()),
        "c": pa.array([0, 1, 2], pa.date64()), "d": pa.array([-(10**15), 0, 10**17], pa.timestamp("s")),
    },
    "odd names": {"a b": [1, 2], "é\n\"'": [1, 2], "∞": ["x", "y"], "null_rate": [1, 2], "a.b/c": [True, None]},
    "dictionaries": {
        "a": pa.array(["x", "y", None, "x"]).dictionary_encode(),
        "b": pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0], pa.int8()), pa.array(["x", None])),
        "n": pa.array([1.5, 2, None, 1.5]).dictionary_encode(),
    },
    "views and halves": {"a": pa.array(["x", "y"], pa.string_view()), "f": np.array([1, np.nan], dtype=np.float16)},
    "codes": {"a": ["1", "01", "1.0", "1e0", "", " ", "NaN", "null"]},
}  # fmt: skip


def _sound(report: TableReport) -> None:
    for each in report.measurements:
        numbers = (each.value, each.lower, each.upper)
        assert each.undefined or all(number is not None and isfinite(number) for number in numbers), each
    for sentence in report.sentences:
        assert "nan" not in sentence.text.replace("NaN", ""), sentence


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_tables_are_measured_or_reasoned_about(kind: str) -> None:
    table = pa.table(dict(STRANGE[kind]))
    profile = profile_table(TableScanner(), table)

    _sound(check_quality(TableScanner(), table, as_of=NOON, key=[table.column_names[-1]], label=table.column_names[0]))
    _sound(profile_report(profile, origin=kind))
    for column in profile_table(TableScanner(), table, is_exact=True).columns:
        assert column.n_rows == table.num_rows
    stored = table_profile_bytes(profile)
    assert table_profile_bytes(read_table_profile(stored)) == stored


def test_very_many_different_texts_are_counted_and_bounded() -> None:
    n = 150_000  # more than are told apart
    table = pa.table({"s": pa.array(np.arange(n)).cast(pa.string())})
    report = check_quality(TableScanner(), table)
    found = {each.name: each for each in report.measurements}

    assert found["distinct"].lower < n <= found["distinct"].upper
    assert found["duplicate_row_rate"].value == 0
    assert found["number_text_rate"].upper == 1
    _sound(report)


def test_numbers_and_texts_of_one_name_are_named_as_strange() -> None:
    plan = TableScanner().plan({"a": [1.0, 2.0], "b": ["x", "y"], "c": [1, 2]})
    found = TableScanner().profile(pa.table({"a": ["1", None], "b": [1, 2], "new": [1, 2]}), plan)

    assert (found.column("a").gaps["strange"], found.column("a").gaps["null"]) == (1, 1)
    assert found.column("b").gaps["strange"] == 2
    assert found.column("c").gaps["absent"] == 2
    assert found.added == {"new": 2}


def test_aware_times_naive_times_and_days_of_one_instant_are_one_number() -> None:
    second = 1_711_846_800  # 2024-03-31T01:00:00Z, when clocks in Berlin jump from 2 to 3
    tables = [
        pa.table({"at": pa.array([second], pa.timestamp("s", tz="UTC"))}),
        pa.table({"at": pa.array([second * 1000], pa.timestamp("ms", tz="Europe/Berlin"))}),
        pa.table({"at": pa.array([second * 10**9], pa.timestamp("ns"))}),
    ]
    plan = TableScanner().plan(tables[0])

    assert [TableScanner().profile(table, plan).column("at").maximum for table in tables] == [second] * 3


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"a": [[1], [2]]}, "Column 'a' of the Arrow table is of type list"),
        ({"a": pa.array([b"\xff", b"ok"]).view(pa.string())}, "Column 'a' holds the byte 0xff, which is no UTF-8"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(table: dict[str, object], said: str) -> None:
    with pytest.raises(ColumnUnsupported, match=said):
        check_quality(TableScanner(), pa.table(table))


@pytest.mark.parametrize(
    "strange",
    [[1, "x"] * 30, [1 + 2j] * 60, [object()] * 60, [2**70] * 60],
    ids=["text and number", "complex", "object", "huge"],
)
@pytest.mark.parametrize("made", [pd.DataFrame, dict], ids=["data frame", "dict"])
def test_a_column_of_mixed_kinds_is_named_and_the_others_are_reported(strange: list[object], made: type) -> None:
    table = made({"age": list(range(60)), "strange": strange, "p": [0, 1] * 30, "sex": ["f", "f", "m"] * 20})
    scanner = TableScanner()
    reports = [
        check_quality(scanner, table, as_of=NOON), measure_drift(scanner, table, table),
    ]  # fmt: skip
    assert "strange" not in profile_table(scanner, table).plan.place

    for report in reports:
        assert {"age", "sex"} <= {each.column for each in report.measurements}
        assert "strange" not in {each.column for each in report.measurements}
        assert any("strange" in problem for problem in report.problems)
    assert "holds values of type object (" in reports[0].problems[0]
    assert measure_fairness(scanner, table, prediction="p", by="sex").measurements
    with pytest.raises(ColumnUnusable, match="'strange' of the"):
        measure_fairness(scanner, table, prediction="p", by="strange")
    with pytest.raises(ColumnUnsupported, match="'strange' of the"):
        measure_drift(scanner, table, table, columns=["strange"])


def test_a_nested_key_is_refused_by_name() -> None:
    with pytest.raises(ColumnUnsupported, match="Column 'k' of the Arrow table is of type"):
        check_quality(TableScanner(), pa.table({"k": [[1], [2]], "a": [1, 2]}), key=["k"])


def test_a_csv_of_gaps_alone_is_measured(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n,\n,NA\n")
    report = check_quality(TableScanner(), tmp_path / "t.csv")

    assert {each.column: each.value for each in report.measurements if each.name == "null_rate"} == {"a": 1, "b": 1}


def test_numbers_near_the_largest_are_drawn_and_measured_without_a_warning() -> None:
    draw = np.random.default_rng(0)
    tables = [
        {"x": draw.uniform(low, 1, 600) * 1.7e308, "y": draw.integers(0, 2, 600), "s": draw.choice(["f", "m"], 600)}
        for low in (-1, -0.5)
    ]
    scanner = TableScanner()
    reports = [
        measure_drift(scanner, *tables), measure_drift(scanner, *tables, is_exact=True),
        check_quality(scanner, tables[0], label="y", as_of=NOON),
        measure_performance(scanner, tables[0], label="y", score="x", by=["s"]),
    ]  # fmt: skip

    for report in reports:
        assert "<svg" in as_html(look_report(report))
        assert all(each.value is None or isfinite(each.value) for each in report.measurements)
    with pytest.raises(ColumnUnusable, match=r"'x' of .* holds numbers beyond 1e\+50"):
        measure_performance(scanner, tables[0], label="x", prediction="y")


@pytest.mark.parametrize("kind", ["fairness", "performance"])
def test_values_that_count_as_unfavourable_are_named_where_they_are_several(kind: str) -> None:
    said = ["yes", "no", "Yes", "No ", " yes", "maybe", "never", "no"] * 20
    table = {"y": ["yes", "no"] * 80, "p": said, "sex": ["f"] * 80 + ["m"] * 80}
    look = measure_fairness if kind == "fairness" else measure_performance
    report = look(TableScanner(), table, label="y", prediction="p", positive="yes", by=["sex"])

    assert report.problems[0] == (
        "'p' holds 6 values beside 'yes', which all count as unfavourable: ' yes', 'Yes', 'No ', 'maybe', 'never' and "
        "1 more. ' yes', 'Yes' are 'yes' but for case and blanks."
    )
    assert not any(each.startswith("'y' holds") for each in report.problems)


def test_a_favourable_value_that_never_occurs_is_asked_for_by_its_option_and_column() -> None:
    table = {"y": [1, 0] * 50, "p": ["yes", "no"] * 50, "sex": ["f"] * 50 + ["m"] * 50}
    with pytest.raises(ColumnUnusable, match="the prediction 'p' writes it: --positive VALUE"):
        measure_fairness(TableScanner(), table, label="y", prediction="p", by=["sex"])
    with pytest.raises(LabelUnusable, match="the label 'y' writes it: --positive VALUE"):
        measure_fairness(TableScanner(), table, label="y", prediction="p", positive="yes", by=["sex"])
