"""From a number to its cell: a table over a grid of the numbers says where to begin, a short scan ends it.

The grid is even in the value, or even in the order of floats (for heavy tails), whichever leaves fewer cuts to a grid
cell. Either rises with the value, so the cell found is exact for any cuts.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

SIZE = 1 << 13
_SIGN = np.uint64(1 << 63)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Where among ``cuts`` a number lies.

    Attributes:
        cuts: strictly rising, finite.
        is_even: whether the grid is even in the value; else in the order of floats.
        low, scale: of an even grid: its cell is ``(value - low) * scale``, cut off to ``0 .. SIZE - 1``.
        key, shift: of a grid in the order of floats: its cell is ``(order - key) >> shift``.
        first: per grid cell the number of cuts in the grid cells below it; shape ``(SIZE + 1,)``, int32.
    """

    cuts: Floats
    is_even: bool
    low: float
    scale: float
    key: int
    shift: int
    first: NDArray[np.int32]

    @classmethod
    def of(cls, cuts: Floats) -> "Grid":
        """The grid that leaves the fewest cuts to a grid cell, on average over the cells between cuts.

        Examples:
            >>> Grid.of(np.array([1.0, 2.0, 4.0])).cells(np.array([0.5, 1.0, 3.0, 9.0])).tolist()
            [0, 1, 2, 3]
        """
        grids = [_grid(cuts, is_even=is_even) for is_even in (True, False)]
        return min(grids, key=lambda grid: grid.work)

    @cached_property
    def work(self) -> float:
        """Cuts in the grid cell of a number, on average over numbers that lie between any two cuts as often."""
        width = np.diff(self.first)
        return float((width.astype(np.float64) ** 2).sum() / max(1, len(self.cuts)))

    @cached_property
    def depth(self) -> int:
        """Most cuts in one grid cell."""
        return int(np.diff(self.first).max(initial=0))

    def coarse(self, values: Floats) -> Integers:
        """Grid cells of finite numbers, in ``0 .. SIZE - 1``."""
        return _coarse(values, self)

    def cells(self, values: Floats) -> Integers:
        """The number of cuts at or below each finite number: its cell; same shape."""
        if not len(self.cuts):
            return np.zeros(len(values), dtype=np.int64)
        coarse = self.coarse(values)
        place, end = self.first[coarse].astype(np.int64), self.first[coarse + 1]
        if self.depth > _DEEP:
            return np.searchsorted(self.cuts, values, side="right").astype(np.int64)
        padded = np.append(self.cuts, np.inf)
        for _ in range(self.depth):
            place += (place < end) & (padded[place] <= values)
        return place


_DEEP = 8


def order_of(values: Floats) -> NDArray[np.uint64]:
    """An integer per number that rises as the number does; both zeros have the same.

    Examples:
        >>> order = order_of(np.array([-1.0, -0.0, 0.0, 2.0])).tolist()
        >>> order[0] < order[1] == order[2] < order[3]
        True
    """
    bits = (values + 0.0).view(np.uint64)
    return np.where(bits & _SIGN, ~bits, bits | _SIGN)


def _grid(cuts: Floats, *, is_even: bool) -> Grid:
    low, high = (float(cuts[0]), float(cuts[-1])) if len(cuts) else (0.0, 1.0)
    with np.errstate(over="ignore"):
        width = high - low
    scale = SIZE / width if 0 < width < np.inf and SIZE / width < np.inf else 0.0
    ends = order_of(np.array([low, high])).tolist()
    shift = max(0, (ends[1] - ends[0]).bit_length() - SIZE.bit_length() + 1)
    empty = np.zeros(SIZE + 1, dtype=np.int32)
    bare = Grid(cuts=cuts, is_even=is_even, low=low, scale=scale, key=ends[0], shift=shift, first=empty)
    counts = np.bincount(_coarse(cuts, bare), minlength=SIZE)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Grid(cuts=cuts, is_even=is_even, low=low, scale=scale, key=ends[0], shift=shift, first=first)


def _coarse(values: Floats, grid: Grid) -> Integers:
    if grid.is_even:
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(np.clip((values - grid.low) * grid.scale, 0, SIZE - 1).astype(np.int64))
    order = order_of(values)
    above = np.where(order > grid.key, order - np.uint64(grid.key), np.uint64(0)) >> np.uint64(grid.shift)
    return np.asarray(np.minimum(above, np.uint64(SIZE - 1)).astype(np.int64))
