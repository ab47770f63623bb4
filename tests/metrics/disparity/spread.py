"""Tables of groups with known rates, so that intervals of the groups' extremes can be held against the truth."""

from dataclasses import dataclass

import numpy as np

from evenhand.kernel.metric import metric
from evenhand.metrics.bootstrap import percentile_bounds, redrawn
from evenhand.metrics.disparity.extreme import between_groups
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.uncertainty import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Groups of ``n`` rows each with their true selection rates."""

    rates: tuple[float, ...]
    n: int

    def truth(self, name: str) -> float:
        """The extreme of the true rates."""
        lowest, highest = min(self.rates), max(self.rates)
        ends = {"difference": highest - lowest, "ratio": lowest / highest, "min": lowest, "max": highest}
        return ends[str(metric(name).extreme)]


def held(groups: Rates, name: str, *, repeats: int, seed: int = 1) -> float:
    """How often the interval holds the truth."""
    generator, truth = np.random.default_rng(seed), groups.truth(name)
    spec, n = metric(name), np.full(len(groups.rates), groups.n)
    names = [{"g": str(place)} for place in range(len(groups.rates))]
    hits = 0
    for _ in range(repeats):
        counts = generator.binomial(groups.n, groups.rates)

        def read(_: str, level: float, counts: np.ndarray = counts) -> Estimates:  # type: ignore[type-arg]
            lower, upper = wilson(counts, n, level)
            blank = [""] * len(n)
            return Estimates(
                value=counts / n, lower=lower, upper=upper, n=n, methods=blank, reasons=blank,
                details=[{} for _ in blank],
            )  # fmt: skip

        found = between_groups(spec, read, names=names, confidence=0.95, min_count=1).reading
        hits += found.lower - 1e-12 <= truth <= found.upper + 1e-12
    return hits / repeats


def held_by_percentiles(groups: Rates, name: str, *, repeats: int, seed: int = 1, draws: int = 400) -> float:
    """How often the plain percentile bootstrap of the same number would: the option that lost."""
    generator, truth = np.random.default_rng(seed), groups.truth(name)
    hits = 0
    for turn in range(repeats):
        counts = generator.binomial(groups.n, groups.rates)
        cells = np.concatenate([counts, groups.n - counts])
        drawn = redrawn(cells, draws=draws, seed=turn)
        size = len(groups.rates)
        rates = drawn[:size] / (drawn[:size] + drawn[size:])
        lowest, highest = rates.min(axis=0), rates.max(axis=0)
        extreme = metric(name).extreme
        value = highest - lowest if extreme == "difference" else lowest / highest if extreme == "ratio" else lowest
        lower, upper = percentile_bounds(value[None, :], 0.95)
        hits += float(lower[0]) <= truth <= float(upper[0])
    return hits / repeats
