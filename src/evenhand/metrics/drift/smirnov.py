"""Smirnov's test of two samples where values repeat: the distance of their functions is seen at few places only."""

from functools import lru_cache
from math import erfc, pi, sqrt
from typing import TypeAlias

import numpy as np

from evenhand.metrics.drift.chance import kolmogorov_above
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

Run: TypeAlias = tuple[float, float | None]

_HEAVY = 0.05
"""Share of rows from which on the ends of a cell are told apart one by one."""
_OVERSHOOT = 0.5826
"""By how many standard deviations of a step a walk exceeds a bound when it first does, in the mean."""
_SHORT = 0.005
_NODES = 48
_FAR = 2.2
_MANY = 64
"""Cells from which on the sum over their ends tells nothing."""


def largest_above(x: float, reference: Integers, current: Integers) -> float:
    """Chance, where nothing changed, that the largest distance of two samples' functions lies above ``x``.

    The distance, times the root of ``n m / (n + m)``, is that of a Brownian bridge from 0 at the ends of the cells. It
    is followed from one heavy cell to the next; over a run of light cells it is watched all the time, against a bound
    moved out by what a walk of such steps overshoots it. Far out both Kolmogorov's chance and the sum over the ends
    of cells are above it, and the less is given.

    Args:
        x: the distance times that root.
        reference: rows of each rising cell.
        current: likewise.

    Source:
        Siegmund, Sequential Analysis (1985), 220-224, for the overshoot; Anderson, Ann. Math. Stat. 31 (1960), 165-197,
        for a bridge between two bounds.

    Examples:
        >>> fine, coarse = np.array([1, 0] * 1000), np.array([500, 500])
        >>> round(largest_above(1.3581, fine, fine[::-1]), 4), round(largest_above(1.3581, coarse, coarse), 4)
        (0.05, 0.0066)
    """
    if x < 0.3:
        return 1.0
    pooled, is_mixed = reference + current, (reference > 0) & (current > 0)
    held, total = pooled > 0, float(pooled.sum())
    shares = pooled[held] / total
    if x > _FAR and len(shares) > _MANY:
        return kolmogorov_above(x)
    if x > _FAR:
        place = np.cumsum(shares)[:-1]
        each = [erfc(far) for far in (x / np.sqrt(2 * place * (1 - place))).tolist()]
        return min(kolmogorov_above(x), sum(each))
    steps = np.where(is_mixed[held], shares - 1 / total, 0.0)
    heavy = np.flatnonzero(shares >= _HEAVY)
    if not len(heavy):
        return kolmogorov_above(x + _overshoot(shares, steps))
    return _followed(x, _runs(shares, steps, heavy))


def _runs(shares: Floats, steps: Floats, heavy: Integers) -> list[Run]:
    """Length of each heavy cell and of each run of light ones between, with its overshoot; none of a heavy cell.

    A run too short to be followed goes with the cell after it.
    """
    made: list[Run] = []
    first, length = 0, 0.0
    for cell in [*heavy.tolist(), len(shares)]:
        light = slice(first, cell)
        length = float(shares[light].sum())
        if length >= _SHORT:
            made.append((length, _overshoot(shares[light], steps[light])))
            length = 0.0
        if cell < len(shares):
            made.append((length + float(shares[cell]), None))
            length = 0.0
        first = cell + 1
    return [*made[:-1], (made[-1][0] + length, made[-1][1])]


def _overshoot(shares: Floats, steps: Floats) -> float:
    """Mean overshoot of a walk through light cells.

    One whose rows are of one side is passed without a turn, so that the walk is seen at its farthest.
    """
    return _OVERSHOOT * float((shares * np.sqrt(steps)).sum() / shares.sum())


def _followed(x: float, runs: list[Run]) -> float:
    """One less the chance that a bridge lies within ``x`` at the end of each run, and within its bound during it."""
    places, weights = (each * x for each in _nodes())
    nodes = [np.zeros(1), *[places] * (len(runs) - 1), np.zeros(1)]
    density = np.full(1, sqrt(pi / 2))
    for (length, overshoot), start, end in zip(runs, nodes[:-1], nodes[1:], strict=True):
        bound = None if overshoot is None else x + overshoot
        density = density @ _passed(start[:, np.newaxis], end, length, bound)
        density = density * weights if len(density) > 1 else density
    return float(min(max(1 - density[0], 0.0), 1.0))


@lru_cache(maxsize=1)
def _nodes() -> tuple[Floats, Floats]:
    """Places and weights of Gauss and Legendre between 0 and 1.

    Source:
        Golub and Welsch, Math. Comp. 23 (1969), 221-230.
    """
    count = np.arange(1.0, _NODES)
    beside = count / np.sqrt(4 * count**2 - 1)
    places, vectors = np.linalg.eigh(np.diag(beside, -1))
    return (places + 1) / 2, vectors[0] ** 2


def _passed(start: Floats, end: Floats, length: float, bound: float | None) -> Floats:
    """Density of a Brownian motion from ``start`` and its mirror image to ``end``, within a bound where one is given.

    Args:
        start: shape ``(k, 1)``.
        end: shape ``(m,)``.
        length: of time.
        bound: at or above every place, if there is one.
    """
    if bound is None:
        return _normal(end - start, length) + _normal(end + start, length)
    found = np.zeros((len(start), len(end)))
    for turn in (-4 * bound, 0.0, 4 * bound):
        for mirrored in (start, -start):
            found += _normal(end - mirrored + turn, length) - _normal(end + mirrored + 2 * bound + turn, length)
    return found


def _normal(place: Floats, variance: float) -> Floats:
    return np.asarray(np.exp(-(place**2) / (2 * variance)) / sqrt(2 * pi * variance))
