"""Counts of a table are exact, and show no value of a column that identifies people."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import describe_column, describe_table, infer_contract
from evenhand.adapters.tables.quality import quality_measurements, quality_report
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.repeated import n_repeated
from evenhand.errors.table import ColumnMissing
from evenhand.kernel.canonical import canonical_bytes
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.facts import ColumnFacts
from evenhand.lifecycle.data.inference import Parts


def _facts(values: list[Any] | pa.Array, **options: bool) -> ColumnFacts:
    return describe_column(read_table({"a": values}), "a", **options)


def test_numbers_by_hand() -> None:
    facts = _facts([1.5, 2.0, 2.0, None, math.nan, math.inf, -math.inf])

    assert (facts.n, facts.n_null, facts.n_nan, facts.n_infinite, facts.n_distinct) == (7, 1, 1, 2, 4)
    assert (facts.n_fraction, facts.minimum, facts.maximum, facts.values) == (1, 1.5, 2.0, ())


def test_texts_by_hand() -> None:
    facts = _facts(["x", " x", "", "  ", None, "1,5", " -2e3 ", "x"])

    assert (facts.n_null, facts.n_distinct, facts.n_blank, facts.n_padded, facts.n_number_text) == (1, 6, 2, 2, 2)
    assert facts.values[0] == ("x", 2)


def test_instants_by_hand() -> None:
    facts = _facts([datetime(2026, 1, 2, tzinfo=UTC), None, datetime(2025, 1, 2, tzinfo=UTC)])

    assert (facts.kind, facts.earliest, facts.latest) == (
        "instant",
        "2025-01-02 00:00:00.000000Z",
        "2026-01-02 00:00:00.000000Z",
    )


def test_truths_by_hand() -> None:
    facts = _facts([True, False, True, None])

    assert (facts.kind, facts.n_distinct, facts.values) == ("boolean", 2, ((True, 2), (False, 1)))


@pytest.mark.parametrize(
    "values",
    [
        [None, None], [math.nan, math.nan], [math.inf], [math.nan, None, -math.inf], [2**62, -(2**62)], [2**53 - 1],
        pa.array([None, None], pa.timestamp("ns")), pa.array([None], pa.float32()), [""], [True], [5e-324, 1.7e308],
    ],
)  # fmt: skip
def test_extremes_are_counted_and_can_be_stored(values: list[Any] | pa.Array) -> None:
    table = read_table({"a": values})
    contract = infer_contract(table, Parts())

    assert canonical_bytes(quality_report(table, contract))
    assert {found.rule for found in check_contract(table, contract)} <= {"infinite"}


def test_a_million_different_texts_are_counted_without_showing_them() -> None:
    facts = _facts([f"p{row}" for row in range(100_000)])

    assert (facts.n_distinct, facts.values, facts.is_unique) == (100_000, (), True)


def test_a_key_shows_no_value_anywhere() -> None:
    table = read_table({"id": [990_001, 990_002, 990_003], "name": ["Jane Roe", "Joe Doe", "Jane Roe"], "n": [1, 2, 3]})
    contract = infer_contract(table, Parts(key=("id", "name")))

    report = json.dumps([quality_report(table, contract), contract.as_json()])

    assert "Jane" not in report
    assert "990" not in report.replace(table.digest, "")


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([None, "x", "y"])), min_size=1, max_size=12))
def test_repeated_rows_are_those_that_a_set_would_drop(rows: list[tuple[int | None, str | None]]) -> None:
    left, right = (list(column) for column in zip(*rows, strict=True))
    table = read_table({"a": pa.array(left, pa.int64()), "b": pa.array(right, pa.string())})
    stated = [row for row in rows if None not in row]

    assert n_repeated(table, ["a", "b"]) == len(rows) - len(set(rows))
    assert n_repeated(table, ["a", "b"], is_stated=True) == len(stated) - len(set(stated))


def test_rows_are_repeated_whatever_their_key() -> None:
    facts = describe_table(read_table({"id": [1, 2, 2], "a": ["x", "x", "y"]}), key=["id"])

    assert (facts.n_repeated, facts.n_repeated_keys) == (1, 1)
    assert describe_table(read_table({"id": [1, 2]}), key=["id"]).n_repeated is None
    assert describe_table(read_table({"a": [1, 1]})).n_repeated_keys is None


def test_a_key_that_is_not_there_is_missed() -> None:
    with pytest.raises(ColumnMissing, match="'idd'"):
        infer_contract(read_table({"id": [1]}), Parts(key=("idd",)))


cells = st.one_of(
    st.lists(st.none() | st.integers(-(2**60), 2**60), min_size=3, max_size=3),
    st.lists(st.none() | st.floats(allow_infinity=False), min_size=3, max_size=3),
    st.lists(st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=3), min_size=3, max_size=3),
    st.lists(st.none() | st.booleans(), min_size=3, max_size=3),
)


@settings(max_examples=40)
@given(st.lists(cells, min_size=1, max_size=4))
def test_a_table_keeps_the_contract_that_it_suggests(columns: list[list[Any]]) -> None:
    table = read_table({f"c{place}": values for place, values in enumerate(columns)})
    contract = infer_contract(table, Parts())

    assert check_contract(table, contract) == ()
    assert canonical_bytes(quality_report(table, contract))


@pytest.mark.parametrize(
    ("values", "column", "rules"),
    [
        ([1, 2], {"kind": "integer"}, []),
        ([1.0, 2.0], {"kind": "integer"}, []),
        ([1.0, 2.5, 3.5], {"kind": "integer"}, [("wrong-kind", 2)]),
        ([1, 2], {"kind": "number"}, []),
        ([0, 1], {"kind": "boolean"}, []),
        ([0, 2], {"kind": "boolean"}, [("wrong-kind", 1)]),
        (["1", "2"], {"kind": "integer"}, [("wrong-kind", 2)]),
        ([1, 2], {"kind": "text"}, [("wrong-kind", 2)]),
        ([None, None], {"kind": "instant", "nullable": True}, []),
        ([None, None], {"kind": "integer"}, [("null", 2)]),
        ([1.0, None, math.nan], {"kind": "number"}, [("null", 1), ("nan", 1)]),
        ([1.0, None, math.nan], {"kind": "number", "nullable": True}, []),
        ([math.inf, -math.inf, 0.0], {"kind": "number", "minimum": -1, "maximum": 1}, [("infinite", 2)]),
        ([17, 18, 66], {"kind": "integer", "minimum": 18, "maximum": 65}, [("below-minimum", 1), ("above-maximum", 1)]),
        (["f", "x", "x", None], {"kind": "text", "categories": ("f",)}, [("null", 1), ("unknown-category", 2)]),
        ([1, 2, 3], {"kind": "integer", "categories": (1, 2)}, [("unknown-category", 1)]),
        ([1.0, 3.0], {"kind": "integer", "categories": (1, 2)}, [("unknown-category", 1)]),
        ([2**60, 0], {"kind": "integer", "maximum": 2**53 - 1}, [("above-maximum", 1)]),
    ],
)
def test_a_table_is_held_against_its_contract(
    values: list[Any], column: dict[str, Any], rules: list[tuple[str, int]]
) -> None:
    contract = Contract(columns=(Column(name="a", **column),))

    found = check_contract(read_table({"a": values}), contract)

    assert [(violation.rule, violation.n) for violation in found] == rules


def test_unknown_categories_are_named_most_frequent_first() -> None:
    table = read_table({"a": ["f", "y", "x", "x", "p", "q", "r", "s"]})

    (found,) = check_contract(table, Contract(columns=(Column(name="a", kind="text", categories=("f",)),)))

    assert (found.n, found.text) == (7, "The contract does not name: x, p, q, r, s, and 1 more.")


def test_the_report_holds_measurements_with_intervals() -> None:
    table = read_table({"id": [1, 1, 2, 3], "age": [17, None, 30, 40], "sex": ["f", "x", "m", "m"]})
    contract = Contract(
        columns=(
            Column(name="id", kind="integer", role="key"),
            Column(name="age", kind="integer", minimum=18),
            Column(name="sex", kind="text", categories=("f", "m")),
        )
    )

    found = {(each.column, each.name): each for each in quality_measurements(table, contract)}

    assert found["age", "null_rate"].value == 0.25
    assert found["age", "out_of_range_rate"].value == pytest.approx(1 / 3)
    assert found["sex", "unknown_category_rate"].value == 0.25
    assert found[None, "duplicate_rate"].value == 0.25
    assert ("id", "minimum") not in found
    lower, upper = found["age", "null_rate"].lower, found["age", "null_rate"].upper
    assert lower is not None
    assert upper is not None
    assert lower < 0.25 < upper


def test_the_report_proposes_personal_data_without_showing_it() -> None:
    table = read_table({"contact": ["jane@example.org", "joe@example.org", None], "n": [1, 2, 3]})

    report = quality_report(table, infer_contract(table, Parts(key=("contact",))))

    assert report["personal"] == [{"column": "contact", "sign": "e-mail address", "share": 1.0}]
    assert "jane" not in json.dumps(report)


def test_the_report_of_a_table_without_some_columns_still_stands() -> None:
    contract = Contract(columns=(Column(name="id", kind="integer", role="key"), Column(name="a", kind="text")))

    report = quality_report(read_table({"a": ["x", "y"]}), contract)

    assert [found["rule"] for found in report["violations"]] == ["missing-column"]
