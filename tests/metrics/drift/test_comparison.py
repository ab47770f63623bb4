from collections.abc import Sequence

import numpy as np
import pytest

from evenhand.errors.number import ProfilesUnlike
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.measures import column_drift
from evenhand.metrics.drift.rates import rate_change
from evenhand.metrics.profiling.rowwise import plan_of_columns, profile_of_columns

RNG = np.random.default_rng(30)


def column(values: Sequence[object] | np.ndarray) -> ColumnValues:
    return ColumnValues(name="x", values=values if isinstance(values, np.ndarray) else np.array(values, dtype=object))


def compared(before: Sequence[object] | np.ndarray, now: Sequence[object] | np.ndarray) -> dict[str, Measurement]:
    plan = plan_of_columns([column(before)])
    found = column_drift(*(profile_of_columns([column(each)], plan).column("x") for each in (before, now)))
    return {each.name: each for each in found}


def test_a_planted_shift_is_found_and_named() -> None:
    found = compared(["a"] * 500 + ["b"] * 500, ["a"] * 300 + ["b"] * 700)["population_stability_index"]

    assert found.lower is not None
    assert found.lower > 0.05
    assert found.detail["most_moved"]["values"] in {"a", "b"}


def test_a_scale_of_the_numbers_changes_nothing() -> None:
    before, now = RNG.normal(size=2000), RNG.normal(0.2, 1, size=2000)
    plain = compared(before, now)["population_stability_index"]
    tiny = compared(before * 1e-9 + 1e6 * 1e-9, now * 1e-9 + 1e6 * 1e-9)["population_stability_index"]

    assert tiny.value == pytest.approx(plain.value)


def test_gaps_are_measures_of_their_own() -> None:
    before = np.arange(1000.0)
    now = before.copy()
    now[:100], now[100:150] = np.nan, np.inf
    found = compared(before, now)

    assert found["nan_rate_change"].value == pytest.approx(0.1)
    assert found["infinity_rate_change"].value == pytest.approx(0.05)
    assert found["null_rate_change"].value == 0
    assert found["population_stability_index"].n == 850


def test_a_column_that_turns_null_is_seen_and_has_no_distance() -> None:
    found = compared(["a", "b"] * 100, [None] * 200)

    assert found["null_rate_change"].lower is not None
    assert found["null_rate_change"].lower > 0.9
    assert found["population_stability_index"].undefined == "The current table holds no value."


def test_new_categories_are_counted() -> None:
    found = compared(["a", "b"] * 100, ["a", "b", "c", "c"] * 50)["new_category_rate"]

    assert (found.value, found.n) == (0.5, 200)


def test_a_constant_column_that_changes_its_constant_is_seen() -> None:
    found = compared(np.ones(500), np.full(500, 2.0))

    assert found["kolmogorov_smirnov"].value == 1
    assert found["population_stability_index"].lower is not None
    assert found["population_stability_index"].lower > 1


def test_a_constant_column_that_stays_has_no_index() -> None:
    assert "one and the same value" in str(compared(np.ones(50), np.ones(50))["population_stability_index"].undefined)


@pytest.mark.parametrize(("before", "now"), [(np.arange(50.0), ["a"] * 50), (["a"] * 50, np.arange(50.0))])
def test_a_column_of_another_kind_is_not_measured(before: Sequence[object], now: Sequence[object]) -> None:
    found = compared(before, now)["population_stability_index"]

    assert "50 rows of the current table hold none" in str(found.undefined)


@pytest.mark.parametrize("now", [np.array([1.0]), np.array([])])
def test_one_row_and_none_do_no_harm(now: np.ndarray) -> None:
    for found in compared(np.arange(100.0), now).values():
        assert (found.value is None) == (found.undefined is not None)


def test_counts_on_other_scales_do_not_mix() -> None:
    one, other = (
        profile_of_columns([column(values)], plan_of_columns([column(values)])).column("x")
        for values in ([1.0, 2.0], [1.0, 3.0])
    )

    with pytest.raises(ProfilesUnlike, match="different cells"):
        column_drift(one, other)


def test_a_rate_of_nobody_has_no_change() -> None:
    assert "reference holds no row" in rate_change("null_rate_change", (0, 0), (1, 2), 0.95).reason
