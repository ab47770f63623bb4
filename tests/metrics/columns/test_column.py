"""Figures of a column equal those counted from its rows, or bound them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.columns.description import description, quantile_of
from evenhand.metrics.columns.leak import cells_leakage
from evenhand.metrics.columns.limit import above, below, out_of_range_rate, unknown_numbers, unknown_values, with_cuts
from evenhand.metrics.columns.variety import variety
from evenhand.metrics.columns.worked import numbers, texts
from evenhand.metrics.leakage import label_leakage
from evenhand.metrics.profiling.plan import ColumnPlan

FEW = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)
CUTS = st.lists(st.integers(-6, 6).map(float), max_size=5, unique=True).map(sorted)


@settings(max_examples=40, deadline=None)
@given(values=FEW, cuts=CUTS, bound=st.integers(-7, 7).map(float))
def test_rows_outside_a_bound_lie_within_the_span_on_any_cells(
    values: list[float], cuts: list[float], bound: float
) -> None:
    plan = ColumnPlan(name="x", kind="number", cuts=np.array(cuts))
    coarse, fine = numbers(values, plan=plan), numbers(values, plan=with_cuts(plan, [bound]))

    for span_of, true in ((below, sum(x < bound for x in values)), (above, sum(x > bound for x in values))):
        assert span_of(coarse, bound).least <= true <= span_of(coarse, bound).most
        assert (span_of(fine, bound).least, span_of(fine, bound).most) == (true, true)


@settings(max_examples=30, deadline=None)
@given(values=FEW, cuts=CUTS)
def test_distinct_values_lie_within_their_bounds_on_any_cells(values: list[float], cuts: list[float]) -> None:
    coarse, frequent = variety(numbers(values, plan=ColumnPlan(name="x", kind="number", cuts=np.array(cuts))))
    exact, most = variety(numbers(values))
    top = max(values.count(value) for value in values)

    assert coarse.lower <= len(set(values)) <= coarse.upper
    assert (exact.value, exact.detail["is_exact"]) == (len(set(values)), True)
    assert most.value == top / len(values)
    assert frequent.lower <= top / len(values) <= frequent.upper


@settings(max_examples=30, deadline=None)
@given(values=FEW, cuts=CUTS, at=st.sampled_from([0.05, 0.5, 0.95]))
def test_a_quantile_lies_within_its_bounds_on_any_cells(values: list[float], cuts: list[float], at: float) -> None:
    found = quantile_of(
        numbers(values, plan=ColumnPlan(name="x", kind="number", cuts=np.array(cuts))), at, name="median"
    )
    true = float(np.quantile(values, at, method="inverted_cdf"))

    assert found.lower <= true <= found.upper
    assert quantile_of(numbers(values), at, name="median").value == true


def test_the_interval_of_a_median_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    hits = [
        found.lower <= 0 <= found.upper
        for found in (quantile_of(numbers(rng.normal(size=400)), 0.5, name="median") for _ in range(300))
    ]

    assert 0.93 <= np.mean(hits) <= 0.995


def test_leakage_of_numbers_equals_that_of_rows() -> None:
    rng = np.random.default_rng(6)
    label = rng.integers(0, 2, 3000)
    values = rng.integers(0, 40, 3000) + label * 5.0
    plan = numbers(values.tolist()).plan
    negative, positive = (numbers(values[label == each].tolist(), plan=plan) for each in (0, 1))
    rows = label_leakage(ColumnValues(name="x", values=values), label)
    cells = cells_leakage(negative, positive, seed=1)

    assert (cells.value, cells.lower, cells.upper) == pytest.approx((rows.value, rows.lower, rows.upper), abs=1e-12)


def test_texts_tell_the_label_as_far_as_they_repeat() -> None:
    rng = np.random.default_rng(7)
    label = rng.integers(0, 2, 4000)
    told = np.where(rng.random(4000) < 0.9, label, 1 - label)
    keys = [f"k{row}" for row in range(4000)]

    def _leak(values: list[str]) -> tuple[float | None, float | None]:
        plan = texts(values).plan
        sides = [
            texts([value for value, mine in zip(values, label, strict=True) if mine == side], plan=plan)
            for side in (0, 1)
        ]
        found = cells_leakage(sides[0], sides[1], seed=1)
        return found.value, found.lower

    assert _leak([str(each) for each in told])[0] == pytest.approx(0.9, abs=0.02)
    assert _leak(keys)[1] == 0.5
    assert _leak([str(each) for each in rng.integers(0, 500, 4000)])[1] == 0.5


def test_empty_and_constant_columns_have_figures_or_reasons() -> None:
    empty, constant = numbers([None, None]), numbers([2.0, 2.0, None])

    assert {each.undefined for each in description(empty)} == {
        "The column holds no finite number.", "The column holds fewer than two finite numbers.",
    }  # fmt: skip
    assert {each.name: each.value for each in description(constant)}["standard_deviation"] == 0
    assert [each.value for each in variety(constant)] == [1, 1]
    assert variety(empty)[1].undefined == "There are no rows to judge."
    assert out_of_range_rate(empty, minimum=0, maximum=1).undefined == "There are no rows to judge."
    assert numbers([float("inf"), 0.5]).n == 1
    assert out_of_range_rate(numbers([float("inf"), 0.5]), minimum=0, maximum=1).value == 0.5


def test_unknown_values_of_foreign_cells_are_bounded() -> None:
    plan = ColumnPlan(name="x", kind="text", cuts=np.empty(0), values=("a", "b"), is_complete=False)
    column = texts(["a", "b", "c", "d"], plan=plan)

    span, named = unknown_values(column, ["a", "c"])
    assert (span.least, span.most, named) == (1, 3, (("b", 1),))
    coarse = numbers([1.0, 2.0, 3.0], plan=ColumnPlan(name="x", kind="number", cuts=np.array([2.5])))
    assert unknown_numbers(coarse, [1, 2])[0].most == 3
