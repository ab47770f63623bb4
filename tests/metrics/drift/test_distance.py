import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.difference import kolmogorov_smirnov, total_variation
from evenhand.metrics.drift.directional import Shapes, inverted_bounds, noise
from evenhand.metrics.drift.distance import Bins, most_moved, stability_index
from evenhand.metrics.profiling.rowwise import plan_of_columns, profile_of_columns

sides = st.lists(st.integers(0, 500), min_size=4, max_size=4)


def bins(baseline: list[int], window: list[int]) -> Bins:
    return Bins.of(np.array(baseline), np.array(window), ordered=False)


def test_the_index_by_hand() -> None:
    found = stability_index(bins([500, 500], [60, 40]), 0.95)

    raw = 0.1 * np.log(0.6 / 0.5) - 0.1 * np.log(0.4 / 0.5)
    assert found.detail["raw"] == pytest.approx(raw)
    assert found.detail["by_chance"] == pytest.approx(1 / 1000 + 1 / 100)
    assert found.value == pytest.approx(raw - 0.011)


def test_total_variation_by_hand() -> None:
    assert total_variation(bins([50, 50], [90, 10]), 0.95).value == pytest.approx(0.4)


@given(sides, sides)
def test_neither_side_comes_first(one: list[int], other: list[int]) -> None:
    for distance in (stability_index, total_variation):
        here, there = distance(bins(one, other), 0.95), distance(bins(other, one), 0.95)

        assert bool(here.reason) == bool(there.reason)
        if not here.reason:
            assert here.value == pytest.approx(there.value, abs=1e-9)
            drawn = 1e-6 if distance is stability_index else 0.04
            assert (here.lower, here.upper) == pytest.approx((there.lower, there.upper), abs=drawn)


@given(sides, sides)
def test_the_interval_holds_the_value(one: list[int], other: list[int]) -> None:
    for found in (stability_index(bins(one, other), 0.95), total_variation(bins(one, other), 0.95)):
        assert found.reason or 0 <= found.lower <= found.value <= found.upper < np.inf


def test_the_distance_of_functions_is_that_of_scipy() -> None:
    rng = np.random.default_rng(23)
    before, now = rng.normal(size=400), rng.normal(0.4, 1, size=300)
    plan = plan_of_columns([ColumnValues(name="x", values=before)])
    one, other = [profile_of_columns([ColumnValues(name="x", values=each)], plan).counts for each in (before, now)]
    found = kolmogorov_smirnov(one, other, plan.columns[0].atoms, 0.95)
    true = stats.ks_2samp(before, now).statistic

    low, high = np.array(found.detail["certified"])
    assert found.value == low
    assert low - 1e-12 <= true <= high + 1e-12
    assert found.lower <= true <= found.upper


def test_rare_values_are_pooled_and_said_to_be() -> None:
    found = bins([500, 480, 1, 2, 3], [50, 48, 0, 0, 0])

    assert len(found.members) == 2
    assert found.n_pooled == 3


def test_numbers_are_compared_on_tenths_of_the_baseline() -> None:
    column = ColumnValues(name="x", values=np.arange(1000.0))
    counts = profile_of_columns([column], plan_of_columns([column])).counts

    assert len(Bins.of(counts, counts, ordered=True).members) == 10


def test_the_value_that_moved_most_is_named() -> None:
    place, before, now = most_moved(bins([50, 50, 100], [90, 60, 50])) or (-1, 0, 0)
    assert (place, before, now) == (2, 0.5, 0.25)


@pytest.mark.parametrize(
    ("baseline", "window", "why"),
    [
        ([0, 0], [5, 5], "The reference holds no value"),
        ([5, 5], [0, 0], "The current table holds no value"),
        ([500, 0], [500, 0], "one and the same value"),
        ([1, 1], [1, 0], "1 row of the current table is too few"),
        ([1] * 30, [1] * 30, "often enough"),
    ],
)
def test_what_has_no_distance_says_why(baseline: list[int], window: list[int], why: str) -> None:
    assert why in stability_index(bins(baseline, window), 0.95).reason
    assert why in total_variation(bins(baseline, window), 0.95).reason


@pytest.mark.parametrize("k", [2, 5, 12])
def test_a_bound_of_the_search_is_never_beyond_the_distance_seen(k: int) -> None:
    rng = np.random.default_rng(24)
    for _ in range(60):
        shares = rng.dirichlet(np.ones(k))
        one, other = rng.multinomial(400, shares), rng.multinomial(900, shares)
        step, both = other / 900 - one / 400, (one + other) / 1300
        shapes = Shapes.of_bins(step, np.sqrt(both * (1 - both) * (1 / 400 + 1 / 900)))
        seen = float(np.abs(step).sum())
        low, high = inverted_bounds(
            seen, shapes, noise(one, other), lambda steps: np.abs(steps).sum(axis=0), 0.05, 0.95
        )  # fmt: skip

        assert 0 <= low <= seen
        assert high <= seen + 0.2
