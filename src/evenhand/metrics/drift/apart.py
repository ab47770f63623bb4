"""What counts alone prove about two distributions: where no row of one lies among the other's, or rows are few."""

from math import log, sqrt

import numpy as np

from evenhand.metrics import quantile
from evenhand.metrics.drift.chance import kolmogorov_quantile
from evenhand.metrics.tally import Integers

FEW = 50
"""Rows of the smaller table below which drawn bounds hold less often than they say: at 50 rows in 91 %, at 10 in 86."""
BEYOND = 1e-6
"""Chance, where nothing changed, of so many rows beyond the reference that they are a part of their own."""


def apart_at_least(sizes: tuple[int, int], confidence: float) -> float:
    """The least difference of two distributions' shares on one side of a place that parts all rows of two samples.

    Of ``n`` rows none lies beyond the place: with a chance of ``1 - a`` at most ``1 - a^(1/n)`` of the population do.
    That holds too for a place chosen as the sample's own end. It is so on both sides, each at a quarter of what the
    confidence leaves.

    Args:
        sizes: rows of both samples, each above 0.
        confidence: of the interval whose lower bound this is.

    Source:
        Clopper and Pearson, Biometrika 26 (1934), 404-413, for a count that is all of its rows.

    Examples:
        >>> round(apart_at_least((100, 100), 0.95), 3), apart_at_least((1, 100), 0.95)
        (0.914, 0.0)
    """
    left = (1 - confidence) / 4
    return float(max(0.0, left ** (1 / sizes[0]) + left ** (1 / sizes[1]) - 1))


def band(sizes: tuple[int, int], confidence: float) -> float:
    """What the largest distance of two samples' functions exceeds that of the populations by at most; 0 for many rows.

    Args:
        sizes: rows of both samples, each above 0.
        confidence: of the interval.

    Source:
        Smirnov, Ann. Math. Stat. 19 (1948), 279-281.

    Examples:
        >>> round(band((400, 10), 0.95), 3), band((400, 50), 0.95)
        (0.435, 0.0)
    """
    if min(sizes) >= FEW:
        return 0.0
    return kolmogorov_quantile(confidence) * sqrt(1 / sizes[0] + 1 / sizes[1])


def wider_for_few(sizes: tuple[int, int], confidence: float) -> float:
    """How many times as wide as a normal interval Student's is, whose freedom is that of the smaller sample.

    Args:
        sizes: rows of both samples, each above 1.
        confidence: of the interval.

    Examples:
        >>> round(wider_for_few((400, 5), 0.95), 3), round(wider_for_few((400, 1000), 0.95), 3)
        (1.417, 1.003)
    """
    return float(quantile.student(confidence, min(sizes) - 1) / quantile.normal(confidence))


def beyond(place: Integers, both: Integers) -> Integers:
    """The parts of an ordered column, and one more below and above the reference where many current rows lie there.

    Rows beyond the ends of a sample stay in the outermost parts, as the index of stability wants it, unless they would
    fill a part of their own, and chance would put so many there less often than once in a million.

    Args:
        place: part of each rising cell, 0 or more.
        both: rows of each cell in the reference and in the current table; shape ``(2, cells)``.

    Examples:
        >>> cells = np.array([[0, 50, 50, 0], [1, 40, 40, 90]])
        >>> beyond(np.array([0, 0, 1, 1]), cells).tolist()
        [0, 0, 1, 2]
    """
    n, m = (float(rows) for rows in both.sum(axis=1))
    held = np.flatnonzero(both[0])
    if not len(held) or not m:
        return place
    least = max(log(BEYOND) / log(m / (n + m)), m / (int(place.max()) + 1))
    found = place.copy()
    first, last = int(held[0]), int(held[-1]) + 1
    if both[1, last:].sum() > least:
        found[last:] = found[last - 1] + 1
    if both[1, :first].sum() > least:
        found[:first] = found[first] - 1
    return found
