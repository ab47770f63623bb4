"""How far apart the groups of a table lie, two by two: all differences and all ratios of their values at once.

An interval of a pair is the same whichever of the two comes first, but for its sign or its inverse. So one matrix of
upper ends of differences, or of lower ends of ratios, holds both ends of every pair.
"""

import numpy as np

from evenhand.metrics.uncertainty import Bounds, Floats


def gaps(value: Floats) -> Floats:
    """Absolute differences; shape ``(groups, groups)``."""
    return np.abs(value[:, None] - value[None, :])


def gap_ends(value: Floats, bounds: Bounds) -> tuple[float, float]:
    """The least and the greatest difference that the pair may truly have for which that is greatest.

    Args:
        value: of two groups or more, shape ``(groups,)``.
        bounds: of the values.

    Source:
        ``mover_difference``, for every pair.

    Examples:
        >>> near, far = gap_ends(np.array([0.8, 0.6]), (np.array([0.7, 0.5]), np.array([0.9, 0.7])))
        >>> round(near, 4), round(far, 4)
        (0.0586, 0.3414)
    """
    lower, upper = bounds
    reach = np.sqrt(((upper - value) ** 2)[:, None] + ((value - lower) ** 2)[None, :])
    ends = _of_pairs(value[:, None] - value[None, :] + reach)
    return max(0.0, -float(ends.min())), float(ends.max())


def shares_of(value: Floats) -> Floats:
    """The lower value over the higher of each pair; NaN where both are 0; shape ``(groups, groups)``."""
    with np.errstate(invalid="ignore"):
        return np.minimum(value[:, None], value[None, :]) / np.maximum(value[:, None], value[None, :])


def ratio_ends(value: Floats, bounds: Bounds) -> tuple[float, float]:
    """The greatest ratio, at most 1, and the least that the pair may truly have for which that is least.

    Args:
        value: of two groups or more, not negative and not all 0, shape ``(groups,)``.
        bounds: of the values.

    Source:
        ``mover_ratio``, for every pair of which one is not 0.

    Examples:
        >>> near, far = ratio_ends(np.array([0.3, 0.5]), (np.array([0.2189, 0.4038]), np.array([0.3958, 0.5962])))
        >>> round(near, 3), round(far, 3)
        (0.852, 0.419)
    """
    lower, upper = bounds
    product = value[:, None] * value[None, :]
    down = (value**2 - (value - lower) ** 2)[:, None]
    up = (value**2 - (upper - value) ** 2)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = down / (product + np.sqrt(np.maximum(product**2 - down * up, 0)))
    if not value.all():
        ends[value == 0] = 0.0
        ends[np.ix_(value == 0, value == 0)] = np.nan
    ends = _of_pairs(ends)
    most = float(np.nanmax(ends))
    return min(1.0, 1 / most) if most > 0 else 1.0, float(np.nanmin(ends))


def _of_pairs(matrix: Floats) -> Floats:
    """The matrix with something of two groups in place of what it holds of one group and itself."""
    matrix.reshape(-1)[:: len(matrix) + 1] = matrix[0, 1]
    return matrix
