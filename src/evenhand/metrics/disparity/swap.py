"""Other tables at once: rows swap between four groups of a crossing, so that no sum changes.

Two groups give one value of an attribute for each other's, and two others gain what they lose: ``f, a`` and ``m, b``
lose a row each, ``m, a`` and ``f, b`` gain one. Most small groups are free by this alone; the others need a walk.
"""

from dataclasses import dataclass

import numpy as np

from evenhand.metrics.disparity.alternative import Alternatives
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_NEAR = 1e-7
_LARGEST = 4_000_000
"""Places of a grid; a larger one is not made, and its swaps not tried."""
_TRIED = 64
"""Partners of a group that are tried on each side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Groups by their value of one attribute and by their values of all others.

    Attributes:
        groups: places of the groups, shape ``(values, others)``; -1 where there is none.
        value: per group its row.
        others: per group its column.
    """

    groups: Integers
    value: Integers
    others: Integers


def grids_of(members: Integers) -> tuple[Grid, ...]:
    """A grid for each attribute of a crossing; of two attributes, one serves both.

    Args:
        members: codes, shape ``(groups, attributes)``.

    Examples:
        >>> grids_of(np.array([[0, 0], [0, 1], [1, 1]]))[0].groups.tolist()
        [[0, 1], [-1, 2]]
    """
    made, n = [], members.shape[1]
    for place in range(n if n > 2 else n - 1):
        value = np.unique(members[:, place], return_inverse=True)[1].reshape(-1)
        others = np.unique(np.delete(members, place, axis=1), axis=0, return_inverse=True)[1].reshape(-1)
        shape = int(value.max(initial=-1)) + 1, int(others.max(initial=-1)) + 1
        if shape[0] * shape[1] <= _LARGEST:
            groups = np.full(shape, -1, dtype=np.int64)
            groups[value, others] = np.arange(len(members))
            made.append(Grid(groups=groups, value=value, others=others))
    return tuple(made)


def widen_by_swaps(tables: Alternatives, grids: tuple[Grid, ...], group: int, spread: float) -> None:
    """Meet tables in which a group differs, until it differs by ``spread`` or no swap moves it; the walk stays.

    Args:
        tables: met so far.
        grids: of its groups, one or more.
        group: its place.
        spread: rows.

    Examples:
        >>> sums = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], dtype=bool)
        >>> four = Alternatives.of(np.array([4.0, 20.0, 20.0, 20.0]), sums)
        >>> four.lower[:4], four.upper[:4] = [1, 10, 10, 10], [9, np.inf, np.inf, np.inf]
        >>> widen_by_swaps(four, grids_of(np.array([[0, 0], [0, 1], [1, 0], [1, 1]])), 0, 4.0)
        >>> four.least[:4].tolist(), four.greatest[:4].tolist()
        ([4.0, 15.0, 15.0, 20.0], [9.0, 20.0, 20.0, 25.0])
    """
    n = len(grids[0].value)
    lower, upper = tables.lower[:n], tables.upper[:n]
    for sign in (1.0, -1.0):
        counts = tables.counts[:n].copy()
        while tables.greatest[group] - tables.least[group] < spread - _NEAR:
            rise, fall = upper - counts, counts - lower
            gains, loses = (rise, fall) if sign > 0 else (fall, rise)
            step, four = max((_best(grid, group, gains, loses) for grid in grids), key=lambda found: found[0])
            if step < 1 - _NEAR:
                break
            counts[four] += sign * step * np.array([1.0, -1.0, -1.0, 1.0])
            tables.least[four] = np.minimum(tables.least[four], counts[four])
            tables.greatest[four] = np.maximum(tables.greatest[four], counts[four])


def _best(grid: Grid, group: int, gains: Floats, loses: Floats) -> tuple[float, list[int]]:
    """The most rows that a swap gives to a group, and the four groups: it, two that lose, one that gains."""
    row, column = int(grid.value[group]), int(grid.others[group])
    beside = _able(grid.groups[row], group, loses)
    below = _able(grid.groups[:, column], group, loses)
    if not len(beside) or not len(below):
        return 0.0, [group] * 4
    across = grid.groups[np.ix_(grid.value[below], grid.others[beside])]
    room = np.where(across >= 0, gains[across], 0.0)
    room = np.minimum(np.minimum(room, loses[beside]), loses[below][:, None])
    best = int(room.argmax())
    at, to = divmod(best, len(beside))
    return min(float(room[at, to]), float(gains[group])), [group, int(beside[to]), int(below[at]), int(across[at, to])]


def _able(groups: Integers, group: int, loses: Floats) -> Integers:
    held = groups[(groups >= 0) & (groups != group)]
    able = held[loses[held] > 1 - _NEAR]
    return np.asarray(able[:: max(1, -(-len(able) // _TRIED))])
