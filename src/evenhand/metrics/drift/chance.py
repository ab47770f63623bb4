"""The chi-square distributions, central and not, without a library that would have to be installed."""

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

_STEPS = 400
_NEAR = 1e-15
_TINY = 1e-300
_CLOSE = 1e-6
_ROUNDED = 1e-16
_FAR = 2_000.0
"""From this noncentrality on Sankaran's approximation is used; it is right to about 1e-4 there."""


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
        The mixture of central distributions by Poisson weights; from a noncentrality of 2,000 on Sankaran, Biometrika
        50 (1963), 199-204.

    Examples:
        >>> round(chi_square_below(3.841459, 1), 6), round(chi_square_below(10, 9, 4), 4)
        (0.95, 0.3411)
    """
    if x <= 0:
        return 0.0
    if noncentrality >= _FAR:
        return _sankaran(x, freedom, noncentrality)
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
    """The noncentrality at which ``x`` is the quantile of ``below``; 0 where none is."""
    if chi_square_below(x, freedom) <= below:
        return 0.0
    aim = NormalDist().inv_cdf(below)

    def off(noncentrality: float) -> float:
        chance = chi_square_below(x, freedom, noncentrality)
        return NormalDist().inv_cdf(min(max(chance, _TINY), 1 - _ROUNDED)) - aim

    low, high = 0.0, max(x, 1.0)
    above, beneath = off(low), off(high)
    while beneath > 0:
        low, above, high = high, beneath, 2 * high
        beneath = off(high)
    side = 0
    for _ in range(60):
        middle = low + above * (high - low) / (above - beneath)
        found = off(middle)
        if abs(found) < _CLOSE or high - low < _CLOSE * high:
            return middle
        if found > 0:
            low, above, beneath = middle, found, beneath / (2 if side > 0 else 1)  # an end that stays twice is halved
        else:
            high, beneath, above = middle, found, above / (2 if side < 0 else 1)
        side = 1 if found > 0 else -1
    return (low + high) / 2


def _mixture(x: float, freedom: float, noncentrality: float) -> float:
    """Central chances weighted by Poisson's; each follows from the one above it: P(a) = P(a + 1) + x^a e^-x / a!."""
    mean, half, shape = noncentrality / 2, x / 2, freedom / 2
    spread = 9 * sqrt(mean) + 12
    first, last = max(0, int(mean - spread)), int(mean + spread)
    count = np.arange(first, last + 1, dtype=np.float64)
    factorials = lgamma(first + 1) + np.concatenate([[0.0], np.cumsum(np.log(count[1:]))])
    weights = np.exp(count * log(mean) - mean - factorials)
    gammas = lgamma(shape + first + 1) + np.concatenate([[0.0], np.cumsum(np.log(shape + count[1:]))])
    steps = np.exp((shape + count) * log(half) - half - gammas)
    above = gamma_below(shape + last + 1, half)
    central = above + np.cumsum(steps[::-1])[::-1]
    return min(1.0, float((weights * np.minimum(central, 1.0)).sum()))


def _sankaran(x: float, freedom: float, noncentrality: float) -> float:
    mean, more = freedom + noncentrality, freedom + 2 * noncentrality
    power = 1 - 2 * mean * (freedom + 3 * noncentrality) / (3 * more**2)
    share = more / mean**2
    skew = (power - 1) * (1 - 3 * power)
    centre = 1 + power * share * (power - 1 - 0.5 * (2 - power) * skew * share)
    width = power * sqrt(2 * share) * (1 + 0.5 * skew * share)
    return NormalDist().cdf(((x / mean) ** power - centre) / width)


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
