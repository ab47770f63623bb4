"""Quantiles of the normal, beta and Student distributions, without a library that would have to be installed."""

from functools import lru_cache
from math import erf, exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300
_NEAR = 1e-16
_STEPS = 300
_MANY = 200


@lru_cache(maxsize=1024)
def normal(confidence: float) -> float:
    """Half-width, in standard errors, of a two-sided normal interval.

    Examples:
        >>> round(normal(0.95), 6)
        1.959964
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def normal_confidence(deviations: float) -> float:
    """Confidence of the two-sided normal interval whose half-width is ``deviations`` standard errors.

    Examples:
        >>> round(normal_confidence(1.959964), 6)
        0.95
    """
    return erf(deviations / sqrt(2))


@lru_cache(maxsize=1024)
def student(confidence: float, freedom: float) -> float:
    """Half-width, in standard errors, of a two-sided interval by Student's t with ``freedom`` degrees, 1 or more.

    Source:
        Abramowitz and Stegun 26.7.5 from 200 degrees on, where it is right to 1e-9.

    Examples:
        >>> round(student(0.95, 9), 6)
        2.262157
    """
    if freedom >= _MANY:
        return _near_normal(normal(confidence), freedom)
    x = beta(confidence, 0.5, freedom / 2)
    return sqrt(freedom * x / (1 - x))


def _near_normal(z: float, freedom: float) -> float:
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def beta(probability: float, a: float, b: float) -> float:
    """Quantile: where a variable of the beta distribution with ``a`` and ``b`` lies below with ``probability``.

    Examples:
        >>> round(beta(0.5, 2, 2), 12)
        0.5
    """
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """Chance that a beta(``a``, ``b``) variable lies below ``x``.

    Source:
        The continued fraction of DLMF 8.17.22, evaluated by Lentz's method.

    Examples:
        >>> round(beta_below(0.25, 1, 1), 12)
        0.25
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    value = d
    steps = _STEPS + int(10 * sqrt(max(a, b)))
    for m in range(1, steps):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for part in (even, odd):
            d = _inverse(1 + part * d)
            c = 1 + part / c
            c = c if abs(c) > _TINY else _TINY
            change = c * d
            value *= change
        if abs(change - 1) < _NEAR:
            break
    return value


def _inverse(value: float) -> float:
    return 1 / (value if abs(value) > _TINY else _TINY)
