"""How well scores order the cases: areas under the ROC and the precision-recall curve, from score cells."""

from dataclasses import dataclass

import numpy as np

from evenhand.metrics.grouping import ScoreCells
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Area:
    """An area under a curve and how far one row of each cell moves it.

    Attributes:
        value: the area.
        negative, positive: influence of one row with label 0 or 1 at each score; they sum to 0 over the rows.
    """

    value: float
    negative: Floats
    positive: Floats

    def variance(self, cells: ScoreCells) -> float:
        """Of the area, as if rows of either label were drawn anew (DeLong, for the ROC curve)."""
        spread = 0.0
        for influence, counts in ((self.negative, cells.negatives), (self.positive, cells.positives)):
            n = int(counts.sum())
            spread += float((counts * influence**2).sum()) * n / (n - 1) if n > 1 else 0.0
        return spread


def roc_area(cells: ScoreCells) -> Area:
    """Area under the ROC curve, ties counting one half; both labels must occur.

    Source:
        DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837-845.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([1, 1, 0]),
        ...                    positives=np.array([0, 1, 1]))
        >>> roc_area(cells).value
        0.875
    """
    negatives, positives = cells.negatives.astype(np.float64), cells.positives.astype(np.float64)
    n_negative, n_positive = negatives.sum(), positives.sum()
    below = (np.cumsum(negatives) - negatives / 2) / n_negative
    above = (n_positive - np.cumsum(positives) + positives / 2) / n_positive
    value = float((positives * below).sum() / n_positive)
    return Area(value=value, negative=(above - value) / n_negative, positive=(below - value) / n_positive)


def precision_area(cells: ScoreCells) -> Area:
    """Average precision: precision at each favourable case's score, averaged; a favourable case must occur.

    The influence of a row is the derivative of the average by its weight (infinitesimal jackknife).

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.35, 0.4, 0.8]), negatives=np.array([1, 0, 1, 0]),
        ...                    positives=np.array([0, 1, 0, 1]))
        >>> round(precision_area(cells).value, 4)
        0.8333
    """
    negatives, positives = cells.negatives.astype(np.float64), cells.positives.astype(np.float64)
    true, false = _from_above(positives), _from_above(negatives)
    n_positive = positives.sum()
    precision = true / (true + false)
    value = float((positives * precision).sum() / n_positive)
    # A row at one score changes the precision at every score at or below it.
    gain = np.cumsum(positives * false / (true + false) ** 2)
    loss = np.cumsum(positives * true / (true + false) ** 2)
    return Area(value=value, negative=-loss / n_positive, positive=(precision - value + gain) / n_positive)


def _from_above(counts: Floats) -> Floats:
    return np.cumsum(counts[::-1])[::-1]
