"""How well one column alone tells a label of two values, from the column's cells among the rows of either value."""

from typing import NamedTuple

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.ranking import roc_auc
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.tally import Integers


class _Pair(NamedTuple):
    """Rows per cell, of either value of the label."""

    negative: Integers
    positive: Integers


def cells_leakage(
    negative: ColumnProfile, positive: ColumnProfile, *, seed: int, confidence: float = 0.95
) -> Measurement:  # fmt: skip
    """The larger of the ROC area of the column's values and that of its gaps, in [0.5, 1].

    Numbers and times rank by their cell, in the better direction; values in one cell count as equal. Texts rank by the
    label's share among half of the rows, and the other half is judged by it, and the other way round: so a key that
    never repeats tells nothing. The halves are drawn from the cells, which is the same as drawing rows. The bounds are
    those of the larger area, as if it alone had been asked for; ``detail`` says which it is.

    Args:
        negative: the column among the rows of one value of the label.
        positive: the column, under the same plan, among the rows of the other.
        seed: of the halves.
        confidence: of the interval.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> no = numbers([1.0, 2.0])
        >>> cells_leakage(no, numbers([8.0, 9.0], plan=no.plan), seed=1).value
        1.0
    """
    held = _Pair(negative.counts, positive.counts)
    if negative.plan.is_ordered:
        score = np.arange(len(held.negative), dtype=np.float64)
        cells = _kept(score, held)
    else:
        cells = _halves(held, _fresh(negative), _fresh(positive), seed)
    gaps = _kept(np.array([0.0, 1.0]), _Pair(_gaps(negative), _gaps(positive)))
    readings = (
        _area(cells, confidence, "value", is_either_way=negative.plan.is_ordered),
        _area(gaps, confidence, "gap", is_either_way=True),
    )
    best = max(readings, key=lambda reading: -1.0 if np.isnan(reading.value) else reading.value)
    n = negative.n_rows + positive.n_rows
    return best.measurement(metric("label_leakage_auc"), n=n, confidence=confidence, column=negative.name)


def _kept(score: "np.ndarray[tuple[int], np.dtype[np.float64]]", held: _Pair) -> ScoreCells:
    is_held = (held.negative + held.positive) > 0
    return ScoreCells(score=score[is_held], negatives=held.negative[is_held], positives=held.positive[is_held])


def _gaps(column: ColumnProfile) -> Integers:
    lost = column.gaps["null"] + column.gaps["nan"]
    return np.array([column.n_rows - lost, lost], dtype=np.int64)


def _fresh(column: ColumnProfile) -> int:
    return column.gaps["new"]


def _halves(held: _Pair, new_negative: int, new_positive: int, seed: int) -> ScoreCells:
    """Texts of which nobody knows which they are rank in the middle, where the label's share overall stands."""
    draw = np.random.default_rng(seed)
    n = held.negative + held.positive
    size = (n + draw.integers(0, 2, len(n))) // 2
    positive = draw.hypergeometric(held.positive, held.negative, size)
    one = _Pair(size - positive, positive)
    other = _Pair(held.negative - one.negative, held.positive - one.positive)
    overall = float(held.positive.sum() / max(1, n.sum()))
    scores = [(rated.positive + overall) / (rated.negative + rated.positive + 1) for rated in (other, one)]
    score, place = np.unique(np.concatenate([*scores, [overall]]), return_inverse=True)
    negatives = np.bincount(place, np.concatenate([one.negative, other.negative, [new_negative]]), len(score))
    positives = np.bincount(place, np.concatenate([one.positive, other.positive, [new_positive]]), len(score))
    return _kept(score, _Pair(negatives.astype(np.int64), positives.astype(np.int64)))


def _area(cells: ScoreCells, confidence: float, told_by: str, *, is_either_way: bool) -> Reading:
    found = roc_auc(cells, confidence)
    if np.isnan(found.value):
        return found
    ends = (found.value, found.lower, found.upper)
    if is_either_way and found.value < 0.5:
        ends = (1 - ends[0], 1 - ends[2], 1 - ends[1])
    value, lower, upper = (max(0.5, end) for end in ends)
    return Reading(
        value=value, lower=lower, upper=upper, method=found.method, detail={**found.detail, "told_by": told_by}
    )  # fmt: skip
