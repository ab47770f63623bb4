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
from evenhand.metrics.profiling.library import BatchStruct, GridStruct, library
from evenhand.metrics.profiling.native import count_crossed
from evenhand.metrics.tally import Integers, Tally
from evenhand.metrics.uncertainty import Floats

_KINDS = {"f8": 0, "f4": 1, "i1": 2, "i2": 3, "i4": 4, "i8": 5, "u1": 6, "u2": 7, "u4": 8, "u8": 9}
_HELD = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Running totals of scores over groups, cells of a grid and labels; added to in place.

    Attributes:
        grid: of the cells.
        sizes: number of codes of each attribute.
        held: shape ``(*sizes, cells, 2, 4)``: rows, sum, sum of squares, and a product of probabilities.
        logs: shape ``(*sizes, cells, 2)``: to be added to the log of that product.
    """

    grid: ScoreGrid
    sizes: tuple[int, ...]
    held: Floats
    logs: Floats

    @classmethod
    def empty(cls, grid: ScoreGrid, sizes: Sequence[int]) -> "Table":
        """The table of no rows."""
        shape = (*sizes, grid.n_cells, 2)
        # One row's totals lie in one line of the processor's cache.
        room = np.zeros(prod(shape) * _HELD + 8)
        start = -room.__array_interface__["data"][0] // 8 % 8
        held = room[start : start + prod(shape) * _HELD].reshape((*shape, _HELD))
        held[..., -1] = 1
        return cls(grid=grid, sizes=tuple(sizes), held=held, logs=np.zeros(shape))

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
) -> None:  # fmt: skip
    """Add rows; those without label or decision, or with a score that is not finite, are passed over.

    Args:
        codes: one array an attribute, in ``0 .. sizes[i] - 1``.
        outcomes: label and decision: 0, 1, or more where unknown.
        score: shape ``(rows,)``, contiguous.
        into: changed in place.
        counts: of shape ``(*sizes, 3, 3)``, contiguous: all rows are added by label and decision, up to 2 each.

    Raises:
        ValueError: a code is outside its axis; ``into`` is then to be thrown away.

    Examples:
        >>> table = Table.empty(ScoreGrid(cuts=np.array([0.5])), ())
        >>> label = np.array([1, 0, 1], dtype=np.uint8)
        >>> fold((), (label, label), np.array([0.25, 0.75, 0.5]), table)
        >>> found = table.tally()
        >>> found.keys.tolist(), found.counts.tolist(), found.sums.round(4).tolist()
        ([[0, 1], [1, 0], [1, 1]], [1, 1, 1], [[0.25, 0.0625, -1.3863], [0.75, 0.5625, -1.3863], [0.5, 0.25, -0.6931]])
    """
    label, decision = outcomes
    if len({len(label), len(decision), len(score), *map(len, codes)}) > 1 or len(codes) != len(into.sizes):
        raise ValueError("columns that do not fit the table")
    native = library()
    if native is None or not hasattr(native, "evenhand_fold"):
        _fold(codes, outcomes, score, into)
        if counts is not None:
            count_crossed([*codes, label, decision], counts)
        return
    n, grid, even = len(codes), into.grid.lookup, into.grid.even
    struct = GridStruct(
        _at(grid.padded), _at(grid.first), grid.middle, grid.scale, grid.low, grid.high, grid.steps, grid.shift
    )
    held = [np.ascontiguousarray(each) for each in codes]
    rows = [np.ascontiguousarray(each) for each in (label, decision, score)]
    failed = native.evenhand_fold(
        (ctypes.c_void_p * n)(*(_at(each) for each in held)),
        (ctypes.c_int32 * n)(*(_KINDS[each.dtype.str[1:]] for each in held)), (ctypes.c_int64 * n)(*into.sizes),
        ctypes.c_int32(n), ctypes.c_int64(len(score)), *(ctypes.c_void_p(_at(each)) for each in rows),
        ctypes.byref(struct), ctypes.c_int64(max(0, len(even) - 1)), ctypes.c_void_p(_at(even)),
        ctypes.c_int64(into.grid.n_cells),
        ctypes.c_void_p(_at(into.held)), ctypes.c_void_p(_at(into.logs)),
        ctypes.c_void_p(None if counts is None else _at(counts)),
    )  # fmt: skip
    if failed:
        raise ValueError("a code outside its axis")


def outcomes_of(batch: Numbers, favourable: float, other: float) -> "tuple[NDArray[np.uint8], bool] | None":
    """Codes of a column of numbers and whether one is favourable.

    Returns:
        1 where a value is ``favourable``, 0 where it is ``other``, 2 where it is null or NaN; ``None`` where there is a
        third value, or no compiled kernel.

    Examples:
        >>> found = outcomes_of(Numbers(values=np.array([1, 0, 7])), 1, 0)
        >>> found is None
        True
    """
    native = library()
    if native is None or not hasattr(native, "evenhand_outcomes") or batch.values.dtype.str[1:] not in _KINDS:
        return None
    values = np.ascontiguousarray(batch.values)
    codes, found = np.empty(len(values), dtype=np.uint8), np.zeros(2, dtype=np.int64)
    bits = None if batch.validity is None else _at(batch.validity)
    held = BatchStruct(_at(values), bits, batch.offset, len(values), _KINDS[values.dtype.str[1:]])
    native.evenhand_outcomes(
        ctypes.byref(held), ctypes.c_double(favourable), ctypes.c_double(other), ctypes.c_void_p(_at(codes)),
        ctypes.c_void_p(_at(found)),
    )  # fmt: skip
    return None if found[1] else (codes, bool(found[0]))


def _fold(
    codes: Sequence[NDArray[Any]], outcomes: tuple[NDArray[np.uint8], NDArray[np.uint8]], score: Floats, into: Table
) -> None:
    label, decision = outcomes
    good = (label <= 1) & (decision <= 1) & np.isfinite(score)
    kept, is_favourable = score[good], label[good]
    found = Tally.of(
        [*(code[good] for code in codes), into.grid.cells(kept), is_favourable], sums=score_terms(kept, is_favourable)
    )
    if found.sums is None or (len(found.keys) and (found.keys.max(axis=0) >= into.logs.shape).any()):
        raise ValueError("a code outside its axis")
    at = tuple(found.keys.T)
    into.held[(*at, 0)] += found.counts
    into.held[(*at, 1)] += found.sums[:, 0]
    into.held[(*at, 2)] += found.sums[:, 1]
    into.logs[at] += found.sums[:, 2]


def _at(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])
