"""The chi-square distributions, central and not, without a library that would have to be installed."""

from functools import lru_cache
from math import copysign, exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

from evenhand.metrics.uncertainty import Floats

_STEPS = 400
_NEAR = 1e-15
_TINY = 1e-300
_ROUNDED = 1e-16
_FAR = 500.0
"""From this noncentrality on the saddlepoint formula is used alone; it is right to 1e-5 standard deviations there."""
_UNSURE = 0.1
"""Standard deviations by which the saddlepoint formula may err at most, where nothing is noncentral."""
_MIDDLE = 1e-3
_LEAST = 1e-3
_SMALL = 3e-4
"""Part of a noncentrality, from which one step of Newton's leaves a ten-millionth."""
_ROUNDS = 6
_CLOSE = 1e-4
"""Standard deviations off, from which one more correction leaves less than a hundredth."""


def gamma_below(shape: float, x: float) -> float:
    """Chance that a gamma variable of that shape and scale 1 lies below ``x``.

    Source:
        DLMF 8.11.4 (series) and 8.9.2 (continued fraction, by Lentz's method).

    Examples:
        >>> round(gamma_below(1, 1), 6)
        0.632121
    """
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    return front * _series(shape, x) if x < shape + 1 else 1 - front * _fraction(shape, x)


def chi_square_above(x: float, freedom: float) -> float:
    """Chance that a central chi-square variable lies above ``x``: small chances keep their digits.

    Examples:
        >>> round(chi_square_above(3.841459, 1), 6), f"{chi_square_above(200, 3):.3g}"
        (0.05, '4.22e-43')
    """
    shape, half = freedom / 2, x / 2
    if half <= 0:
        return 1.0
    front = exp(shape * log(half) - half - lgamma(shape))
    return max(0.0, 1 - front * _series(shape, half)) if half < shape + 1 else min(1.0, front * _fraction(shape, half))


def chi_square_below(x: float, freedom: float, noncentrality: float = 0.0) -> float:
    """Chance that a chi-square variable with ``freedom`` degrees and that noncentrality lies below ``x``.

    Source:
        The mixture of central distributions by Poisson weights; from a noncentrality of 500 on the saddlepoint of
        Barndorff-Nielsen, Biometrika 73 (1986), 307-322.

    Examples:
        >>> round(chi_square_below(3.841459, 1), 6), round(chi_square_below(10, 9, 4), 4)
        (0.95, 0.3411)
    """
    if x <= 0:
        return 0.0
    if noncentrality >= _FAR:
        return NormalDist().cdf(_placed(x, freedom, noncentrality)[0])
    if noncentrality <= 0:
        return gamma_below(freedom / 2, x / 2)
    return _mixture(x, freedom, noncentrality)


def noncentrality_bounds(x: float, freedom: float, confidence: float) -> tuple[float, float]:
    """Noncentralities under which ``x`` is neither surprisingly large nor surprisingly small.

    The lower bound is above 0 exactly when ``x`` lies above the quantile of the central distribution.

    Source:
        Venables, J. R. Stat. Soc. B 37 (1975), 406-412.

    Examples:
        >>> noncentrality_bounds(5.0, 9, 0.95)[0], round(noncentrality_bounds(40.0, 9, 0.95)[0], 1)
        (0.0, 12.4)
    """
    tail = (1 - confidence) / 2
    return _noncentrality(x, freedom, 1 - tail), _noncentrality(x, freedom, tail)


def chi_square_quantile(probability: float, freedom: float) -> float:
    """Where a central chi-square variable lies below with ``probability``.

    Examples:
        >>> round(chi_square_quantile(0.95, 9), 4)
        16.919
    """
    high = freedom + 10.0
    while chi_square_below(high, freedom) < probability:
        high *= 2
    low = 0.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if chi_square_below(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def kolmogorov_above(x: float) -> float:
    """Chance that the largest distance of a Brownian bridge from 0 lies above ``x``.

    Examples:
        >>> round(kolmogorov_above(1.3581), 4)
        0.05
    """
    if x < 0.3:
        return 1.0
    return min(1.0, 2 * sum((1 if k % 2 else -1) * exp(-2 * k * k * x * x) for k in range(1, 60)))


def kolmogorov_quantile(confidence: float) -> float:
    """Where the largest distance of a Brownian bridge from 0 lies below with ``confidence``.

    Source:
        Smirnov, Ann. Math. Stat. 19 (1948), 279-281.

    Examples:
        >>> round(kolmogorov_quantile(0.95), 4)
        1.3581
    """
    low, high = 0.3, 6.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if kolmogorov_above(middle) > 1 - confidence else (low, middle)
    return (low + high) / 2


def _noncentrality(x: float, freedom: float, below: float) -> float:
    """The noncentrality at which ``x`` is the quantile of ``below``; 0 where none is.

    The saddlepoint formula is solved instead of the distribution, and then again for what it was wrong by.
    """
    aim = NormalDist().inv_cdf(below)
    if x <= 0 or (_placed(x, freedom, 0.0)[0] < aim + _UNSURE and chi_square_below(x, freedom) <= below):
        return 0.0
    found = _solved(x, freedom, aim, _first(x, freedom, aim))
    for _ in range(_ROUNDS):
        if found >= _FAR:
            break
        found = max(found, _LEAST)
        chance = min(max(_mixture(x, freedom, found), _TINY), 1 - _ROUNDED)
        off = NormalDist().inv_cdf(chance) - aim
        found = _solved(x, freedom, _placed(x, freedom, found)[0] - off, found)
        if abs(off) < _CLOSE:
            break
    return found


def _placed(x: float, freedom: float, noncentrality: float) -> tuple[float, float]:
    """Where ``x`` lies in standard deviations of a normal variable of the same chance, and the slope of that.

    The slope is in the noncentrality. The place is right to 1e-5 from a noncentrality of 500 on, and wrong by up to
    0.03 near 0 for one degree of freedom.

    Source:
        Barndorff-Nielsen, Biometrika 73 (1986), 307-322, on the saddlepoint of the noncentral distribution.
    """
    u = 2 * x / (freedom + sqrt(freedom * freedom + 4 * noncentrality * x))
    t = (1 - 1 / u) / 2
    curved = 2 * u * u * (freedom + 2 * noncentrality * u)
    w = copysign(sqrt(max(2 * t * x - freedom * log(u) - 2 * noncentrality * t * u, 0.0)), t)
    if abs(w) < _MIDDLE:
        return w + 4 * (freedom + 3 * noncentrality) / (3 * curved**1.5), -u / sqrt(curved)
    return w + log(t * sqrt(curved) / w) / w, -t * u / w


def _first(x: float, freedom: float, aim: float) -> float:
    """The noncentrality of a normal variable of the same mean and variance."""
    square, above = 2 * aim * aim, x - freedom
    root = sqrt(max(square * (square + 2 * above + freedom), 0.0))
    return max(0.0, above + square - copysign(root, aim))


def _solved(x: float, freedom: float, aim: float, start: float) -> float:
    """Newton's steps towards the noncentrality at which ``x`` is placed at ``aim``; the place is convex in it."""
    found = start
    for _ in range(_STEPS):
        place, slope = _placed(x, freedom, found)
        better = max(0.0, found - (place - aim) / slope)
        is_close = abs(better - found) <= _SMALL * better
        found = better
        if is_close or not found:
            break
    return found


def _mixture(x: float, freedom: float, noncentrality: float) -> float:
    """Central chances weighted by Poisson's; each follows from the one above it: P(a) = P(a + 1) + x^a e^-x / a!."""
    mean, half, shape = noncentrality / 2, x / 2, freedom / 2
    spread = 7 * sqrt(mean) + 12
    first, last = max(0, int(mean - spread)), int(mean + spread)
    count = np.arange(first, last + 1, dtype=np.float64)
    weights = np.exp(count * log(mean) - (mean + _log_gammas(1.0)[first : last + 1]))
    steps = np.exp((shape + count) * log(half) - (half + _log_gammas(shape + 1)[first : last + 1]))
    sums = np.cumsum(weights)
    return min(1.0, float(sums[-1]) * gamma_below(shape + last + 1, half) + float(steps @ sums))


@lru_cache(maxsize=256)
def _log_gammas(first: float) -> Floats:
    """Logarithms of the gamma function at ``first`` and each place 1 further, as many as ``_mixture`` may ask."""
    count = np.arange(int(_FAR / 2 + 7 * sqrt(_FAR / 2) + 12), dtype=np.float64)
    return lgamma(first) + np.concatenate([[0.0], np.cumsum(np.log(first + count))])


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    place = shape
    while term > total * _NEAR:
        place += 1
        term *= x / place
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    value = d
    for step in range(1, _STEPS):
        a = -step * (step - shape)
        b += 2
        d = a * d + b
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = b + a / c
        c = c if abs(c) > _TINY else _TINY
        value *= c * d
        if abs(c * d - 1) < _NEAR:
            break
    return value
