"""How well scores order the cases: areas under the ROC and the precision-recall curve, from score cells."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.estimate import Reading
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats, clopper_pearson


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

    Rows of a cell of many scores are taken to lie in any order, each as likely.

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
    precision = np.where(cells.loose, _unordered(negatives, positives), true / (true + false))
    value = float((positives * precision).sum() / n_positive)
    # A row at one score changes the precision at every score at or below it.
    gain = np.cumsum(positives * false / (true + false) ** 2)
    loss = np.cumsum(positives * true / (true + false) ** 2)
    return Area(value=value, negative=-loss / n_positive, positive=(precision - value + gain) / n_positive)


def roc_error(cells: ScoreCells) -> float:
    """How far ``roc_area`` may lie from the area of the scores themselves; 0 where each distinct score is kept.

    Pairs of one cell count one half and may in truth count 0 or 1: half their share among all pairs. Certain, and far
    above what is met with, as the pairs of a cell are in either order about as often.

    Examples:
        >>> roc_error(ScoreCells(score=np.array([0.5]), negatives=np.array([1]), positives=np.array([1])))
        0.0
    """
    negatives, positives = cells.negatives.astype(np.float64), cells.positives.astype(np.float64)
    mixed = float((negatives * positives)[cells.loose].sum())
    return mixed / (2 * float(negatives.sum()) * float(positives.sum()))


def precision_error(cells: ScoreCells) -> float:
    """How far ``precision_area`` may lie from the average precision of the scores themselves.

    Within a cell the least precise order has every row with label 0 first, the most precise one last; the sum over the
    favourable rows of the first is bounded through an integral (midpoint rule of a convex function).

    Examples:
        >>> precision_error(ScoreCells(score=np.array([0.5]), negatives=np.array([1]), positives=np.array([1])))
        0.0
    """
    negatives, positives = cells.negatives.astype(np.float64), cells.positives.astype(np.float64)
    true, false = _from_above(positives), _from_above(negatives)
    known = cells.loose & (cells.positives > 0)
    taken = (positives * _unordered(negatives, positives))[known]
    before = (true - positives + false)[known]
    rows, misses = positives[known], false[known]
    lowest = rows - misses * np.log((before + rows + 0.5) / (before + 0.5))
    highest = rows * true[known] / (true + false - negatives)[known]
    return float(max((taken - lowest).sum(), (highest - taken).sum(), 0.0)) / float(positives.sum())


def _unordered(negatives: Floats, positives: Floats) -> Floats:
    """Mean precision at the favourable rows of each cell where rows of both labels lie in any order.

    The precision at a share t of the cell, (true above + t positives) / (rows above + t rows), averaged over t; one
    half of the row itself counts beside those above it.
    """
    true = _from_above(positives) - positives + 0.5
    above, rows = _from_above(positives + negatives) - positives - negatives + 0.5, np.maximum(positives + negatives, 1)
    share = positives / rows
    return np.asarray(share + (true - share * above) * np.log1p(rows / above) / rows)


def roc_auc(cells: ScoreCells, confidence: float) -> Reading:
    """Chance that a case with the favourable label scores above one without, in [0, 1]; ties count one half.

    DeLong's variance on the scale of log odds. Where it says nothing (all pairs in order, or one row of a label) the
    pairs that share no row are counted as in a trial, with Clopper and Pearson's bounds.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([20, 20, 0]),
        ...                    positives=np.array([0, 20, 20]))
        >>> area = roc_auc(cells, 0.95)
        >>> round(area.lower, 4), area.value, round(area.upper, 4)
        (0.8082, 0.875, 0.9208)
    """
    curve = _Curve(area=roc_area, error=roc_error, method="delong-logit")
    return _reading(cells, curve, confidence)


def average_precision(cells: ScoreCells, confidence: float) -> Reading:
    """Precision at each favourable case's score, averaged over those cases, in [0, 1].

    The variance is that of the infinitesimal jackknife, on the scale of log odds; bounds where all cases are in order
    are those of ``roc_auc``.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([20, 20, 0]),
        ...                    positives=np.array([0, 20, 20]))
        >>> round(average_precision(cells, 0.95).value, 4)
        0.8333
    """
    curve = _Curve(area=precision_area, error=precision_error, method="jackknife-logit")
    return _reading(cells, curve, confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    area: Callable[[ScoreCells], Area]
    error: Callable[[ScoreCells], float]
    method: str


def _reading(cells: ScoreCells, curve: _Curve, confidence: float) -> Reading:
    n_negative, n_positive = int(cells.negatives.sum()), int(cells.positives.sum())
    if not n_negative or not n_positive:
        return Reading(reason="The group does not hold both labels.")
    found, method, fewer = curve.area(cells), curve.method, min(n_negative, n_positive)
    value, variance = min(max(found.value, 0.0), 1.0), found.variance(cells)
    if 0 < value < 1 and variance > 0 and fewer > 1:
        odds, half = log(value / (1 - value)), quantile.normal(confidence) * sqrt(variance) / (value * (1 - value))
        lower, upper = _chance(odds - half), _chance(odds + half)
    else:
        method = "clopper-pearson-pairs"
        lower = clopper_pearson(int(value * fewer), fewer, confidence)[0]
        upper = clopper_pearson(int(-(-value * fewer // 1)), fewer, confidence)[1]
    detail: dict[str, Json] = {"negatives": n_negative, "positives": n_positive}
    if cells.binned is not None:
        detail["binning_error"] = curve.error(cells)
    return Reading(value=value, lower=min(lower, value), upper=max(upper, value), method=method, detail=detail)


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > -700 else 0.0


def _from_above(counts: Floats) -> Floats:
    return np.cumsum(counts[::-1])[::-1]
