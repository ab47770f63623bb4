"""How often tests of drift alarm when nothing drifted, and how often intervals hold a drift that is known.

Run with ``pytest tests/slow/test_drift_calibration.py``; ``EVENHAND_SLOW=full`` draws about twenty times as often,
and ``-s`` prints the figures.
"""

import os
import sys
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from tests.metrics.drift.profiled import Sides, numbers, texts

from evenhand.metrics.drift.difference import kolmogorov_smirnov, total_variation
from evenhand.metrics.drift.distance import Bins, stability_index
from evenhand.metrics.drift.divergence import cramers_v, hellinger, jensen_shannon, pearson
from evenhand.metrics.drift.measures import all_rows_bins
from evenhand.metrics.drift.rates import new_values, rate_change, two_shares
from evenhand.metrics.drift.transport import wasserstein

IS_FULL = os.environ.get("EVENHAND_SLOW") == "full"
RNG = np.random.default_rng(70)
SIZES = [(10_000, 1_000), (2_000, 2_000), (1_000, 10_000), (1_000, 100_000), (120, 12_000)]
"""Rows of the reference and of the current table: ratios 0.1, 1, 10 and 100."""
Draw = Callable[[int], np.ndarray]


def _levels(k: int, *, is_even: bool) -> Draw:
    weights = np.ones(k) if is_even else 1 / np.arange(1, k + 1)
    return lambda n: RNG.choice(k, n, p=weights / weights.sum())


NUMBERS: dict[str, Draw] = {
    "normal": lambda n: RNG.normal(size=n),
    "Cauchy": RNG.standard_cauchy,
    "counts": lambda n: RNG.poisson(3, n).astype(float),
    "zero-inflated": lambda n: np.where(RNG.random(n) < 0.6, 0.0, RNG.exponential(size=n)),
    "5 % NaN": lambda n: np.where(RNG.random(n) < 0.05, np.nan, RNG.normal(size=n)),
    "0.1 % NaN": lambda n: np.where(RNG.random(n) < 0.001, np.nan, RNG.normal(size=n)),
}
TEXTS: dict[str, Draw] = {
    f"{k} levels{'' if is_even else ', few common'}": _levels(k, is_even=is_even)
    for k in (2, 10, 100, 1000)
    for is_even in (True, False)
}


def told(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def alarms(
    draw: Draw, profiled: Callable[[np.ndarray, np.ndarray], Sides], sizes: tuple[int, int], draws: int
) -> float:
    found = 0
    for _ in range(draws):
        bins = all_rows_bins(*profiled(draw(sizes[0]), draw(sizes[1])))
        found += pearson(bins)[2] < 0.05
    return found / draws


def reach(draws: int, share: float = 0.05) -> float:
    """Four standard errors of a share that was drawn."""
    return 4 * float(np.sqrt(share * (1 - share) / draws))


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("shape", [*NUMBERS, *TEXTS])
def test_a_column_alarms_without_drift_as_often_as_said(shape: str, sizes: tuple[int, int]) -> None:
    draws = 1_000 if IS_FULL else 12 if max(sizes) > 10_000 else 60
    profiled = numbers if shape in NUMBERS else texts
    rate = alarms({**NUMBERS, **TEXTS}[shape], profiled, sizes, draws)
    told(f"alarms, {shape}, {sizes[0]:,} against {sizes[1]:,}: {100 * rate:.1f} %")

    assert rate <= 0.06 + reach(draws)
    if IS_FULL and min(sizes) >= 1_000:
        assert rate >= 0.04 - reach(draws)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("share", [0.0005, 0.002, 0.01, 0.05, 0.3])
def test_a_rate_alarms_without_drift_at_most_as_often_as_said(share: float, sizes: tuple[int, int]) -> None:
    draws = 20_000 if IS_FULL else 1_000
    one, other = (RNG.binomial(n, share, draws) for n in sizes)
    found = [
        two_shares((int(a), sizes[0]), (int(b), sizes[1]))[0] < 0.05 for a, b in zip(one, other, strict=True)
    ]  # fmt: skip
    rate = float(np.mean(found))
    told(f"alarms, rate of {share:.2%}, {sizes[0]:,} against {sizes[1]:,}: {100 * rate:.1f} %")

    assert rate <= 0.06 + reach(draws)
    if share * min(sizes) >= 20:
        assert rate >= 0.04 - reach(draws)


@pytest.mark.parametrize("sizes", SIZES[:3])
@pytest.mark.parametrize("k", [100, 1000])
def test_new_values_alarm_without_drift_at_most_as_often_as_said(k: int, sizes: tuple[int, int]) -> None:
    draws = 1_000 if IS_FULL else 150
    draw, found = _levels(k, is_even=False), 0
    for _ in range(draws):
        one, other = texts(draw(sizes[0]), draw(sizes[1]))
        n_new = other.gaps["new"]
        found += float(str(new_values(one.counts, n_new, other.n + n_new, 0.95).detail["p_value"])) < 0.05
    told(f"alarms, new values of {k} levels, {sizes[0]:,} against {sizes[1]:,}: {100 * found / draws:.1f} %")

    assert found / draws <= 0.06 + reach(draws)


MOVED = {
    "none": stats.norm(0, 1), "shift of 0.1": stats.norm(0.1, 1), "shift of 0.3": stats.norm(0.3, 1),
    "shift of 1": stats.norm(1, 1), "spread of 1.2": stats.norm(0, 1.2),
}  # fmt: skip


@pytest.mark.parametrize("sizes", [(10_000, 1_000), (1_000, 1_000), (1_000, 10_000)])
@pytest.mark.parametrize("moved", MOVED)
def test_intervals_hold_a_drift_that_is_known(moved: str, sizes: tuple[int, int]) -> None:
    draws = 600 if IS_FULL else 25
    held: dict[str, int] = {}
    now = MOVED[moved]
    for _ in range(draws):
        one, other = numbers(RNG.normal(size=sizes[0]), now.mean() + now.std() * RNG.normal(size=sizes[1]))
        bins = Bins.of(one.counts, other.counts, ordered=True)
        true = {**_over_bins(one.plan.cuts, bins, now), **_over_values(now)}
        found = {
            "population_stability_index": stability_index(bins, 0.95),
            "jensen_shannon_distance": jensen_shannon(bins, 0.95), "hellinger_distance": hellinger(bins, 0.95),
            "total_variation_distance": total_variation(bins, 0.95), "cramers_v": cramers_v(bins, 0.95),
            "kolmogorov_smirnov": kolmogorov_smirnov(one.counts, other.counts, one.plan.atoms, 0.95),
            "wasserstein_distance": wasserstein(one, other, 0.95),
        }  # fmt: skip
        for name, each in found.items():
            held[name] = held.get(name, 0) + (each.lower - 1e-9 <= true[name] <= each.upper + 1e-9)
    for name, count in held.items():
        told(f"coverage, {name}, {moved}, {sizes[0]:,} against {sizes[1]:,}: {100 * count / draws:.1f} %")

    assert min(held.values()) / draws >= 0.93 - reach(draws)


@pytest.mark.parametrize("shares", [(0.001, 0.003), (0.02, 0.05), (0.3, 0.35)])
def test_the_interval_of_a_rate_holds_a_change_that_is_known(shares: tuple[float, float]) -> None:
    draws, held = 4_000 if IS_FULL else 400, 0
    for one, other in zip(RNG.binomial(5000, shares[0], draws), RNG.binomial(2000, shares[1], draws), strict=True):
        found = rate_change("null_rate_change", (int(one), 5000), (int(other), 2000), 0.95)
        held += found.lower <= shares[1] - shares[0] <= found.upper
    told(f"coverage, null_rate_change, from {shares[0]:.1%} to {shares[1]:.1%}: {100 * held / draws:.1f} %")

    assert abs(held / draws - 0.95) <= 0.015 + reach(draws)


def _over_bins(cuts: np.ndarray, bins: Bins, now: stats.rv_continuous) -> dict[str, float]:
    """Distances of the populations over the bins that the samples made."""
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    ends = [cells[-1] + 1 for cells in bins.members[:-1]]
    starts = [0, *ends]
    b, w = (np.add.reduceat(np.diff(each.cdf(edges)), starts) for each in (stats.norm(0, 1), now))
    n, m, middle = float(bins.reference.sum()), float(bins.current.sum()), (b + w) / 2
    bits = (b * np.log2(b / middle)).sum() / 2 + (w * np.log2(w / middle)).sum() / 2
    both = (n * b + m * w) / (n + m)
    return {
        "population_stability_index": float(((w - b) * np.log(w / b)).sum()),
        "jensen_shannon_distance": float(np.sqrt(max(bits, 0.0))),
        "hellinger_distance": float(np.sqrt(max(1 - np.sqrt(b * w).sum(), 0.0))),
        "total_variation_distance": float(np.abs(b - w).sum() / 2),
        "cramers_v": float(np.sqrt(n * m / (n + m) ** 2 * ((w - b) ** 2 / both).sum())),
    }


def _over_values(now: stats.rv_continuous) -> dict[str, float]:
    at = np.linspace(-9, 10, 20_001)
    apart = np.abs(stats.norm(0, 1).cdf(at) - now.cdf(at))
    return {"kolmogorov_smirnov": float(apart.max()), "wasserstein_distance": float(np.trapezoid(apart, at))}
