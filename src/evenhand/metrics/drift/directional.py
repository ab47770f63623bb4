"""Intervals of distances that have a corner at 0: largest and summed absolute differences of two distributions.

Such a distance of samples lies above that of the populations, most where the populations are alike, and no formula
says by how much. It is drawn, from counts alone, never from rows, on one fixed seed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, pi, sqrt
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics import quantile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

Draws: TypeAlias = NDArray[np.float32]
Measure: TypeAlias = Callable[[Draws], Draws]
Bounds: TypeAlias = tuple[float, float]

DRAWS = 1_000
SEED = 20_261_129
PARTS = 64
"""Most bins that are drawn; functions of rising cells are drawn on so many parts of about equal mass."""
HALF = NormalDist().inv_cdf(0.75)
"""Standard errors that chance alone exceeds half of the time."""
_RESOLVED = 10
_STEPS = 12
_CLOSE = 3e-4
_NEAR = 0.05
"""A step of Newton's, as part of the width of what chance gives, that is the last: a tenth of it at most is left, a
fiftieth of a standard error."""
_APART = 1e-2
_MOST = 2.0
_LARGEST = 1e6
_TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shapes:
    """What the difference of two populations may look like, whose samples differ as they do.

    Attributes:
        narrow: the shape under which chance adds most to the distance, for the lower bound; shape ``(k,)``.
        wide: shapes under which it adds least, for the upper bound.
    """

    narrow: Floats
    wide: tuple[Floats, ...]

    @classmethod
    def of_sum(cls, step: Floats, spread: Floats, *others: Floats, beyond: float | None = None) -> "Shapes":
        """For a distance that adds differences up, each known within about one standard error.

        In the wide shape none is smaller than what chance alone exceeds half of the time. In the narrow one each is
        moved towards 0 by so much, or by ``beyond`` standard errors, and the largest stays where none is left.

        Args:
            step: differences of the samples; shape ``(k,)``.
            spread: their standard errors; same shape.
            others: further wide shapes.
            beyond: standard errors, if more than chance exceeds half of the time.

        Examples:
            >>> found = Shapes.of_sum(np.array([-3.0, 0.5]), np.ones(2), beyond=1.5)
            >>> found.narrow.tolist(), found.wide[0].tolist()
            ([-1.5, 0.0], [-3.0, 0.6744897501960817])
        """
        size = np.abs(step)
        narrow = np.maximum(size - (HALF if beyond is None else beyond) * spread, 0.0)
        if not narrow.any():
            narrow = np.where(size == size.max(initial=0.0), size, 0.0)
        return cls(
            narrow=np.copysign(narrow, step), wide=(np.copysign(np.maximum(size, HALF * spread), step), *others)
        )  # fmt: skip

    @classmethod
    def of_bins(cls, step: Floats, spread: Floats) -> "Shapes":
        """As ``of_sum``, of bins that each err by themselves: so far that chance leaves one of them beyond.

        At most two standard errors, since a shape that leaves out more than chance makes an interval long for nothing.

        Examples:
            >>> Shapes.of_bins(np.array([-3.0, 1.0, 1.0, 1.0]), np.ones(4)).narrow.round(2).tolist()
            [-1.85, 0.0, 0.0, 0.0]
        """
        return cls.of_sum(step, spread, beyond=min(quantile.normal(1 - 1 / max(len(step), 2)), _MOST))


def noise(reference: Integers, current: Integers) -> Draws:
    """Draws of current shares less reference shares, about their own mean; shape ``(bins, draws)``.

    Their covariance is the sum of both multinomials'. It is that of independent bins of which two directions are taken:
    their sum, and as far as it is known the step itself.

    Args:
        reference: rows of each bin, at most 64 bins.
        current: likewise.

    Examples:
        >>> drawn = noise(np.array([500, 500]), np.array([50, 50]))
        >>> drawn.shape, bool(np.abs(drawn.sum(axis=0)).max() < 1e-6)
        ((2, 1000), True)
    """
    n, m = float(reference.sum()), float(current.sum())
    b, w, normals = reference / n, current / m, _normals()[: len(reference)]
    step, variance = w - b, b / n + w / m
    spread = np.sqrt(variance)
    along = np.divide(step, spread, out=np.zeros_like(step), where=spread > 0)
    square = float(along @ along)
    known = 1 - sqrt(max(0.0, 1 - square / (n + m)))
    taken = np.stack([variance / (1 / n + 1 / m), known / square * step if square else step], axis=1)
    sides = np.stack([spread, along]).astype(np.float32) @ normals
    drawn = normals * spread.astype(np.float32)[:, np.newaxis]
    drawn -= taken.astype(np.float32) @ sides
    return drawn


def inverted_bounds(
    seen: float, shapes: Shapes, drawn: Draws, measure: Measure, half: float, confidence: float
) -> Bounds:  # fmt: skip
    """Bounds of a distance of two populations: the multiples of a difference that would give the distance seen.

    For a multiple of a shape, draws say how the distance of samples falls; the multiples under which the distance seen
    is neither among the largest nor among the smallest are kept. None at all is kept as the lower bound where chance
    alone would do as much. For the upper bound a distance counts as at least what chance alone exceeds half of the
    time: one that happens to be smaller proves no more.

    Args:
        seen: the distance of the samples.
        shapes: that the difference may truly have.
        drawn: of ``noise``, summed as the difference is; shape ``(k, draws)``.
        measure: distances of columns of differences, shape ``(k, draws)`` to ``(draws,)``; of degree 1, not negative.
            It may write into its argument.
        half: at least the standard error of the distance.
        confidence: of the interval.

    Source:
        Carpenter, J. R. Stat. Soc. B 61 (1999), 159-172, for inverting a test along one family of distributions;
        Cowan, Cranmer, Gross and Vitells, arXiv 1105.3166 (2011), for upper bounds that chance makes too small.

    Examples:
        >>> drawn = noise(np.array([5000, 5000]), np.array([500, 500]))
        >>> shapes = Shapes.of_sum(np.array([-0.2, 0.2]), np.full(2, 0.02))
        >>> low, high = inverted_bounds(0.2, shapes, drawn, lambda each: np.abs(each).max(axis=0), 0.02, 0.95)
        >>> 0.15 < low < 0.2 < high < 0.25
        True
    """
    n_draws = drawn.shape[1]
    tail = max((1 - confidence) / 2, _RESOLVED / n_draws)
    beyond = max(0.0, quantile.normal(confidence) - quantile.normal(1 - 2 * tail)) * half
    n_beyond = round(tail * n_draws)
    first, last = n_beyond - 1, n_draws - n_beyond
    by_chance = np.partition(measure(drawn.copy()), (first, n_draws // 2, last))
    if not seen > 0:
        return 0.0, float(by_chance[last]) + beyond
    near = _NEAR * float(by_chance[last] - by_chance[first])
    search = _Search(seen=seen, near=near, drawn=drawn, measure=measure)
    lower = 0.0 if by_chance[last] >= seen else search.reached(shapes.narrow, last)
    search = replace(search, seen=max(seen, float(by_chance[n_draws // 2])))
    upper = 0.0
    for shape in shapes.wide if by_chance[first] < search.seen else ():
        upper = search.reached(shape, first, least=upper)
    return max(0.0, lower - beyond), upper + beyond


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Search:
    """What is to be reached, how nearly before a last step, and by what."""

    seen: float
    near: float
    drawn: Draws
    measure: Measure

    def reached(self, shape: Floats, rank: int, least: float = 0.0) -> float:
        """The distance under the multiple of a shape at which the draw of that rank is what was seen.

        Args:
            shape: of the difference.
            rank: of the draw, from 0.
            least: what is given where the distance is less.
        """
        line = shape.astype(np.float32)[:, np.newaxis]
        unit, room = float(self.measure(line.copy())[0]), np.empty_like(self.drawn)
        low, high = least / unit if unit > 0 else 0.0, inf
        multiple = max(self.seen / unit, low) if unit > 0 else _LARGEST
        while multiple < _LARGEST:
            places = self.measure(np.add(self.drawn, np.float32(multiple) * line, out=room))
            at = int(np.argpartition(places, rank)[rank])
            off = self.seen - float(places[at])
            if off <= 0 and multiple <= low:
                break
            low, high = (multiple, high) if off > 0 else (low, multiple)
            end = min(high, 3 * multiple)
            gain = off / self._slope(line, multiple, at, float(places[at]))
            better = multiple + gain
            multiple = better if low < better < end or not gain else (low + end) / 2
            if unit * abs(gain) <= self.near or high - low <= _CLOSE * multiple:
                break
        return unit * multiple

    def _slope(self, line: Draws, multiple: float, at: int, place: float) -> float:
        """How fast the distance of that draw rises with the multiple; all but 0 where it falls."""
        step = _APART * multiple
        further = self.measure(self.drawn[:, at : at + 1] + np.float32(multiple + step) * line)
        return max(float(further[0]) - place, _TINY) / step


def many_bounds(step: Floats, spread: Floats, confidence: float) -> Bounds:
    """As ``inverted_bounds``, of half a sum over so many bins that it is about normal.

    Args:
        step: differences of the shares of samples; shape ``(k,)``.
        spread: their standard errors; same shape.
        confidence: of the interval.

    Source:
        Leone, Nelson and Nottingham, Technometrics 3 (1961), 543-550, for the moments of a folded normal variable.
    """
    shapes, seen, reach = Shapes.of_bins(step, spread), float(np.abs(step).sum() / 2), quantile.normal(confidence)
    least = max(seen, float(spread.sum()) / sqrt(2 * pi))
    return _crossing(shapes.narrow, spread, seen, reach), _crossing(shapes.wide[0], spread, least, -reach)


def _crossing(shape: Floats, spread: Floats, seen: float, reach: float) -> float:
    """The distance under the multiple of a shape whose mean and so many deviations are what was seen."""
    size = np.abs(shape)

    def off(multiple: float) -> float:
        middle = _folded(multiple * size, spread)
        variance = (multiple * size) ** 2 + spread**2 - middle**2
        return float(middle.sum() / 2 + reach * np.sqrt(variance.sum()) / 2) - seen

    unit = float(size.sum() / 2)
    low, high = 0.0, max(1.0, seen / unit) if unit > 0 else _LARGEST
    below, above = off(low), off(high)
    while above < 0 and high < _LARGEST:
        low, below, high = high, above, 2 * high
        above = off(high)
    if below >= 0 or above < 0:
        return 0.0 if below >= 0 else unit * high
    return unit * _root(off, (low, below), (high, above), _CLOSE * seen)


def _root(off: Callable[[float], float], low: Bounds, high: Bounds, close: float) -> float:
    """Where a rising function is 0, between a place and value below and one above."""
    side = 0
    (start, below), (end, above) = low, high
    for _ in range(_STEPS):
        middle = start - below * (end - start) / (above - below)
        found = off(middle)
        if abs(found) <= close:
            return middle
        if found < 0:
            start, below, above = middle, found, above / (2 if side < 0 else 1)  # an end that stays twice is halved
        else:
            end, above, below = middle, found, below / (2 if side > 0 else 1)
        side = -1 if found < 0 else 1
    return (start + end) / 2


def _folded(middle: Floats, spread: Floats) -> Floats:
    """Means of the absolute values of normal variables."""
    place = middle / np.maximum(spread, _TINY)
    density = np.exp(-(np.minimum(place, 30.0) ** 2) / 2) / np.sqrt(2 * np.pi)
    t = 1 / (1 + 0.2316419 * place)  # Abramowitz and Stegun 26.2.17, right to 1e-7
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    return np.asarray(2 * spread * density + middle * (1 - 2 * density * poly))


@lru_cache(maxsize=1)
def _normals() -> Draws:
    """Fixed draws; shape ``(64, draws)``. Each bin has the same normal scores, in an order of its own.

    Source:
        McKay, Beckman and Conover, Technometrics 21 (1979), 239-245, on Latin hypercubes.
    """
    scores = np.array([NormalDist().inv_cdf((place + 0.5) / DRAWS) for place in range(DRAWS)], dtype=np.float32)
    return np.random.default_rng(SEED).permuted(np.broadcast_to(scores, (PARTS, DRAWS)), axis=-1)
