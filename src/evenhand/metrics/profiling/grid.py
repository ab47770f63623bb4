"""From a number to its cell: a table over a grid of the numbers says where to begin, a few halvings end it.

The grid is even in the value, or bent: even near the middle of the cuts and even in the exponent far from it, for heavy
tails. Either rises with the value, rounding included, so the cell found is exact for any cuts.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

SIZE = 1 << 13
"""Grid cells, at most; more where there are more cuts than that."""

MOST = 1 << 18
"""Grid cells, whatever the number of cuts: a larger table costs more in misses of the cache than it saves halvings."""

_SPARSE = 64
"""Where fewer than one cut in so many shares its grid cell with another, few numbers need a search."""

_CROWDED = np.int32(-(2**31))

_ONE = np.int64(0x3FF0000000000000)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Where among ``cuts`` a number lies.

    Attributes:
        cuts: strictly rising, finite.
        middle, scale: a number's place is ``(value - middle) * scale``.
        low, high: grid cells below the middle, and from it on.
        shift: of a bent grid, whose cell is the bits of ``1 + |place|`` without the last ``shift``; 0: an even grid.
        first: per grid cell the number of cuts in the grid cells below it; shape ``(low + high + 1,)``, int32.
    """

    cuts: Floats
    middle: float
    scale: float
    low: int
    high: int
    shift: int
    first: NDArray[np.int32]

    @classmethod
    def of(cls, cuts: Floats) -> "Grid":
        """The grid that leaves the fewest cuts to the fullest of its cells.

        Examples:
            >>> Grid.of(np.array([1.0, 2.0, 4.0])).cells(np.array([0.5, 1.0, 3.0, 9.0])).tolist()
            [0, 1, 2, 3]
        """
        size = min(MOST, max(SIZE, 1 << len(cuts).bit_length()))
        found = min((_even(cuts, size), _bent(cuts, size)), key=_cost)
        for larger in (2 * size, 4 * size):
            if _work(found) <= 1 or larger > MOST:
                break
            found = min(found, _even(cuts, larger), _bent(cuts, larger), key=_cost)
        return found

    @cached_property
    def steps(self) -> int:
        """Halvings that end the search in the fullest grid cell."""
        return int(np.diff(self.first).max(initial=0)).bit_length()

    @cached_property
    def crowded(self) -> NDArray[np.bool_]:
        """Which grid cells hold several cuts; of the shape of ``first``."""
        return np.append(np.diff(self.first) > 1, False)

    @cached_property
    def marked(self) -> NDArray[np.int32]:
        """``first``, its sign set where several cuts follow, as the compiled kernel reads it."""
        return np.where(self.crowded, self.first | _CROWDED, self.first)

    @cached_property
    def padded(self) -> Floats:
        """The cuts, and as many infinities as a search may look at beyond them."""
        return np.concatenate([self.cuts, np.full(1 << self.steps, np.inf)])

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """``first`` as NumPy looks it up fastest."""
        return self.first.astype(np.intp)

    def cells(self, values: Floats) -> Integers:
        """The number of cuts at or below each finite number: its cell; same shape."""
        place, cuts = self.starts.take(_coarse(values, self), mode="clip"), self.padded
        for power in range(self.steps - 1, -1, -1):
            half = 1 << power
            is_above = cuts.take(place + (half - 1) if power else place, mode="clip") <= values
            place += is_above * np.intp(half) if power else is_above
        return place


def _cost(grid: Grid) -> tuple[int, int, bool]:
    return _work(grid), len(grid.first), bool(grid.shift)


def _work(grid: Grid) -> int:
    """Halvings for almost all numbers: those in the few grid cells of several cuts are left out."""
    n_searched = int(np.diff(grid.first)[grid.crowded[:-1]].sum())
    return min(1, grid.steps) if n_searched * _SPARSE < len(grid.cuts) else grid.steps


def _even(cuts: Floats, size: int) -> Grid:
    low, high = (float(cuts[0]), float(cuts[-1])) if len(cuts) else (0.0, 0.0)
    with np.errstate(over="ignore", divide="ignore"):
        scale = float(np.float64(size) / (np.float64(high) - np.float64(low)))
    if not 0 < scale < np.inf:
        low, scale, size = 0.0, 1.0, 1
    return _filled(cuts, (low, scale), (0, size), 0)


def _bent(cuts: Floats, size: int) -> Grid:
    n = len(cuts)
    middle, left, right = (float(cuts[n * k // 4]) for k in (2, 1, 3)) if n else (0.0, 0.0, 0.0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        scale = float(np.float64(2) / (np.float64(right) - np.float64(left)))
        far = np.abs((cuts[[0, -1]] if n else np.zeros(2)) - middle) * scale + 1.0
    if not 0 < scale < np.inf or not np.isfinite(far).all():
        return _even(cuts, 1)
    bits = (far.view(np.int64) - _ONE).tolist()
    shift = 32
    while sum(each >> shift for each in bits) + 2 > size:
        shift += 1
    return _filled(cuts, (middle, scale), ((bits[0] >> shift) + 1, (bits[1] >> shift) + 1), shift)


def _filled(cuts: Floats, line: tuple[float, float], sizes: tuple[int, int], shift: int) -> Grid:
    (middle, scale), (low, high) = line, sizes
    empty = np.zeros(low + high + 1, dtype=np.int32)
    bare = Grid(cuts=cuts, middle=middle, scale=scale, low=low, high=high, shift=shift, first=empty)
    counts = np.bincount(_coarse(cuts, bare), minlength=low + high)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Grid(cuts=cuts, middle=middle, scale=scale, low=low, high=high, shift=shift, first=first)


def _coarse(values: Floats, grid: Grid) -> NDArray[np.intp]:
    with np.errstate(over="ignore"):
        away = values - grid.middle
        away *= grid.scale
    if not grid.shift:
        np.maximum(away, 0.0, out=away)
        np.minimum(away, grid.high - 1.0, out=away)
        return away.astype(np.intp)
    steps = np.abs(away)
    steps += 1.0
    bits = steps.view(np.int64)
    bits -= _ONE
    bits >>= grid.shift
    bits ^= -(away < 0).astype(np.int64)  # below the middle the order is turned round
    bits += grid.low
    np.maximum(bits, 0, out=bits)
    return np.minimum(bits, grid.low + grid.high - 1, out=bits)
