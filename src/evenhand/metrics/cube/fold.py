"""Add scores to a dense table of cells: in the compiled kernel where it is there, else in NumPy; the same counts."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.cube.batch import score_terms
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.library import CellsStruct, RowsStruct, TotalsStruct, library
from evenhand.metrics.profiling.native import (
    KINDS,
    MOST_CROSSED,
    batch_struct,
    count_crossed,
    crossing,
    grid_struct,
)  # fmt: skip
from evenhand.metrics.tally import Integers, Tally
from evenhand.metrics.uncertainty import Floats

_HELD = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Running totals of scores over groups, cells of a grid and labels; added to in place.

    Attributes:
        grid: of the cells.
        sizes: number of codes of each attribute.
        held: shape ``(*sizes, cells, 2, 4)``: rows, sum, sum of squares, and a product of probabilities.
        logs: shape ``(*sizes, cells, 2)``: to be added to the log of that product.
        ends: the least and the greatest score; infinite and the wrong way round where there is none.
    """

    grid: ScoreGrid
    sizes: tuple[int, ...]
    held: Floats
    logs: Floats
    ends: Floats

    @classmethod
    def empty(cls, grid: ScoreGrid, sizes: Sequence[int]) -> "Table":
        """The table of no rows."""
        shape = (*sizes, grid.n_cells, 2)
        # One row's totals lie in one line of the processor's cache.
        room = np.zeros(prod(shape) * _HELD + 8)
        start = -room.__array_interface__["data"][0] // 8 % 8
        held = room[start : start + prod(shape) * _HELD].reshape((*shape, _HELD))
        held[..., -1] = 1
        ends = np.array([np.inf, -np.inf])
        return cls(grid=grid, sizes=tuple(sizes), held=held, logs=np.zeros(shape), ends=ends)

    def tally(self) -> Tally:
        """Counts and sums over all attributes, then the cell and the label."""
        rows = self.held.reshape(-1, _HELD)
        found = np.flatnonzero(rows[:, 0])
        kept = rows[found]
        logs = np.log(kept[:, -1]) + self.logs.reshape(-1)[found]
        return Tally(
            keys=np.stack(np.unravel_index(found, self.logs.shape), axis=1).astype(np.int64),
            counts=kept[:, 0].astype(np.int64), sums=np.stack([kept[:, 1], kept[:, 2], logs], axis=1),
        )  # fmt: skip


def fold(
    codes: Sequence[NDArray[Any]], outcomes: tuple[NDArray[np.uint8], NDArray[np.uint8]], score: Floats, into: Table,
    *, counts: Integers | None = None,
) -> int:  # fmt: skip
    """Add rows; those without label or decision are passed over, and all whose score is not finite.

    Args:
        codes: one array an attribute, in ``0 .. sizes[i] - 1``.
        outcomes: label and decision: 0, 1, or 2 where unknown.
        score: shape ``(rows,)``, contiguous.
        into: changed in place.
        counts: of shape ``(*sizes, 3, 3)``, contiguous: rows are added by label and decision, unknown or not.

    Returns:
        Rows whose score is not finite.

    Raises:
        ValueError: a code is outside its axis; ``into`` is then to be thrown away.

    Examples:
        >>> table = Table.empty(ScoreGrid(cuts=np.array([0.5])), ())
        >>> label = np.array([1, 0, 1], dtype=np.uint8)
        >>> fold((), (label, label), np.array([0.25, 0.75, 0.5]), table)
        0
        >>> found = table.tally()
        >>> found.keys.tolist(), found.counts.tolist(), found.sums.round(4).tolist()
        ([[0, 1], [1, 0], [1, 1]], [1, 1, 1], [[0.25, 0.0625, -1.3863], [0.75, 0.5625, -1.3863], [0.5, 0.25, -0.6931]])
    """
    label, decision = outcomes
    if len({len(label), len(decision), len(score), *map(len, codes)}) > 1 or len(codes) != len(into.sizes):
        raise ValueError("columns that do not fit the table")
    native = library()
    if native is None or into.logs.size >= MOST_CROSSED:
        return _fold(codes, outcomes, score, into, counts)
    groups = [np.ascontiguousarray(each) for each in codes]
    rows = [np.ascontiguousarray(each) for each in (label, decision, score)]
    crossed, grid = crossing(groups, into.sizes), grid_struct(into.grid.lookup)
    asked = RowsStruct(ctypes.addressof(crossed), *map(_at, rows), len(score))
    parts = into.grid.parts
    cells = CellsStruct(ctypes.addressof(grid), _at(parts), len(parts), into.grid.n_cells)
    totals = TotalsStruct(
        _at(into.held), _at(into.logs), _at(into.ends), None if counts is None else _at(counts)
    )  # fmt: skip
    n_outcomes = 0 if counts is None else counts.size
    n_lost = native.evenhand_fold(ctypes.byref(asked), ctypes.byref(cells), n_outcomes, ctypes.byref(totals))
    if n_lost < 0:
        raise ValueError("a code outside its axis")
    return int(n_lost)


def outcomes_of(batch: Numbers, favourable: float, other: float) -> "tuple[NDArray[np.uint8], bool, bool] | None":
    """Codes of a column of numbers, whether one is favourable, and whether one is the other value.

    Returns:
        1 where a value is ``favourable``, 0 where it is ``other``, 2 where it is null or NaN; ``None`` where there is a
        third value, or no compiled kernel.

    Examples:
        >>> found = outcomes_of(Numbers(values=np.array([1, 0, 7])), 1, 0)
        >>> found is None
        True
    """
    native = library()
    if native is None or batch.values.dtype.str[1:] not in KINDS:
        return None
    values = np.ascontiguousarray(batch.values)
    codes, found = np.empty(len(values), dtype=np.uint8), np.zeros(3, dtype=np.uint8)
    held = batch_struct(values, batch)
    native.evenhand_outcomes(ctypes.byref(held), favourable, other, _at(codes), _at(found))
    return None if found[2] else (codes, bool(found[0]), bool(found[1]))


def _fold(
    codes: Sequence[NDArray[Any]], outcomes: tuple[NDArray[np.uint8], NDArray[np.uint8]], score: Floats, into: Table,
    counts: Integers | None,
) -> int:  # fmt: skip
    is_finite = np.isfinite(score)
    groups, score = [code[is_finite] for code in codes], score[is_finite]
    label, decision = (each[is_finite] for each in outcomes)
    if counts is not None:
        count_crossed([*groups, label, decision], counts)
    good = (label <= 1) & (decision <= 1)
    kept, is_favourable = score[good], label[good]
    found = Tally.of(
        [*(code[good] for code in groups), into.grid.cells(kept), is_favourable], sums=score_terms(kept, is_favourable)
    )
    if found.sums is None or (len(found.keys) and (found.keys.max(axis=0) >= into.logs.shape).any()):
        raise ValueError("a code outside its axis")
    at = tuple(found.keys.T)
    into.held[(*at, 0)] += found.counts
    into.held[(*at, 1)] += found.sums[:, 0]
    into.held[(*at, 2)] += found.sums[:, 1]
    into.logs[at] += found.sums[:, 2]
    into.ends[:] = kept.min(initial=into.ends[0]), kept.max(initial=into.ends[1])
    return len(is_finite) - len(score)


def _at(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])
