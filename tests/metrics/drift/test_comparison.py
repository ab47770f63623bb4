from collections.abc import Sequence

import numpy as np
import pytest

from evenhand.errors.number import ProfilesUnlike
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.column import MOST_CUTS, ColumnCounts, Scale
from evenhand.metrics.drift.comparison import column_drift
from evenhand.metrics.drift.rates import rate_change

RNG = np.random.default_rng(30)


def column(values: Sequence[object] | np.ndarray) -> ColumnValues:
    return ColumnValues(name="x", values=values if isinstance(values, np.ndarray) else np.array(values, dtype=object))


def compared(before: Sequence[object] | np.ndarray, now: Sequence[object] | np.ndarray) -> dict[str, Measurement]:
    scale = Scale.of(column(before))
    found = column_drift(ColumnCounts.of(column(before), scale), ColumnCounts.of(column(now), scale))
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

    assert "50 rows of the window do not" in str(found.undefined)


@pytest.mark.parametrize("now", [np.array([1.0]), np.array([])])
def test_one_row_and_none_do_no_harm(now: np.ndarray) -> None:
    for found in compared(np.arange(100.0), now).values():
        assert (found.value is None) == (found.undefined is not None)


def test_long_columns_are_counted_on_quantiles() -> None:
    values = RNG.normal(size=5000)
    scale = Scale.of(column(values))

    assert len(scale.cuts) <= MOST_CUTS
    assert ColumnCounts.of(column(values), scale).n == 5000


def test_hours_merge_into_days() -> None:
    values = RNG.integers(0, 9, 1000).astype(float)
    scale = Scale.of(column(values))
    first, second = (ColumnCounts.of(column(part), scale) for part in (values[:400], values[400:]))

    assert first.merged(second).as_json() == ColumnCounts.of(column(values), scale).as_json()


def test_counts_on_other_scales_do_not_mix() -> None:
    one, other = (ColumnCounts.of(column(values), Scale.of(column(values))) for values in ([1.0, 2.0], [1.0, 3.0]))

    with pytest.raises(ProfilesUnlike, match="different scales"):
        column_drift(one, other)


def test_the_stored_form_reads_back() -> None:
    found = ColumnCounts.of(column(["a", "b", None, "b"]), Scale.of(column(["a", "b"])))

    assert ColumnCounts.from_json(found.as_json()).as_json() == found.as_json()


def test_a_rate_of_nobody_has_no_change() -> None:
    assert "reference holds no row" in rate_change("null_rate_change", (0, 0), (1, 2), 0.95).reason
