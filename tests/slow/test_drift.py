"""Measures of drift draw by draw: how often they alarm when nothing drifted, and how often they hold the truth."""

from statistics import NormalDist

import numpy as np
import pytest
from tests.lifecycle.monitoring.watched import baseline_of, rows
from tests.metrics.drift.profiled import measured, numbers

from evenhand.lifecycle.monitoring.drift import drift_of
from evenhand.lifecycle.monitoring.limit import Limit
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.difference import kolmogorov_smirnov, total_variation
from evenhand.metrics.drift.distance import Bins, stability_index
from evenhand.metrics.drift.order import order_dependence
from evenhand.metrics.profiling.rowwise import plan_of_columns, profile_of_columns

SHARES = np.array([0.05, 0.1, 0.15, 0.3, 0.4])


def column(values: np.ndarray) -> ColumnValues:
    return ColumnValues(name="x", values=values)


@pytest.mark.parametrize(("n", "m"), [(4000, 400), (1000, 1000), (400, 4000)])
def test_the_index_alarms_without_drift_as_often_as_it_says(n: int, m: int) -> None:
    rng = np.random.default_rng(20)
    draws = 300
    alarms = sum(
        stability_index(Bins.of(rng.multinomial(n, SHARES), rng.multinomial(m, SHARES), ordered=False), 0.9).lower > 0
        for _ in range(draws)
    )

    assert 0.02 <= alarms / draws <= 0.085  # one side of 90 %: 5 %


@pytest.mark.parametrize(("n", "m"), [(3000, 300), (800, 800), (300, 3000)])
def test_the_distance_of_functions_alarms_without_drift_as_often_as_it_says(n: int, m: int) -> None:
    rng = np.random.default_rng(21)
    draws = 200
    alarms = 0
    for _ in range(draws):
        column = ColumnValues(name="x", values=rng.normal(size=n))
        plan = plan_of_columns([column])
        now = ColumnValues(name="x", values=rng.normal(size=m))
        one, other = [profile_of_columns([each], plan).counts for each in (column, now)]
        alarms += kolmogorov_smirnov(one, other, plan.columns[0].atoms, 0.95).lower > 0

    assert alarms / draws <= 0.09


@pytest.mark.parametrize(("n", "m"), [(5000, 500), (2000, 2000), (500, 5000)])
def test_the_interval_covers_a_drift_that_is_known(n: int, m: int) -> None:
    rng = np.random.default_rng(22)
    moved = SHARES * np.exp(np.linspace(-0.3, 0.3, 5))
    moved /= moved.sum()
    index = float(((moved - SHARES) * np.log(moved / SHARES)).sum())
    varied = float(np.abs(moved - SHARES).sum() / 2)
    draws, held = 150, [0, 0]
    for _ in range(draws):
        drawn = Bins.of(rng.multinomial(n, SHARES), rng.multinomial(m, moved), ordered=False)
        for place, (found, true) in enumerate(
            [(stability_index(drawn, 0.95), index), (total_variation(drawn, 0.95), varied)]
        ):
            held[place] += found.lower <= true <= found.upper

    assert min(held) / draws >= 0.9


def test_mixed_rows_are_rarely_taken_for_order() -> None:
    rng, alarms = np.random.default_rng(40), 0
    for _ in range(60):
        values = rng.integers(0, 5, 2000).astype(float)
        [plan] = plan_of_columns([column(values)]).columns
        alarms += order_dependence(column(values), plan, confidence=0.95).lower > 0

    assert alarms <= 8


@pytest.mark.parametrize(("n", "m"), [(3000, 300), (1000, 1000), (300, 3000)])
def test_a_window_of_many_columns_without_drift_is_rarely_beyond_a_limit_of_nothing(n: int, m: int) -> None:
    plan = Plan(limits=(Limit(measure="population_stability_index", side="above", at={"warning": 0.0}),))
    rng, draws, alarms = np.random.default_rng(41), 60, 0
    for draw in range(draws):
        before, now = (
            rows(size, seed=2 * draw + place, columns={f"c{each}": rng.normal(size=size) for each in range(8)})
            for place, size in enumerate((n, m))
        )
        baseline, _ = baseline_of(before)
        found = drift_of(now, baseline, plan.limits, 0.95)
        alarms += any(each.level for each in found.standings)

    assert alarms / draws <= 0.1  # at most 2.5 % are expected: one side of a family of 95 %


@pytest.mark.parametrize("moved", [0.0, 0.8])
@pytest.mark.parametrize("m", [1, 2, 5, 10])
def test_a_few_rows_prove_no_more_than_they_can(m: int, moved: float) -> None:
    rng = np.random.default_rng(25)
    draws, largest = 200, 2 * NormalDist().cdf(moved / 2) - 1
    too_far = {"kolmogorov_smirnov": 0, "wasserstein_distance": 0}
    too_near = dict(too_far)
    for _ in range(draws):
        found = measured(numbers(rng.normal(size=400), rng.normal(moved, 1, size=m)))
        for name, true in (("kolmogorov_smirnov", largest), ("wasserstein_distance", moved)):
            each = found[name]
            too_far[name] += each.lower is not None and each.lower > true
            too_near[name] += each.upper is not None and each.upper < true

    assert max(too_far.values()) <= 0.09 * draws
    assert max(too_near.values()) <= 0.09 * draws
    if m == 1:
        assert too_far["kolmogorov_smirnov"] == 0


@pytest.mark.parametrize("shift", [3.0, 8.0])
def test_rows_that_lie_apart_are_as_far_apart_as_their_number_proves(shift: float) -> None:
    rng = np.random.default_rng(26)
    true = 2 * NormalDist().cdf(shift / 2) - 1
    found = [measured(numbers(rng.normal(size=300), rng.normal(shift, 1, size=300))) for _ in range(100)]

    for name in ("kolmogorov_smirnov", "rows_elsewhere"):
        assert sum((each[name].lower or 0.0) > true for each in found) <= 9
    assert min(each["kolmogorov_smirnov"].lower or 0.0 for each in found) > true - 0.2
