"""Errors of predicted numbers: mean absolute, root mean squared, mean, pinball and the share of variance explained.

Every function takes the sums of the groups of one crossing and returns one value a group, in the label's own unit but
for ``r2``. An error is prediction less label.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import sqrt
from types import MappingProxyType

import numpy as np

from evenhand.metrics import quantile
from evenhand.metrics.cube.residual_profile import RESIDUAL_TERMS, Residuals
from evenhand.metrics.estimate import Estimates, Reading, stacked
from evenhand.metrics.uncertainty import Floats

NO_ROWS = "The group holds no usable rows."
ONE_ROW = "One row alone shows no spread, so the value has no interval."


def mean_absolute_error(residuals: Residuals, confidence: float) -> Estimates:
    """Mean of the absolute errors, in [0, inf).

    Bounds by Student's t after Hall's transformation, which takes the skewness out that losses have.

    Source:
        Hall, J. R. Stat. Soc. B 54 (1992), 221-228, for the bounds.

    Examples:
        >>> from evenhand.metrics.cube.residual_profile import ResidualPlan, ResidualProfile
        >>> plan = ResidualPlan(attributes=(), cuts=np.array([2.0]), centre=2.0)
        >>> label, guess = np.array([1.0, 3.0, 2.0, 5.0]), np.array([1.5, 2.0, 2.0, 4.5])
        >>> found = ResidualProfile.counted(plan, label=label, prediction=guess, groups=()).residuals()
        >>> mean_absolute_error(found, 0.95).value.tolist()
        [0.5]
    """
    return _sizes(residuals, [residuals.total(term) for term in ("absolute", "square", "absolute_cube")], confidence)


def root_mean_squared_error(residuals: Residuals, confidence: float) -> Estimates:
    """Root of the mean of the squared errors, in [0, inf); bounds as those of ``mean_absolute_error``."""
    parts = [residuals.total(term) for term in ("square", "fourth", "sixth")]
    return _sizes(residuals, parts, confidence, is_root=True)


def pinball_loss(residuals: Residuals, level: float, confidence: float) -> Estimates:
    """Mean loss of predicted quantiles: an error above the label costs ``1 - level``, one below it ``level``.

    Args:
        residuals: sums of the errors.
        level: of the quantile that was predicted, in (0, 1); 0.5 gives half the mean absolute error.
        confidence: of the bounds.

    Source:
        Koenker and Bassett, Econometrica 46 (1978), 33-50.
    """
    if not 0 < level < 1:
        raise ValueError(f"a level of {level}")
    tilt = 1 - 2 * level
    # Powers of half the sum of the absolute error and the tilted one.
    losses = (residuals.total("absolute") + tilt * residuals.total("error")) / 2
    squares = ((1 + tilt**2) * residuals.total("square") + 2 * tilt * residuals.total("signed_square")) / 4
    cubes = (1 + 3 * tilt**2) * residuals.total("absolute_cube") + (3 * tilt + tilt**3) * residuals.total("cube")
    return _sizes(residuals, [losses, squares, cubes / 8], confidence)


def mean_error(residuals: Residuals, confidence: float) -> Estimates:
    """Mean of prediction less label: above 0 the predictions are too high on average. Bounds by Student's t."""
    parts = zip(
        residuals.rows.tolist(), residuals.total("error").tolist(), residuals.total("square").tolist(),
        _deviation(residuals).tolist(), strict=True,
    )  # fmt: skip
    return stacked([_mean(part, confidence) for part in parts], residuals.rows)


def mean_error_by_cell(residuals: Residuals, confidence: float) -> list[Estimates]:
    """For each group the mean error in each cell of the prediction, deciles where the plan asked for no other.

    Where it falls from the low cells to the high ones, predictions are too timid; where it rises, too extreme.
    """
    found, terms = [], [RESIDUAL_TERMS.index(name) for name in ("error", "square")]
    for counts, sums, scale in zip(residuals.counts, residuals.sums, _deviation(residuals).tolist(), strict=True):
        parts = zip(counts.tolist(), *(sums[:, term].tolist() for term in terms), strict=True)
        found.append(stacked([_mean((*part, scale), confidence) for part in parts], counts))
    return found


def r2(residuals: Residuals, confidence: float) -> Estimates:
    """Share of the label's variance that the predictions explain, ``1 - MSE / variance``, in (-inf, 1].

    Below 0 the mean of the labels would have predicted better. Bounds by the delta method on the scale of the log of
    the unexplained share.

    Source:
        van der Vaart, Asymptotic Statistics (1998), chapter 3, for the delta method.
    """
    names = ("square", "fourth", "label", "label_square", "label_cube", "label_fourth", "square_label")
    sums = np.stack([residuals.total(name) for name in (*names, "square_label_square")])
    n = residuals.rows
    return stacked([_explained(float(k), part, confidence) for k, part in zip(n, sums.T, strict=True)], n)


REGRESSION: Mapping[str, Callable[[Residuals, float], Estimates]] = MappingProxyType(
    {
        "mean_absolute_error": mean_absolute_error,
        "root_mean_squared_error": root_mean_squared_error,
        "r2": r2,
        "mean_error": mean_error,
    }
)
"""Metrics of a regression that need no number of their own."""


def _explained(n: float, sums: Floats, confidence: float) -> Reading:
    if n < 2:
        return Reading(reason=NO_ROWS if n == 0 else "One row has no variance that could be explained.")
    error, fourth, first, second, third, fourth_label, cross, cross_square = (sums / n).tolist()
    # Moments of the label about its mean, from those about the plan's centre.
    spread = second - first**2
    if spread <= 1e-12 * max(second, 1e-300):
        return Reading(reason="All labels of the group are equal: there is no variance to explain.")
    label_fourth = fourth_label - 4 * first * third + 6 * first**2 * second - 3 * first**4
    product = cross_square - 2 * first * cross + first**2 * error
    value = 1 - error / spread
    if error <= 0:
        return _unseen(1.0, -1.0, n, confidence)
    square = fourth / error**2 + label_fourth / spread**2 - 2 * product / (error * spread)
    half = quantile.student(confidence, n - 1) * sqrt(max(square, 0.0) / (n - 1))
    factor = np.exp(min(half, 700.0))
    lower, upper = 1 - (1 - value) * factor, 1 - (1 - value) / factor
    return Reading(value=value, lower=float(lower), upper=float(upper), method="delta-log")


def _sizes(residuals: Residuals, sums: list[Floats], confidence: float, *, is_root: bool = False) -> Estimates:
    """Means of losses that are not negative, or their roots, from sums of the losses, their squares and cubes."""
    scale, n = _deviation(residuals), residuals.rows
    parts = zip(n.tolist(), *(each.tolist() for each in sums), scale.tolist(), strict=True)
    return stacked([_size(part, confidence, is_root=is_root) for part in parts], n)


def _size(part: tuple[float, ...], confidence: float, *, is_root: bool) -> Reading:
    n, total, squares, cubes, scale = part
    if n < 2:
        return Reading(reason=ONE_ROW if n else NO_ROWS)
    mean = total / n
    variance = squares / n - mean**2
    if mean <= 0 or variance <= 1e-12 * mean**2:
        value = sqrt(max(mean, 0.0)) if is_root else max(mean, 0.0)
        return _unseen(value, scale, n, confidence)
    skew = (cubes / n - 3 * mean * squares / n + 2 * mean**3) / variance**1.5 / sqrt(n)
    reach, error = quantile.student(confidence, n - 1), sqrt(variance / (n - 1))
    ends = [mean - error * _unskewed(end, skew) for end in (reach, -reach)]
    value, lower, upper = (sqrt(max(end, 0.0)) if is_root else max(end, 0.0) for end in (mean, *ends))
    return Reading(value=value, lower=lower, upper=upper, method="hall")


def _unskewed(end: float, skew: float) -> float:
    """The studentised mean that Hall's transformation takes to ``end``; ``skew`` is over the root of n."""
    if abs(skew) < 1e-9:
        return end
    return 3 * (float(np.cbrt(1 + skew * (end - skew / 6))) - 1) / skew


def _mean(part: tuple[int, float, float, float], confidence: float) -> Reading:
    n, total, square, scale = part
    if n < 2:
        return Reading(reason=ONE_ROW if n else NO_ROWS)
    mean = total / n
    variance = (square - total * mean) / (n - 1)
    if variance <= 1e-12 * mean**2:
        above = _unseen(mean, scale, n, confidence)
        return replace(above, lower=2 * mean - above.upper)
    half = quantile.student(confidence, n - 1) * sqrt(variance / n)
    return Reading(value=mean, lower=mean - half, upper=mean + half, method="student-t")


def _unseen(value: float, scale: float, n: float, confidence: float) -> Reading:
    # Rows all alike say nothing of their spread; others, off by as much as labels vary, may make up this share, unseen.
    share = 1 - ((1 - confidence) / 2) ** (1 / n)
    ends = value, value + share * scale
    return Reading(value=value, lower=min(ends), upper=max(ends), method="unseen-share")


def _deviation(residuals: Residuals) -> Floats:
    n = np.maximum(residuals.rows, 1)
    first, second = residuals.total("label") / n, residuals.total("label_square") / n
    return np.asarray(np.sqrt(np.maximum(second - first**2, 0)))
