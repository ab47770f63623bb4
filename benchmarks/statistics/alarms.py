"""How often the tests of a drift report alarm where nothing changed, by drawing the counts of profiles."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from clock import Clock
from numpy.random import Generator

if TYPE_CHECKING:
    from evenhand.metrics.profiling.plan import ColumnPlan
    from evenhand.metrics.profiling.profile import ColumnProfile

Column = Callable[[Generator, int], tuple["ColumnProfile", Callable[[int], "ColumnProfile"]]]
"""From a generator and rows of the reference to its profile, and from rows to the profile of a current table."""
RATIOS = (0.1, 1.0, 10.0, 100.0)
LEAST = 500
"""Rows of the smaller side."""
NULLS = 0.1
LEVEL = 0.05
CHI_SQUARE, SMIRNOV, RATE = "chi-square of values and gaps", "Kolmogorov-Smirnov", "change of a null rate of 10 %"


def alarms(clock: Clock, *, draws: int) -> dict[str, Any]:
    """Per ratio of sizes and test, how often its chance is below 5 % where nothing changed: ``[alarms, tests]``.

    The chance of a column by itself is taken, before it allows for the number of columns. The reference is drawn row
    by row, since its values choose the cells; the current table is drawn as the counts of those cells.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    with clock.part("simulate"):
        for ratio in RATIOS:
            n, m = (LEAST, round(LEAST * ratio)) if ratio >= 1 else (round(LEAST / ratio), LEAST)
            rng, alarmed = np.random.default_rng([round(ratio * 10), draws]), Counter[str]()
            tested = Counter[str]()
            for shape, draw in _columns().items():
                for _ in range(draws):
                    reference, drawn = draw(rng, n)
                    for test, chance in _chances(reference, drawn(m)):
                        tested[f"{test}, {shape}"] += 1
                        alarmed[f"{test}, {shape}"] += chance < LEVEL
            found[f"{ratio:g}"] = {name: (alarmed[name], tested[name]) for name in tested}
    return {"alarms": found, "smaller": LEAST}


def _chances(reference: "ColumnProfile", current: "ColumnProfile") -> Iterator[tuple[str, float]]:
    from evenhand.metrics.drift.certainty import certified_distance
    from evenhand.metrics.drift.divergence import pearson
    from evenhand.metrics.drift.measures import all_rows_bins
    from evenhand.metrics.drift.rates import two_shares
    from evenhand.metrics.drift.smirnov import largest_above

    yield CHI_SQUARE, pearson(all_rows_bins(reference, current))[2]
    if reference.gaps["null"]:
        yield RATE, two_shares(*((side.gaps["null"], side.n_rows) for side in (reference, current)))[0]
    if reference.plan.is_ordered:
        low, _ = certified_distance(reference.counts, current.counts, reference.plan.atoms)
        n, m = reference.n, current.n
        yield SMIRNOV, largest_above(low * sqrt(n * m / (n + m)), reference.counts, current.counts)


@dataclass(frozen=True)
class _Numbers:
    """A column of numbers: how it is drawn, the share at or below a value, and the share of nulls."""

    draw: Callable[[Generator, int], "np.ndarray"]
    below: Callable[["np.ndarray"], "np.ndarray"]
    nulls: float = 0.0

    def __call__(self, rng: Generator, n: int) -> tuple["ColumnProfile", Callable[[int], "ColumnProfile"]]:
        from evenhand.metrics.profiling.planning import number_plan

        missing = int(rng.binomial(n, self.nulls))
        values = self.draw(rng, n - missing)
        plan = number_plan("x", values)
        shares = np.diff(np.concatenate([[0.0], self.below(np.nextafter(plan.cuts, -np.inf)), [1.0]]))
        counts = np.bincount(np.searchsorted(plan.cuts, values, side="right"), minlength=plan.n_cells)

        def current(m: int) -> "ColumnProfile":
            null = int(rng.binomial(m, self.nulls))
            return _profile(plan, rng.multinomial(m - null, np.maximum(shares, 0.0)), null)

        return _profile(plan, counts, missing), current


@dataclass(frozen=True)
class _Texts:
    """A column of eight texts."""

    shares: "np.ndarray"

    def __call__(self, rng: Generator, n: int) -> tuple["ColumnProfile", Callable[[int], "ColumnProfile"]]:
        from evenhand.metrics.profiling.plan import ColumnPlan

        plan = ColumnPlan(name="x", kind="text", cuts=np.empty(0), values=tuple("abcdefgh"))
        return (
            _profile(plan, rng.multinomial(n, self.shares), 0),
            lambda m: _profile(plan, rng.multinomial(m, self.shares), 0),
        )


def _profile(plan: "ColumnPlan", counts: "np.ndarray", nulls: int) -> "ColumnProfile":
    from evenhand.metrics.profiling.profile import GAPS, ColumnProfile

    return ColumnProfile(
        plan=plan, counts=counts, sums=np.zeros(len(counts)), gaps={**dict.fromkeys(GAPS, 0), "null": nulls},
        minimum=0.0, maximum=0.0, mean=0.0, variance=0.0,
    )  # fmt: skip


def _columns() -> dict[str, Column]:
    from scipy import stats

    weights = np.append(0.4 * 0.6 ** np.arange(7), 0.6**7)
    return {
        "normal": _Numbers(lambda rng, n: rng.normal(size=n), stats.norm.cdf),
        "Cauchy": _Numbers(lambda rng, n: rng.standard_cauchy(n), stats.cauchy.cdf),
        "10 % null": _Numbers(lambda rng, n: rng.exponential(size=n), stats.expon.cdf, NULLS),
        "counts": _Numbers(lambda rng, n: rng.poisson(4, n).astype(float), stats.poisson(4).cdf),
        "40 % zeros": _Numbers(
            lambda rng, n: np.where(rng.random(n) < 0.4, 0.0, rng.exponential(size=n)),
            lambda x: np.where(x < 0, 0.0, 0.4 + 0.6 * stats.expon.cdf(x)),
        ),
        "even texts": _Texts(np.full(8, 1 / 8)), "uneven texts": _Texts(weights),
    }  # fmt: skip


CASES = {"alarms": alarms}
