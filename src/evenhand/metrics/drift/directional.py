"""Intervals of distances that have a corner at 0: largest and summed absolute differences of two distributions.

Such a distance of samples lies above that of the populations, most where the populations are alike, and no formula
says by how much. It is drawn, from counts alone, never from rows, on one fixed seed.
"""

from collections.abc import Callable
from functools import lru_cache, partial
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
_RESOLVED = 10
_STEPS = 12
_CLOSE = 3e-4
_TINY = 1e-300
_LARGEST = 1e6
_SHAPE = 0.65
"""Part of each tail that is left to the draws; the rest allows for the shape, which the draws take as it is. It was
found by simulation to hold what is said."""


def noise(reference: Integers, current: Integers) -> Floats:
    """Draws of current shares less reference shares, about their own mean; shape ``(bins, draws)``.

    Args:
        reference: rows of each bin, at most 64 bins.
        current: likewise.

    Examples:
        >>> drawn = noise(np.array([500, 500]), np.array([50, 50]))
        >>> drawn.shape, bool(np.abs(drawn.sum(axis=0)).max() < 1e-12)
        ((2, 1000), True)
    """
    normals = _normals()[:, : len(reference)]
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
        drawn: of ``noise``, summed as the difference is; shape ``(k, draws)``.
        measure: distances of columns of differences, shape ``(k, draws)`` to ``(draws,)``; of degree 1, not negative.
        half: at least the standard error of the distance.
        confidence: of the interval.

    Source:
        Carpenter, J. R. Stat. Soc. B 61 (1999), 159-172, for inverting a test along one family of distributions.

    Examples:
        >>> drawn = noise(np.array([5000, 5000]), np.array([500, 500]))
        >>> step = np.array([-0.2, 0.2])
        >>> low, high = inverted_bounds((step,), drawn, lambda each: np.abs(each).max(axis=0), 0.02, 0.95)
        >>> 0.15 < low < 0.2 < high < 0.25
        True
    """
    seen = float(measure(steps[0][:, np.newaxis])[0])
    n_draws = drawn.shape[1]
    tail = max(_SHAPE * (1 - confidence) / 2, _RESOLVED / n_draws)
    beyond = max(0.0, quantile.normal(confidence) - quantile.normal(1 - 2 * tail)) * half

    def drawn_at(shape: Floats, multiple: float, rank: int) -> float:
        return float(np.partition(measure(multiple * shape[:, np.newaxis] + drawn), rank)[rank])

    def reached(shape: Floats, rank: int) -> float:
        """The distance under the multiple of a shape at which the draw of that rank is what was seen."""
        unit = float(measure(shape[:, np.newaxis])[0])
        return unit * _multiple(lambda multiple: drawn_at(shape, multiple, rank), seen, unit)

    first, last = int(tail * n_draws), int((1 - tail) * n_draws)
    if not seen > 0:
        return 0.0, drawn_at(steps[0], 0.0, last) + beyond
    lower, upper = reached(steps[0], last), max(reached(shape, first) for shape in steps)
    return max(0.0, lower - beyond), upper + beyond


def many_bounds(step: Floats, spread: Floats, confidence: float) -> Bounds:
    """As ``inverted_bounds``, of half a sum over so many bins that it is about normal.

    Args:
        step: differences of the shares of samples; shape ``(k,)``.
        spread: their standard errors; same shape.
        confidence: of the interval.

    Source:
        Leone, Nelson and Nottingham, Technometrics 3 (1961), 543-550, for the moments of a folded normal variable.
    """
    seen = float(np.abs(step).sum() / 2)
    reach = quantile.normal(1 - _SHAPE * (1 - confidence))

    def end(multiple: float, side: float) -> float:
        middle = _folded(multiple * np.abs(step), spread)
        variance = (multiple * step) ** 2 + spread**2 - middle**2
        return float(middle.sum() / 2 + side * reach * np.sqrt(variance.sum()) / 2)

    lower, upper = (_multiple(partial(end, side=side), seen, seen) for side in (1.0, -1.0))
    return seen * lower, seen * upper


def _folded(middle: Floats, spread: Floats) -> Floats:
    """Means of the absolute values of normal variables."""
    place = middle / np.maximum(spread, _TINY)
    density = np.exp(-(np.minimum(place, 30.0) ** 2) / 2) / np.sqrt(2 * np.pi)
    t = 1 / (1 + 0.2316419 * place)  # Abramowitz and Stegun 26.2.17, right to 1e-7
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    return np.asarray(2 * spread * density + middle * (1 - 2 * density * poly))


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
    place = np.minimum(((np.cumsum(both) - both / 2) / both.sum() * PARTS).astype(np.int64), PARTS - 1)
    return np.append(np.flatnonzero(np.diff(place)) + 1, len(both))


def _multiple(reached: Callable[[float], float], seen: float, unit: float) -> float:
    """The multiple at which a rising function reaches what was seen; 0 where it begins beyond."""
    low, high = 0.0, max(1.0, seen / unit) if unit > 0 else 1.0
    below, above = reached(low) - seen, reached(high) - seen
    if below >= 0:
        return 0.0
    while above < 0 and high < _LARGEST:
        low, below, high = high, above, 2 * high
        above = reached(high) - seen
    side = 0
    for _ in range(_STEPS):
        middle = low - below * (high - low) / (above - below)
        found = reached(middle) - seen
        if abs(found) <= _CLOSE * seen:
            return middle
        if found < 0:
            low, below, above = middle, found, above / (2 if side < 0 else 1)  # an end that stays twice is halved
        else:
            high, above, below = middle, found, below / (2 if side > 0 else 1)
        side = -1 if found < 0 else 1
    return (low + high) / 2


def _centred(normals: Floats, counts: Integers) -> Floats:
    n = float(counts.sum())
    share = (counts / n)[:, np.newaxis]
    steps = normals * np.sqrt(share / n)
    return np.asarray(steps - share * steps.sum(axis=0))


@lru_cache(maxsize=1)
def _normals() -> Floats:
    """Fixed draws of two sides; shape ``(2, 64, draws)``."""
    return np.random.default_rng(SEED).standard_normal((2, PARTS, DRAWS))
