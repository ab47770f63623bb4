"""Whether scores mean what they say: losses of probabilities and gaps between score and label.

Every function takes the score cells of one group, with scores in [0, 1], and returns a value with its bounds.
"""

from dataclasses import dataclass
from math import erf, exp, inf, log, pi, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.estimate import Reading
from evenhand.metrics.loss import LOG, MISS, SQUARE, Loss
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats, t_mean

NO_ROWS = "The group holds no usable rows."
BINS = 10


def brier_score(cells: ScoreCells, confidence: float) -> Reading:
    """Mean of the squared distance of score and label, in [0, 1].

    Source:
        Brier, Mon. Weather Rev. 78 (1950), 1-3.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.2, 0.6]), negatives=np.array([1, 0]), positives=np.array([0, 1]))
        >>> round(brier_score(cells, 0.95).value, 12)
        0.1
    """
    return _mean(cells, SQUARE, (0.0, 1.0), confidence)


MOST_LOSS = 52 * log(2)
"""The loss of a score that a float can just tell from 0 or 1."""


def log_loss(cells: ScoreCells, confidence: float) -> Reading:
    """Mean of minus the natural log of the probability given to what happened; undefined where that was 0.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.5]), negatives=np.array([3]), positives=np.array([5]))
        >>> round(log_loss(cells, 0.95).value, 6)
        0.693147
    """
    losses = LOG.at(cells.score)
    wrong = int(cells.negatives[np.isinf(losses[0])].sum() + cells.positives[np.isinf(losses[1])].sum())
    if wrong:
        return Reading(reason=f"{wrong} rows got a score of exactly 0 or 1 and the other label: the loss is infinite.")
    # where every score is exactly 0 or 1 and right, nothing seen tells what a miss would cost
    highest = float(losses[np.isfinite(losses)].max(initial=0.0)) or MOST_LOSS
    return _mean(cells, LOG, (0.0, highest), confidence)


def calibration_in_the_large(cells: ScoreCells, confidence: float) -> Reading:
    """Share of favourable labels minus mean score, in [-1, 1]; above 0 the scores are too low.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.25]), negatives=np.array([5]), positives=np.array([5]))
        >>> calibration_in_the_large(cells, 0.95).value
        0.25
    """
    return _mean(cells, MISS, (-1.0, 1.0), confidence)


def expected_calibration_error(cells: ScoreCells, confidence: float) -> Reading:
    """Mean over ten equal-mass bins of the absolute gap between share of favourable labels and mean score, in [0, 1].

    Cases of one score stay in one bin. The value is too high by chance; ``expected_calibration_error_debiased`` is not.
    The bounds allow for all that chance can add, so they cover more often than they say.

    Source:
        Naeini, Cooper and Hauskrecht, AAAI (2015); Nixon et al., CVPR Workshops (2019) for equal mass.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.25]), negatives=np.array([5]), positives=np.array([5]))
        >>> expected_calibration_error(cells, 0.95).value
        0.25
    """
    bins = bins_of(cells)
    return bins.reading(bins.value, confidence) if bins else Reading(reason=NO_ROWS)


def expected_calibration_error_debiased(cells: ScoreCells, confidence: float) -> Reading:
    """The same less what chance adds to it, as judged from the gaps found; not below 0.

    Source:
        Kumar, Liang and Ma, NeurIPS (2019), appendix on the l1 error; the normal noise is integrated in closed form.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.5]), negatives=np.array([501]), positives=np.array([499]))
        >>> expected_calibration_error_debiased(cells, 0.95).value
        0.0
    """
    bins = bins_of(cells)
    return bins.reading(bins.debiased, confidence) if bins else Reading(reason=NO_ROWS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bins:
    """Ten bins of equal mass, cases of one score kept together; shape ``(bins,)`` each.

    Attributes:
        rows, positives: cases, and those with the favourable label.
        gap: share of favourable labels minus mean score.
        deviation: of the gap, its standard error.
    """

    rows: Floats
    positives: Floats
    gap: Floats
    deviation: Floats

    @property
    def weight(self) -> Floats:
        """Share of all cases."""
        return np.asarray(self.rows / self.rows.sum())

    @property
    def value(self) -> float:
        """Mean absolute gap."""
        return float((self.weight * np.abs(self.gap)).sum())

    @property
    def debiased(self) -> float:
        """The same less what chance adds."""
        pairs = zip(self.gap.tolist(), self.deviation.tolist(), strict=True)
        expected = np.array([_folded_mean(gap, deviation) for gap, deviation in pairs])
        return max(0.0, 2 * self.value - float((self.weight * expected).sum()))

    def reading(self, value: float, confidence: float) -> Reading:
        """``value`` with bounds of the mean absolute gap."""
        # Chance lifts the mean gap most where there is none at all: by the mean of folded noise.
        noise = self.weight * self.deviation
        lift = sqrt(2 / pi) * float(noise.sum())
        half = quantile.normal(confidence) * sqrt(float((noise**2).sum()))
        lower, upper = max(0.0, self.value - lift - half), min(1.0, self.value + half)
        detail: dict[str, Json] = {"bins": len(self.weight), "binning": "equal mass"}
        return Reading(value=value, lower=lower, upper=upper, method="folded-normal-bound", detail=detail)


def bins_of(cells: ScoreCells) -> Bins | None:
    """Bins of the cases of one group; ``None`` where there is no case."""
    counts = (cells.negatives + cells.positives).astype(np.float64)
    n = counts.sum()
    if n == 0:
        return None
    place = np.floor(BINS * (np.cumsum(counts) - counts / 2) / n).astype(np.int64)
    _, place = np.unique(place, return_inverse=True)
    totals, positives = (np.bincount(place, weights=part) for part in (counts, cells.positives))
    gap = (positives - np.bincount(place, weights=counts * cells.score)) / totals
    # Spread of label minus score within the bin; a bin of one label is not taken to be without spread.
    low, high = cells.means
    parts = ((-low, cells.negatives), (1 - high, cells.positives))
    square = sum((np.bincount(place, weights=part * (miss - gap[place]) ** 2) for miss, part in parts), np.zeros(1))
    square = square + np.bincount(place, weights=cells.spreads.sum(axis=0))
    smooth = (positives + 1) / (totals + 2)
    variance = np.maximum(square / np.maximum(totals - 1, 1), smooth * (1 - smooth)) / totals
    return Bins(rows=np.asarray(totals), positives=np.asarray(positives), gap=gap, deviation=np.sqrt(variance))


def _folded_mean(mean: float, deviation: float) -> float:
    z = mean / deviation
    return deviation * sqrt(2 / pi) * exp(-z * z / 2) + mean * erf(z / sqrt(2))


def _mean(cells: ScoreCells, loss: Loss, ends: tuple[float, float], confidence: float) -> Reading:
    lowest, highest = ends
    counts = cells.counts.astype(np.float64)
    n = float(counts.sum())
    if n == 0:
        return Reading(reason=NO_ROWS)
    values, within = loss.by_cell(cells, highest)
    value = float((counts * values).sum() / n)
    variance = float(((counts * (values - value) ** 2) + counts * within).sum() / (n - 1)) if n > 1 else 0.0
    if variance <= 0:
        # All rows alike say nothing of their spread; rows unlike them may make up this share, unseen.
        unseen = 1 - ((1 - confidence) / 2) ** (1 / n)
        lower, upper = value + unseen * (lowest - value), value + unseen * (highest - value)
        return Reading(value=value, lower=lower, upper=upper, method="unseen-share")
    low, high = t_mean(np.array([value]), np.array([variance]), np.array([n]), confidence)
    return Reading(
        value=value, lower=max(lowest, float(low[0])), upper=min(highest, float(high[0])), method="student-t"
    )


def calibration_intercept(cells: ScoreCells, confidence: float) -> Reading:
    """Shift of the scores' log odds that makes them right on average; 0 when they are, above 0 when too low.

    Source:
        Van Calster et al., J. Clin. Epidemiol. 74 (2016), 167-176.
    """
    fit = _fit(cells, with_slope=False)
    return fit if isinstance(fit, Reading) else _wald(*fit, confidence)


def calibration_slope(cells: ScoreCells, confidence: float) -> Reading:
    """Slope of the label's log odds on those of the score; 1 when scores are as spread as they should be.

    Below 1 the scores are too extreme, above 1 too timid.

    Source:
        Cox, Biometrika 45 (1958), 562-565; Van Calster et al., J. Clin. Epidemiol. 74 (2016), 167-176.
    """
    fit = _fit(cells, with_slope=True)
    return fit if isinstance(fit, Reading) else _wald(*fit, confidence)


def _fit(cells: ScoreCells, *, with_slope: bool) -> tuple[float, float] | Reading:
    if not cells.negatives.sum() or not cells.positives.sum():
        return Reading(reason="The group does not hold both labels.")
    if cells.score[0] <= 0 or cells.score[-1] >= 1:
        return Reading(reason="Scores of exactly 0 or 1 have no log odds.")
    odds = np.log(cells.score) - np.log1p(-cells.score)
    if with_slope and _is_separated(cells):
        return Reading(reason="The score separates the labels, so the slope has no end.")
    terms = np.stack([np.ones_like(odds), odds], axis=1) if with_slope else np.ones((len(odds), 1))
    return _logistic(cells, terms, 0 * odds if with_slope else odds)


def _logistic(cells: ScoreCells, terms: Floats, offset: Floats) -> tuple[float, float] | Reading:
    counts = (cells.negatives + cells.positives).astype(np.float64)
    weights, last = np.zeros(terms.shape[1]), -inf
    for _ in range(100):
        linear = offset + terms @ weights
        chance = 1 / (1 + np.exp(-np.clip(linear, -700, 700)))
        likelihood = float((cells.positives * linear - counts * np.logaddexp(0, linear)).sum())
        information = terms.T @ (terms * (counts * chance * (1 - chance))[:, None])
        step = np.linalg.lstsq(information, terms.T @ (cells.positives - counts * chance), rcond=None)[0]
        if abs(likelihood - last) <= 1e-12 * (1 + abs(likelihood)) and float(np.abs(step).max()) < 1e-8:
            # Robust: whether or not the fitted line is the truth, the rows' own misses say how far it may be off.
            misses = cells.positives * (1 - chance) ** 2 + cells.negatives * chance**2
            inverse = np.linalg.inv(information)
            return float(weights[-1]), sqrt(float((inverse @ (terms.T @ (terms * misses[:, None])) @ inverse)[-1, -1]))
        weights, last = weights + np.clip(step, -4, 4), likelihood
    return Reading(reason="The fit did not settle in 100 steps.")


def _is_separated(cells: ScoreCells) -> bool:
    low, high = (cells.score[counts > 0] for counts in (cells.negatives, cells.positives))
    return bool(low[-1] <= high[0] or high[-1] <= low[0])


def _wald(value: float, deviation: float, confidence: float) -> Reading:
    half = quantile.normal(confidence) * deviation
    return Reading(value=value, lower=value - half, upper=value + half, method="wald-robust")
