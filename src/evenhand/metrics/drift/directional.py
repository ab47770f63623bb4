"""Intervals of distances that have a corner at 0: largest and summed absolute differences of two distributions.

Such a distance of samples lies above that of the populations, most where the populations are alike, and no formula
says by how much. It is drawn, from counts alone, never from rows, on one fixed seed.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from evenhand.metrics import quantile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

Measure: TypeAlias = Callable[[Floats], Floats]
Bounds: TypeAlias = tuple[float, float]

DRAWS = 1_000
SEED = 20_261_129
PARTS = 64
"""Parts of about equal mass on which functions of rising cells are drawn."""
_MOST_DRAWN = 1 << 20
_RESOLVED = 10
_HALVINGS = 12
_LARGEST = 1e6
_SHAPE = 0.65
"""Part of each tail that is left to the draws; the rest allows for the shape, which the draws take as it is. It was
found by simulation to hold what is said."""


def noise(reference: Integers, current: Integers) -> Floats:
    """Draws of current shares less reference shares, about their own mean; shape ``(draws, bins)``.

    Examples:
        >>> drawn = noise(np.array([500, 500]), np.array([50, 50]))
        >>> drawn.shape, bool(np.abs(drawn.sum(axis=1)).max() < 1e-12)
        ((1000, 2), True)
    """
    k = len(reference)
    n_draws = max(_RESOLVED * 20, min(DRAWS, _MOST_DRAWN // max(1, k)))
    normals = _few(n_draws)[:, :, :k] if k <= PARTS else _normals(n_draws, k)
    return _centred(normals[1], current) - _centred(normals[0], reference)


def inverted_bounds(
    steps: tuple[Floats, ...], drawn: Floats, measure: Measure, half: float, confidence: float
) -> Bounds:  # fmt: skip
    """Bounds of a distance of two populations: the multiples of one difference that would give the distance seen.

    The difference of the populations is taken to have the shape of the one seen. For a multiple of it, draws say how
    the distance of samples falls; the multiples under which the distance seen is neither among the largest nor among
    the smallest are kept. None at all is kept as the lower bound where chance alone would do as much. Where chance may
    have bent the shape itself, further shapes are tried for the upper bound.

    Args:
        steps: difference of the samples, and further shapes that it may truly have; shape ``(k,)`` each.
        drawn: of ``noise``, summed as the difference is; shape ``(draws, k)``.
        measure: distances of rows of differences, shape ``(rows, k)`` to ``(rows,)``; of degree 1, no negative value.
        half: at least the standard error of the distance.
        confidence: of the interval.

    Source:
        Carpenter, J. R. Stat. Soc. B 61 (1999), 159-172, for inverting a test along one family of distributions.

    Examples:
        >>> drawn = noise(np.array([5000, 5000]), np.array([500, 500]))
        >>> step = np.array([-0.2, 0.2])
        >>> low, high = inverted_bounds((step,), drawn, lambda row: np.abs(row).max(axis=1), 0.02, 0.95)
        >>> 0.15 < low < 0.2 < high < 0.25
        True
    """
    seen = float(measure(steps[0][np.newaxis])[0])
    tail = max(_SHAPE * (1 - confidence) / 2, _RESOLVED / len(drawn))
    beyond = max(0.0, quantile.normal(confidence) - quantile.normal(1 - 2 * tail)) * half

    def reached(shape: Floats, at: float) -> float:
        """Where the distance of samples lies below as often as ``at``, under a multiple of a shape: which is found."""
        unit = float(measure(shape[np.newaxis])[0])
        return unit * _multiple(lambda each: float(np.quantile(measure(each * shape + drawn), at)), seen)

    if not seen > 0:
        return 0.0, float(np.quantile(measure(drawn), 1 - tail)) + beyond
    lower, upper = reached(steps[0], 1 - tail), max(reached(shape, tail) for shape in steps)
    return max(0.0, lower - beyond), upper + beyond


def bump(mass: Floats, sign: float) -> Floats:
    """A difference of distribution functions to one side alone, as a shift makes it; at the ends of the parts.

    Args:
        mass: of the parts; shape ``(k,)``, in all 1.
        sign: of the difference.

    Examples:
        >>> bump(np.array([0.25, 0.5, 0.25]), -1.0).tolist()
        [-0.1875, -0.1875]
    """
    place = np.cumsum(mass)[:-1]
    return np.asarray((-1.0 if sign < 0 else 1.0) * place * (1 - place))


def parts_of(reference: Integers, current: Integers) -> Integers:
    """Where each of at most 64 parts of rising cells ends: the index of the first cell beyond it.

    Cells are kept whole; every part but empty ones has about the same mass of both samples together.

    Examples:
        >>> parts_of(np.array([1, 0, 1]), np.array([1, 0, 1])).tolist()
        [1, 2, 3]
    """
    both = reference / reference.sum() + current / current.sum()
    place = ((np.cumsum(both) - both / 2) / both.sum() * PARTS).astype(np.int64)
    return np.append(np.flatnonzero(np.diff(place)) + 1, len(both))


def _multiple(reached: Callable[[float], float], seen: float) -> float:
    """The multiple at which a rising function reaches what was seen; 0 where it begins beyond."""
    if reached(0.0) >= seen:
        return 0.0
    low, high = 0.0, 1.0
    while reached(high) < seen and high < _LARGEST:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if reached(middle) < seen else (low, middle)
    return (low + high) / 2


def _centred(normals: Floats, counts: Integers) -> Floats:
    n = float(counts.sum())
    share = counts / n
    steps = normals * np.sqrt(share / n)
    return np.asarray(steps - share * steps.sum(axis=1, keepdims=True))


@lru_cache(maxsize=2)
def _few(n_draws: int) -> Floats:
    return _normals(n_draws, PARTS)


def _normals(n_draws: int, k: int) -> Floats:
    return np.random.default_rng(SEED).standard_normal((2, n_draws, k))
