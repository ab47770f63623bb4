from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from scipy.spatial import distance
from tests.metrics.drift.profiled import Sides, absent, certified, counted, measured, numbers, retyped, texts

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.drift.measures import column_drift
from evenhand.metrics.profiling.batch import Numbers

RNG = np.random.default_rng(50)
DRAWN: dict[str, Callable[[int], np.ndarray]] = {
    "normal": lambda n: RNG.normal(size=n),
    "heavy": lambda n: RNG.standard_t(2, n),
    "counts": lambda n: RNG.poisson(3, n).astype(float),
    "zero-inflated": lambda n: np.where(RNG.random(n) < 0.6, 0.0, RNG.exponential(size=n)),
    "rounded": lambda n: RNG.normal(size=n).round(2),
}


@pytest.mark.parametrize("shape", DRAWN)
@pytest.mark.parametrize("moved", [0.0, 0.5])
def test_the_statistic_of_scipy_lies_inside_the_certified_interval(shape: str, moved: float) -> None:
    for n, m in ((3000, 2000), (40, 500), (5000, 7)):
        before, now = DRAWN[shape](n), DRAWN[shape](m) + moved
        found = measured(numbers(before, now))["kolmogorov_smirnov"]
        low, high = certified(found)
        true = stats.ks_2samp(before, now, method="asymp").statistic

        assert low - 1e-12 <= true <= high + 1e-12
        assert high - low <= 0.002 + 1 / n
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower <= low <= high <= found.upper


@pytest.mark.parametrize("shape", DRAWN)
def test_the_exact_mode_gives_the_statistic_of_scipy(shape: str) -> None:
    before, now = DRAWN[shape](2000), DRAWN[shape](3000) + 0.3
    found = measured(numbers(before, now, is_exact=True))["kolmogorov_smirnov"]

    assert found.value == pytest.approx(stats.ks_2samp(before, now, method="asymp").statistic, abs=1e-12)
    assert found.detail["certified"] == [found.value, found.value]


@pytest.mark.parametrize("shape", DRAWN)
@pytest.mark.parametrize("moved", [0.0, 0.1, 2.0])
def test_the_wasserstein_distance_of_scipy_lies_inside_its_bounds(shape: str, moved: float) -> None:
    before, now = DRAWN[shape](3000), DRAWN[shape](2000) + moved
    found = measured(numbers(before, now))["wasserstein_distance"]
    true = stats.wasserstein_distance(before, now)
    low, high = certified(found)

    assert low - 1e-9 <= true <= high + 1e-9
    if moved == 2.0 and shape in {"normal", "counts"}:
        assert found.value == pytest.approx(true, rel=1e-9 if low == high else 1e-3)


def test_distances_over_bins_are_those_of_scipy() -> None:
    p, q = RNG.dirichlet(np.ones(6)), RNG.dirichlet(np.ones(6))
    one, other = RNG.choice(6, 5000, p=p), RNG.choice(6, 4000, p=q)
    found = measured(texts(one, other))
    counts = np.array([np.bincount(each, minlength=6) for each in (one, other)])
    b, w = counts[0] / 5000, counts[1] / 4000
    test = stats.chi2_contingency(counts, correction=False)

    assert found["jensen_shannon_distance"].value == pytest.approx(distance.jensenshannon(b, w, base=2))
    assert found["hellinger_distance"].value == pytest.approx(np.sqrt(((np.sqrt(b) - np.sqrt(w)) ** 2).sum() / 2))
    assert found["total_variation_distance"].value == pytest.approx(np.abs(b - w).sum() / 2)
    assert found["cramers_v"].detail["chi_square"] == pytest.approx(test.statistic)
    assert found["rows_elsewhere"].detail["p_value"] == pytest.approx(test.pvalue)
    assert found["cramers_v"].value == pytest.approx(np.sqrt(test.statistic / 9000))
    assert found["population_stability_index"].detail["raw"] == pytest.approx(((w - b) * np.log(w / b)).sum())


@pytest.mark.parametrize(("scale", "shift"), [(1e-9, 0.0), (1.0, 1e6), (1e-9, 1e-3), (1e9, 0.0), (-1.0, 0.0)])
def test_scaling_and_shifting_a_column_changes_nothing(scale: float, shift: float) -> None:
    before, now = RNG.normal(size=4000), RNG.normal(0.15, 1.1, 3000)
    plain, other = measured(numbers(before, now)), measured(numbers(before * scale + shift, now * scale + shift))
    for name in set(plain) - {"wasserstein_distance"}:
        reach = 0.02 if scale < 0 else 1e-5
        one, two = plain[name], other[name]

        assert two.value == pytest.approx(one.value, abs=reach, rel=reach)
        assert (two.lower, two.upper) == pytest.approx((one.lower, one.upper), abs=reach, rel=reach)


@pytest.mark.parametrize("n_null", [300, 3000])
def test_rows_that_turn_null_are_seen(n_null: int) -> None:
    before, now = RNG.normal(size=5000), RNG.normal(size=5000)
    now[:n_null] = np.nan
    found = measured(numbers(before, now))

    assert found["rows_elsewhere"].value == pytest.approx(n_null / 5000, abs=0.05)
    assert found["rows_elsewhere"].detail["p_value"] < 1e-9
    assert found["rows_elsewhere"].detail["most_moved"]["values"] == "NaN"
    assert found["nan_rate_change"].detail["p_value"] < 1e-9
    assert found["population_stability_index"].upper is not None
    assert found["population_stability_index"].upper < 0.05


def test_one_per_cent_of_infinite_values_is_seen() -> None:
    before, now = RNG.normal(size=5000), RNG.normal(size=5000)
    now[:25], now[25:50] = np.inf, -np.inf
    found = measured(numbers(before, now))

    assert found["infinity_rate_change"].value == pytest.approx(0.01)
    assert found["infinity_rate_change"].detail["p_value"] < 1e-9
    assert found["rows_elsewhere"].detail["p_value"] < 0.01


def test_new_texts_are_held_against_what_any_sample_misses() -> None:
    weights = 1 / np.arange(1, 3001)
    weights /= weights.sum()
    before, now = (RNG.choice(3000, n, p=weights) for n in (3000, 6000))
    drifted = now.copy()
    drifted[:900] = 5000

    calm, loud = measured(texts(before, now)), measured(texts(before, drifted))
    assert calm["new_category_rate"].value > 0.03
    assert calm["new_category_rate"].detail["p_value"] > 0.05
    assert calm["rows_elsewhere"].detail["p_value"] > 0.01
    assert loud["new_category_rate"].detail["p_value"] < 1e-6
    assert loud["rows_elsewhere"].detail["most_moved"]["values"] == "rare or new values"


def _strange_sides() -> dict[str, Sides]:
    values, empty = RNG.normal(size=500), np.empty(0)
    nulls = np.full(500, np.nan)
    plain = numbers(values, values)
    words = texts(RNG.integers(0, 4, 500), RNG.integers(0, 4, 500))
    return {
        "constant": numbers(np.full(500, 7.0), np.full(400, 7.0)),
        "constant that jumps": numbers(np.full(500, 7.0), np.full(400, 9.0)),
        "all null": numbers(values, nulls), "all null before": numbers(nulls, values), "nulls": numbers(nulls, nulls),
        "empty": numbers(values, empty), "empty before": numbers(empty, values), "no rows": numbers(empty, empty),
        "one row": numbers(values, values[:1]), "one row before": numbers(values[:1], values),
        "retyped": (plain[0], retyped(plain[0], 300)), "absent": (plain[0], absent(plain[0], 300)),
        "texts retyped": (words[0], retyped(words[0], 300)), "texts absent": (words[0], absent(words[0], 300)),
        "one text": texts(np.zeros(50, dtype=int), np.zeros(50, dtype=int)),
        "no text": texts(np.full(50, -1), np.full(50, -1)),
        "texts gone": texts(RNG.integers(0, 4, 500), np.full(9, -1)),
        "times": numbers(values * 1e6 + 1.7e9, values * 1e6 + 1.8e9, kind="time"),
        "immense": numbers(np.array([-1e150, 1e150] * 50), np.array([0.0, 1e150] * 50)),
        "minute": numbers(values * 5e-324, values * 1e-320),
    }  # fmt: skip


STRANGE = _strange_sides()


@pytest.mark.parametrize("case", STRANGE)
def test_every_measure_is_a_number_or_says_why_not(case: str) -> None:
    found = column_drift(*STRANGE[case])

    assert len(found) >= 8
    for each in found:
        assert (each.value is None) == bool(each.undefined)
        if each.value is not None and each.lower is not None and each.upper is not None:
            assert each.lower <= each.value + 1e-12
            assert each.upper >= each.value - 1e-12


def test_what_has_no_measure_says_why() -> None:
    def why(case: str, name: str) -> str:
        found = {each.name: each for each in column_drift(*STRANGE[case])}
        return str(found[name].undefined)

    assert "has no such column" in why("absent", "rows_elsewhere")
    assert "300 rows of the current table hold none" in why("retyped", "population_stability_index")
    assert "no spread" in why("constant that jumps", "wasserstein_distance_scaled")
    assert "holds no value" in why("all null", "jensen_shannon_distance")
    assert "1 row of the current table is too few" in why("one row", "rows_elsewhere")
    assert "holds no row" in why("empty", "rows_elsewhere")


def test_a_constant_that_jumps_lies_elsewhere_in_all_rows() -> None:
    found = {each.name: each for each in column_drift(*STRANGE["constant that jumps"])}

    assert found["rows_elsewhere"].value == 1
    assert found["kolmogorov_smirnov"].value == 1
    assert found["wasserstein_distance"].value == pytest.approx(2)


def test_columns_of_two_plans_are_not_compared() -> None:
    one, _ = numbers(RNG.normal(size=50), RNG.normal(size=50))
    other, _ = numbers(RNG.normal(size=60), RNG.normal(size=50))
    with pytest.raises(ProfilesUnlike):
        column_drift(one, other)


def test_windows_merge_before_they_are_measured() -> None:
    before, now = RNG.normal(size=800), RNG.normal(0.2, 1, 600)
    whole = numbers(before, now)
    halves = [counted(whole[0].plan, Numbers(values=each), 300) for each in (now[:300], now[300:])]
    assert (halves[0].counts + halves[1].counts == whole[1].counts).all()


@pytest.mark.parametrize("m", [1, 2, 5])
def test_a_few_rows_of_the_same_distribution_lie_nowhere_else_for_sure(m: int) -> None:
    found = [measured(numbers(RNG.normal(size=400), RNG.normal(size=m)))["kolmogorov_smirnov"] for _ in range(15)]
    alarming = [each for each in found if (each.lower or 0.0) > 0]

    assert len(alarming) <= 3
    assert all(each.detail["p_value"] <= 0.05 for each in alarming)
    assert m > 1 or not alarming


def test_one_row_shows_no_spread_and_so_no_mean_distance() -> None:
    found = measured(numbers(RNG.normal(size=400), np.zeros(1)))

    assert "1 row of the current table is too few" in str(found["wasserstein_distance"].undefined)


def test_rows_all_above_the_old_ones_lie_elsewhere() -> None:
    found = measured(numbers(np.arange(5000.0), np.arange(5000.0, 9000.0)))

    for name in ("rows_elsewhere", "kolmogorov_smirnov"):
        assert found[name].value == 1
        assert found[name].lower == pytest.approx(1, abs=0.003)


def test_tables_alike_by_luck_do_not_have_an_index_of_0_for_sure() -> None:
    found = measured(texts(np.arange(500) % 8, np.arange(500) % 8))["population_stability_index"]

    assert found.value == found.lower == 0
    assert found.upper == pytest.approx(0.045, abs=0.02)
