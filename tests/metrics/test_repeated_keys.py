from typing import Any

import numpy as np
import pytest

from evenhand.errors.number import CasesUnequal, OutcomeNotBinary
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.leakage import label_leakage
from evenhand.metrics.repeated_keys import duplicate_rate


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
