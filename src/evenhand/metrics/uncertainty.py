"""Intervals around estimates: closed forms, for arrays of groups at once, none of width 0 on finite data.

Which interval serves which metric, what coverage each was measured to have and which methods lost is told in ADR-0005.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.metrics import quantile

Floats: TypeAlias = NDArray[np.float64]
Bounds: TypeAlias = tuple[Floats, Floats]
"""Lower and upper ends, one a group."""


def wilson(count: ArrayLike, n: ArrayLike, confidence: float) -> Bounds:
    """Bounds of a share: ``count`` of ``n``. NaN where ``n`` is 0.

    Source:
        Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212.

    Examples:
        >>> low, high = wilson(30, 100, 0.95)
        >>> round(float(low), 4), round(float(high), 4)
        (0.2189, 0.3958)
    """
    successes, rows = np.asarray(count, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, spread = successes / rows, quantile.normal(confidence) ** 2 / rows
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    lower = np.where(successes == 0, 0 * share, np.minimum(centre - half, share))
    upper = np.where(successes == rows, 0 * share + 1, np.maximum(centre + half, share))
    return np.asarray(lower), np.asarray(upper)


def clopper_pearson(count: int, n: int, confidence: float) -> tuple[float, float]:
    """Bounds of a share that cover at least as often as said, whatever the share; wider than Wilson's.

    Source:
        Clopper and Pearson, Biometrika 26 (1934), 404-413.

    Examples:
        >>> low, high = clopper_pearson(0, 10, 0.95)
        >>> low, round(high, 4)
        (0.0, 0.3085)
    """
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else quantile.beta(tail, count, n - count + 1)
    upper = 1.0 if count == n else quantile.beta(1 - tail, count + 1, n - count)
    return lower, upper


def mover_difference(one: tuple[Floats, Bounds], other: tuple[Floats, Bounds], correlation: ArrayLike = 0.0) -> Bounds:
    """Bounds of a difference of two estimates, from the value and the bounds of each.

    With Wilson bounds of two independent shares this is Newcombe's method 10.

    Args:
        one: value and bounds of the minuend.
        other: value and bounds of the subtrahend.
        correlation: of the two estimates; 0 for groups that share no row.

    Source:
        Newcombe, Stat. Med. 17 (1998), 873-890; Zou and Donner, Stat. Med. 27 (2008), 1693-1702.

    Examples:
        >>> low, high = mover_difference(_share(56, 70, 0.95), _share(48, 80, 0.95))
        >>> round(float(low), 4), round(float(high), 4)
        (0.0524, 0.3339)
    """
    (value, (lower, upper)), (base, (base_lower, base_upper)) = one, other
    down = _span(value - lower, base_upper - base, correlation)
    up = _span(upper - value, base - base_lower, correlation)
    return value - base - down, value - base + up


def mover_ratio(one: tuple[Floats, Bounds], other: tuple[Floats, Bounds]) -> Bounds:
    """Bounds of a ratio of two independent estimates that are not negative; infinite above where the divisor may be 0.

    Args:
        one: value and bounds of the dividend.
        other: value and bounds of the divisor.

    Source:
        Donner and Zou, Stat. Methods Med. Res. 21 (2012), 347-359 (MOVER-R).

    Examples:
        >>> low, high = mover_ratio(_share(30, 100, 0.95), _share(50, 100, 0.95))
        >>> round(float(low), 4), round(float(high), 4)
        (0.419, 0.8522)
    """
    (value, (lower, upper)), (base, (base_lower, base_upper)) = one, other
    product = value * base
    with np.errstate(divide="ignore", invalid="ignore"):
        near, far = value**2 - (value - lower) ** 2, base**2 - (base_upper - base) ** 2
        low = near / (product + np.sqrt(np.maximum(product**2 - near * far, 0)))
        near, far = base**2 - (base - base_lower) ** 2, value**2 - (upper - value) ** 2
        high = (product + np.sqrt(np.maximum(product**2 - near * far, 0))) / near
    return np.where(value == 0, 0.0, low), np.where(base_lower <= 0, np.inf, high)


def t_mean(value: Floats, variance: Floats, n: Floats, confidence: float) -> Bounds:
    """Bounds of a mean from the sample variance of ``n`` rows; NaN below two rows.

    Examples:
        >>> low, high = t_mean(np.array([0.5]), np.array([0.04]), np.array([16.0]), 0.95)
        >>> round(float(low[0]), 4), round(float(high[0]), 4)
        (0.3934, 0.6066)
    """
    half = np.array([
        quantile.student(confidence, rows - 1) * np.sqrt(spread / rows) if rows > 1 else np.nan
        for spread, rows in zip(variance, n, strict=True)
    ])  # fmt: skip
    return value - half, value + half


def _span(one: Floats, other: Floats, correlation: ArrayLike) -> Floats:
    square = one**2 + other**2 - 2 * np.asarray(correlation) * one * other
    return np.sqrt(np.maximum(square, 0))


def _share(count: int, n: int, confidence: float) -> tuple[Floats, Bounds]:
    return np.asarray(count / n), wilson(count, n, confidence)
