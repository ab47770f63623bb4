"""Tables drawn from a known truth, so that the intervals can be held against it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.estimate import Estimates, Reading
from evenhand.metrics.fairness import Sides
from evenhand.metrics.grouping import OUTCOMES
from evenhand.metrics.performance import share
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import wilson

Floats = NDArray[np.float64]


def chance_of(n: int, share_of: float) -> Floats:
    """Probability of 0, 1, ..., n successes."""
    from scipy.stats import binom

    return np.asarray(binom.pmf(np.arange(n + 1), n, share_of))


def counts_of(selected: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts of as many groups, in which ``selected`` of ``rows`` got the decision and nobody has the label."""
    counts = np.zeros((len(rows), *OUTCOMES), dtype=np.int64)
    counts[:, 0, 1, 2], counts[:, 0, 0, 2] = selected, rows - selected
    return counts


def drawn_sides(rng: np.random.Generator, *, repeats: int, rows: int, part: float, rates: tuple[float, float]) -> Sides:
    """Tables of ``rows``, in each of which a random ``part`` is the group, set against the whole."""
    mine = rng.binomial(rows, part, size=repeats)
    selected, others = rng.binomial(mine, rates[0]), rng.binomial(rows - mine, rates[1])
    group = share("selection_rate", counts_of(selected, mine), 0.95)
    rest = share("selection_rate", counts_of(others, rows - mine), 0.95)
    return Sides(
        groups=group, others=rest, weight=mine / rows,
        weight_bounds=wilson(mine, np.full(repeats, rows), 0.95), base=(selected + others) / rows,
        base_n=np.full(repeats, rows), is_reference=np.zeros(repeats, dtype=bool), correlation=np.zeros(repeats),
    )  # fmt: skip


def covered(estimates: Estimates, truth: float) -> float:
    """Share of the intervals that hold the truth, among those that exist."""
    exists = estimates.is_defined
    return float(((estimates.lower <= truth) & (truth <= estimates.upper))[exists].mean())


@dataclass(frozen=True, kw_only=True)
class Scores:
    """A population of scores: beta distributed, the label true with the chance that ``truth`` makes of the score.

    Attributes:
        a, b: of the beta distribution.
        truth: score to chance of the favourable label.
        steps: scores are rounded to as many steps; 0 leaves them as they are.
    """

    a: float = 1.0
    b: float = 1.0
    truth: Callable[[Floats], Floats] = lambda score: score
    steps: int = 0

    def drawn(self, rng: np.random.Generator, n: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Scores and labels of ``n`` cases."""
        score = rng.beta(self.a, self.b, n)
        if self.steps:
            score = (np.floor(score * self.steps) + 0.5) / self.steps
        score = np.clip(score, 1e-6, 1 - 1e-6)
        return score, rng.random(n) < self.truth(score)

    def cells(self, rng: np.random.Generator, n: int) -> ScoreCells:
        """Score cells of ``n`` cases."""
        score, label = self.drawn(rng, n)
        return ScoreCells.of(negatives=score[~label], positives=score[label])


def score_coverage(
    reading: Callable[[ScoreCells, float], Reading], population: Scores, truth: float, *, n: int, repeats: int
) -> float:
    """Share of ``repeats`` tables of ``n`` cases whose interval holds the truth."""
    rng = np.random.default_rng(7)
    found = [reading(population.cells(rng, n), 0.95) for _ in range(repeats)]
    held = [each.lower <= truth <= each.upper for each in found if np.isfinite(each.value)]
    return float(np.mean(held))
