from typing import Any

import numpy as np
import pytest

from evenhand.errors.number import CasesUnequal, OutcomeNotBinary
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.leakage import label_leakage
from evenhand.metrics.quality import column_quality, duplicate_rate


def _told(**column: Any) -> dict[str, Measurement]:  # noqa: ANN401 - whatever a column is made of
    return {part.name: part for part in column_quality(ColumnValues(name="x", **column))}


def _values(told: dict[str, Measurement]) -> dict[str, float | None]:
    return {name: part.value for name, part in told.items()}


def test_numbers_with_every_kind_of_gap_by_hand() -> None:
    values = np.array([1.0, np.nan, np.inf, 3.0, 3.0, 0.0])
    is_null = np.array([False, False, False, False, False, True])

    assert _values(_told(values=values, is_null=is_null, minimum=0, maximum=2)) == {
        "rows": 6, "distinct": 3, "null_rate": 1 / 6, "nan_rate": 1 / 5, "infinity_rate": 1 / 4, "minimum": 1,
        "maximum": 3, "out_of_range_rate": 3 / 4,
    }  # fmt: skip


def test_text_with_gaps_by_hand() -> None:
    values = np.array(["a", None, float("nan"), "b", "b", ["c"]], dtype=object)
    told = _told(values=values, categories=frozenset({"a"}))

    assert _values(told) == {
        "rows": 6, "distinct": 3, "null_rate": 1 / 6, "nan_rate": 1 / 5, "unknown_category_rate": 3 / 4,
    }  # fmt: skip
    assert told["unknown_category_rate"].detail["values"] == 2


def test_shares_have_an_interval_and_counts_are_exact() -> None:
    told = _told(values=np.array([1.0, 2.0]))

    assert told["null_rate"].method == "wilson"
    assert told["null_rate"].upper == pytest.approx(0.6576, abs=1e-4)
    assert (told["rows"].lower, told["rows"].upper, told["rows"].method) == (2, 2, "exact")


@pytest.mark.parametrize(
    ("values", "is_constant"),
    [
        (np.array([2, 2, 2]), True),
        (np.array(["a", None], dtype=object), True),
        (np.array([None, None], dtype=object), False),
        (np.array([0.0, -0.0]), True),
        (np.array([2**62, 2**62 + 1]), False),
        (np.array([True, False]), False),
    ],
)
def test_a_constant_column_is_seen(values: Any, is_constant: bool) -> None:  # noqa: ANN401, FBT001
    assert _told(values=values)["distinct"].detail["is_constant"] is is_constant


@pytest.mark.parametrize("dtype", [object, np.float64, "U1", "M8[s]", bool, np.int64])
def test_an_empty_column_has_reasons_for_values(dtype: Any) -> None:  # noqa: ANN401
    for part in _told(values=np.array([], dtype=dtype), minimum=0, categories=frozenset()).values():
        assert part.value == 0 if part.unit == "count" else part.undefined


def test_a_time_that_is_none_is_null() -> None:
    told = _told(values=np.array(["2026-01-01", "NaT"], dtype="M8[D]"))

    assert _values(told) == {"rows": 2, "distinct": 1, "null_rate": 0.5, "nan_rate": 0}


def test_a_column_that_is_nothing_but_gaps_has_no_ends() -> None:
    told = _told(values=np.array([np.nan, np.inf]))

    assert told["minimum"].undefined == "The column holds no finite number."


def test_repeated_keys_are_counted_across_columns() -> None:
    keys = [np.array([1, 1, 1, 2]), np.array(["a", "a", "b", None], dtype=object)]

    assert duplicate_rate(keys).value == 1 / 4
    assert duplicate_rate(keys[:1]).value == 2 / 4
    assert duplicate_rate([np.array([np.nan, np.nan])]).value == 1 / 2


def test_keys_that_do_not_line_up_are_refused() -> None:
    with pytest.raises(CasesUnequal, match="No key"):
        duplicate_rate([])
    with pytest.raises(CasesUnequal, match="key 0 2, key 1 1"):
        duplicate_rate([np.array([1, 2]), np.array([1])])
    with pytest.raises(CasesUnequal, match="is_null 1"):
        ColumnValues(name="x", values=np.array([1, 2]), is_null=np.array([True]))


LABEL = np.random.default_rng(3).integers(0, 2, 400)
NOISE = np.random.default_rng(4).random(400)


@pytest.mark.parametrize(
    ("values", "told_by"),
    [
        (LABEL * 5.0 + NOISE, "value"),
        (-LABEL * 5.0 - NOISE, "value"),
        (np.where(LABEL == 1, NOISE, np.nan), "gap"),
        (np.where(LABEL == 1, "closed", "open"), "value"),
        (np.where(LABEL == 1, None, "x"), "gap"),
    ],
    ids=["higher", "lower", "not a number", "text", "null"],
)
def test_a_column_that_tells_the_label_is_seen(values: Any, told_by: str) -> None:  # noqa: ANN401
    found = label_leakage(ColumnValues(name="x", values=values), LABEL)

    assert found.value == 1
    assert found.lower > 0.97
    assert found.detail["told_by"] == told_by
    assert found.column == "x"


@pytest.mark.parametrize(
    "values",
    [NOISE, np.arange(400).astype(str), np.zeros(400), np.array(["a", "b", "c", "d"] * 100)],
    ids=["noise", "a key", "constant", "four values"],
)
def test_a_column_that_knows_nothing_is_not_suspected(values: Any) -> None:  # noqa: ANN401
    found = label_leakage(ColumnValues(name="x", values=values), LABEL)

    assert 0.5 <= found.lower <= found.value < 0.62


def test_rows_without_a_label_are_left_out() -> None:
    label = LABEL.astype(float)
    label[:100] = np.nan

    assert label_leakage(ColumnValues(name="x", values=LABEL * 1.0), label).n == 300


def test_one_label_alone_leaks_nothing_that_could_be_seen() -> None:
    found = label_leakage(ColumnValues(name="x", values=NOISE), np.zeros(400))

    assert found.undefined == "The group does not hold both labels."


def test_a_label_of_three_kinds_is_refused() -> None:
    with pytest.raises(OutcomeNotBinary):
        label_leakage(ColumnValues(name="x", values=NOISE), np.arange(400))
