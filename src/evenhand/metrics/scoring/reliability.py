"""Scores against what happened, bin by bin: the reliability curve and the largest gap in it."""

from dataclasses import dataclass

import numpy as np

from evenhand.metrics import calibration
from evenhand.metrics.estimate import Estimates, Reading
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats, wilson


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReliabilityCurve:
    """Ten bins of equal mass in the order of scores, fewer where many cases share a score.

    Attributes:
        score: mean score of each bin.
        favourable: share of favourable labels in each bin, with Wilson bounds and the cases it stands on.
    """

    score: Floats
    favourable: Estimates


def reliability_curve(cells: ScoreCells, confidence: float) -> ReliabilityCurve | None:
    """The points of a reliability diagram; ``None`` where there is no case. Scores must lie in [0, 1].

    Source:
        DeGroot and Fienberg, The Statistician 32 (1983), 12-22.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.2, 0.7]), negatives=np.array([70, 40]), positives=np.array([30, 60]))
        >>> curve = reliability_curve(cells, 0.95)
        >>> curve.score.round(6).tolist(), curve.favourable.value.tolist()
        ([0.2, 0.7], [0.3, 0.6])
    """
    bins = calibration.bins_of(cells)
    if bins is None:
        return None
    share = bins.positives / bins.rows
    lower, upper = wilson(bins.positives, bins.rows, confidence)
    k = len(share)
    favourable = Estimates(
        value=share, lower=lower, upper=upper, n=bins.rows.astype(np.int64), methods=["wilson"] * k,
        reasons=[calibration.NO_ROWS] * k, details=[{}] * k,
    )  # fmt: skip
    return ReliabilityCurve(score=np.clip(share - bins.gap, 0, 1), favourable=favourable)


def maximum_calibration_error(cells: ScoreCells, confidence: float) -> Reading:
    """Largest absolute gap of share of favourable labels and mean score over ten equal-mass bins, in [0, 1].

    The value is too high by chance. The bounds hold for the shares of all bins at once (Wilson with half a case to
    spare, at Sidak's confidence), so they cover at least about as often as they say.

    Source:
        Naeini, Cooper and Hauskrecht, AAAI (2015); Sidak, J. Am. Stat. Assoc. 62 (1967), 626-633.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.2, 0.7]), negatives=np.array([70, 40]), positives=np.array([30, 60]))
        >>> found = maximum_calibration_error(cells, 0.95)
        >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3)
        (0.1, 0.005, 0.217)
    """
    bins = calibration.bins_of(cells)
    if bins is None:
        return Reading(reason=calibration.NO_ROWS)
    k, n, share = len(bins.gap), bins.rows, bins.positives / bins.rows
    score, gap = share - bins.gap, np.abs(bins.gap)
    # Half a case to spare, for Wilson's tails are too thin so far out.
    each = confidence ** (1 / k)
    low, _ = wilson(np.maximum(bins.positives - 0.5, 0), n, each)
    _, high = wilson(np.minimum(bins.positives + 0.5, n), n, each)
    least, most = np.maximum(low - score, score - high), np.maximum(high - score, score - low)
    place = int(np.argmax(gap))
    return Reading(
        value=float(gap[place]), lower=max(float(least.max()), 0.0), upper=min(float(most.max()), 1.0),
        method="sidak-wilson", detail={"bins": k, "binning": "equal mass", "mean_score": float(score[place])},
    )  # fmt: skip
