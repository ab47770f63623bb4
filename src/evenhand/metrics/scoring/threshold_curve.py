"""What every cut-off of a score would decide: counts, rates, costs, and the cut-offs that a table cannot tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.cost import cost_of, matrix_of
from evenhand.metrics.estimate import Reading
from evenhand.metrics.grouping import OUTCOMES
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdCurve:
    """The decisions that each cut-off would make: favourable where the score is at or above it.

    ``counts`` is what ``share``, ``f1``, ``f_beta`` and ``cost_of`` take; each then measures every cut-off at once.

    Attributes:
        cut_off: ascending; the last is infinite, where nobody gets the favourable decision.
        counts: shape ``(cut-offs, 2, 2, 3)``: label, decision, decision of current practice (unknown).
    """

    cut_off: Floats
    counts: Integers

    @classmethod
    def of(cls, cells: ScoreCells, at: Sequence[float] | None = None) -> "ThresholdCurve":
        """The curve at every score that occurs, or at the cut-offs ``at``.

        Scores in cells of a grid are cut where cells begin; a cut-off in the midst of a cell leaves out the cell.

        Examples:
            >>> cells = ScoreCells(score=np.array([0.2, 0.6]), negatives=np.array([3, 1]), positives=np.array([1, 2]))
            >>> curve = ThresholdCurve.of(cells)
            >>> curve.cut_off.tolist(), curve.counts[:, 1, 1, 2].tolist()
            ([0.2, 0.6, inf], [3, 2, 0])
        """
        floors = cells.floors
        cut_off = np.append(floors, np.inf) if at is None else np.sort(np.asarray(at, dtype=np.float64))
        place = np.searchsorted(floors, cut_off)
        counts = np.zeros((len(cut_off), *OUTCOMES), dtype=np.int64)
        for label, part in enumerate((cells.negatives, cells.positives)):
            below = np.concatenate([[0], np.cumsum(part)])[place]
            counts[:, label, 0, 2], counts[:, label, 1, 2] = below, part.sum() - below
        return cls(cut_off=cut_off, counts=counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BestCutOff:
    """The cheapest cut-off of a table, and those that the table cannot tell from it.

    Attributes:
        cut_off: the cut-off with bounds: the least and the greatest that are not told apart from it. ``inf`` is never a
            value: where nobody should get the favourable decision, there is none and the reason says so.
        cost: mean cost there. It was chosen on the same rows and so looks too cheap; its upper bound allows for that.
    """

    cut_off: Reading
    cost: Reading


def best_cut_off(cells: ScoreCells, costs: Mapping[str, float], confidence: float) -> BestCutOff:
    """The cut-off with the least mean cost, the lowest of several; accuracy is best where both mistakes cost 1.

    Two cut-offs differ in the rows between them alone. A cut-off is told apart from the cheapest where the difference
    of their costs lies outside its normal interval; the bounds are the least and the greatest that is not. They hold
    the best cut-off of the population more often than they say. The cost at a cut-off that was chosen looks too low;
    its upper bound allows for a choice among all cut-offs (Smirnov's bound).

    Args:
        cells: of scores by label.
        costs: of a case by its outcome, see ``cost_of``; a wrong decision must cost more than a right one.
        confidence: of the bounds.

    Source:
        Elkan, IJCAI (2001), 973-978, for the decision; Smirnov, Ann. Math. Stat. 19 (1948), 279-281.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([90, 20, 2]),
        ...                    positives=np.array([2, 20, 90]))
        >>> found = best_cut_off(cells, {"false_favourable": 3, "false_unfavourable": 1}, 0.95)
        >>> found.cut_off.value, found.cut_off.lower, found.cut_off.upper, round(found.cost.value, 3)
        (0.8, 0.8, 0.8, 0.125)
    """
    matrix = matrix_of(costs)
    if not (matrix[0, 1] > matrix[0, 0] and matrix[1, 0] > matrix[1, 1]):
        raise ValueError("a wrong decision must cost more than the right one")
    n = int(cells.negatives.sum() + cells.positives.sum())
    if not n:
        gap = Reading(reason="The group holds no usable rows.")
        return BestCutOff(cut_off=gap, cost=gap)
    # What raising the cut-off past each score saves on its rows with label 0 and costs on those with label 1.
    change = np.array([matrix[0, 0] - matrix[0, 1], matrix[1, 0] - matrix[1, 1]])
    rows = np.stack([cells.negatives, cells.positives])
    steps = np.concatenate([[0.0], np.cumsum(change @ rows)])
    squares = np.concatenate([[0.0], np.cumsum(change**2 @ rows)])
    best = int(np.argmin(steps))
    gap, between = (steps - steps[best]) / n, np.abs(squares - squares[best]) / n
    deviation = np.sqrt(np.maximum(between - gap**2, 0) / n)
    alike = np.flatnonzero(gap <= quantile.normal(confidence) * deviation)
    cost = _cost(cells, costs, best, confidence)
    floors = cells.floors
    ends = np.append(floors, floors[-1])[[alike[0], alike[-1]]]
    if best == len(cells.score):
        return BestCutOff(cut_off=Reading(reason="It is cheapest to give nobody the favourable decision."), cost=cost)
    detail: dict[str, Json] = {"not_told_apart": len(alike), "nobody": bool(alike[-1] == len(cells.score))}
    value = float(floors[best])
    cut_off = Reading(value=value, lower=float(ends[0]), upper=float(ends[1]), method="not-told-apart", detail=detail)
    return BestCutOff(cut_off=cut_off, cost=cost)


def _cost(cells: ScoreCells, costs: Mapping[str, float], best: int, confidence: float) -> Reading:
    critical = sqrt(2 * log(2 / (1 - confidence)))
    at = float(cells.floors[best]) if best < len(cells.score) else np.inf
    counts = ThresholdCurve.of(cells, [at]).counts
    found, wide = cost_of(counts, costs, confidence), cost_of(counts, costs, quantile.normal_confidence(critical))
    return Reading(
        value=float(found.value[0]), lower=float(found.lower[0]), upper=float(wide.upper[0]), method="mover-smirnov",
        detail={"chosen_on": "the same rows"},
    )  # fmt: skip
