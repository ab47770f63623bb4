import numpy as np
import pytest

from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.order import order_dependence
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.profiling.rowwise import plan_of_columns


def column(values: np.ndarray) -> ColumnValues:
    return ColumnValues(name="x", values=values)


def plan(values: np.ndarray) -> ColumnPlan:
    return plan_of_columns([column(values)]).columns[0]


def test_people_who_sit_together_are_found_and_placed() -> None:
    values = np.array(["home"] * 1900 + ["ward"] * 100, dtype=object)
    found = order_dependence(column(values), plan(values))

    assert found.lower is not None
    assert found.lower > 0.25
    assert (found.detail["first_row"], found.detail["last_row"]) == (1900, 1999)
    assert found.detail["most_moved"]["values"] in {"home", "ward"}


@pytest.mark.parametrize(
    ("values", "why"),
    [(np.arange(150.0), "make no two blocks"), (np.ones(900), "one and the same value")],
)
def test_what_has_no_order_says_why(values: np.ndarray, why: str) -> None:
    assert why in str(order_dependence(column(values), plan(values)).undefined)


def test_a_column_of_another_kind_has_no_order() -> None:
    texts = column(np.array(["a"] * 500, dtype=object))

    assert "changed its kind" in str(order_dependence(texts, plan(np.arange(500.0))).undefined)
