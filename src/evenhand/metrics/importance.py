"""How much a model's ordering of the cases rests on one column: numbers from scores that were made elsewhere."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics import quantile
from evenhand.metrics.estimate import Reading
from evenhand.metrics.ranking import roc_area
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats


def permutation_importance(
    *, label: NDArray[np.int64], score: Floats, permuted: Sequence[Floats], column: str, confidence: float = 0.95
) -> Measurement:
    """Drop of ``roc_auc`` when the column's values are shuffled among the rows, averaged over the shuffles given.

    The bounds are DeLong's for paired areas, the shuffles' influences averaged row by row: they allow for the rows
    drawn and for the shuffles. Columns that say the same as others look unimportant.

    Args:
        label: 0 or 1 per row, both present.
        score: of the model for each row, finite.
        permuted: one array of scores per shuffle, at least one.
        column: the one that was shuffled.
        confidence: of the two-sided interval.

    Raises:
        ValueError: no shuffle is given, or the lengths differ.

    Source:
        Breiman, Mach. Learn. 45 (2001), 5-32; DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837-845.

    Examples:
        >>> label = np.array([0, 0, 1, 1])
        >>> permutation_importance(label=label, score=np.array([0.1, 0.2, 0.8, 0.9]), column="age",
        ...                        permuted=[np.array([0.8, 0.2, 0.1, 0.9])]).value
        0.5
    """
    if not permuted or any(len(scores) != len(label) for scores in (score, *permuted)):
        raise ValueError("one score a row, and at least one shuffle")
    if len(np.unique(label)) < 2 or not np.isfinite(np.concatenate([score, *permuted])).all():
        reading = Reading(reason="The rows do not hold both labels, or a score is not finite.")
    else:
        reading = _drop(label == 1, score, permuted, confidence)
    return reading.measurement(
        metric("permutation_importance"), n=len(label), confidence=confidence, column=column,
        detail={**reading.detail, "shuffles": len(permuted)},
    )  # fmt: skip


def _drop(is_positive: NDArray[np.bool_], score: Floats, permuted: Sequence[Floats], confidence: float) -> Reading:
    area, influence = area_influence(is_positive, score)
    others = [area_influence(is_positive, scores) for scores in permuted]
    # Differences first: a column that no shuffle moves is exactly 0, and its interval is not one of rounding errors.
    value = sum(area - other for other, _ in others) / len(others)
    moved = np.mean([influence - part for _, part in others], axis=0)
    variance = 0.0
    for rows in (moved[is_positive], moved[~is_positive]):
        variance += float((rows**2).sum()) * len(rows) / max(len(rows) - 1, 1)
    if variance > 0:
        half, method = quantile.normal(confidence) * sqrt(variance), "delong-paired"
    else:
        # No shuffle moved any row; rows that it would move may make up this share, unseen.
        half, method = 1 - ((1 - confidence) / 2) ** (1 / len(moved)), "unseen-share"
    return Reading(value=value, lower=max(-1.0, value - half), upper=min(1.0, value + half), method=method)


def area_influence(is_positive: NDArray[np.bool_], score: Floats) -> tuple[float, Floats]:
    """ROC area, and how far each row moves it from its mean; the squares add up to the area's variance."""
    cells = ScoreCells.of(negatives=score[~is_positive], positives=score[is_positive])
    area = roc_area(cells)
    place = np.searchsorted(cells.score, score)
    return area.value, np.where(is_positive, area.positive[place], area.negative[place])
