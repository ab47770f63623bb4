"""Count batches: in the compiled kernel where it is there, else in NumPy; the integers are the same.

The kernel frees the interpreter's lock, so that threads count beside one another; none of these calls keeps a state.
"""

import ctypes
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profiling import plain
from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.profiling.library import BatchStruct, CrossingStruct, GridStruct, library
from evenhand.metrics.profiling.plain import Running
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

KINDS = {"f8": 0, "f4": 1, "i1": 2, "i2": 3, "i4": 4, "i8": 5, "u1": 6, "u2": 7, "u4": 8, "u8": 9}


def count_numbers(batch: Numbers, column: ColumnPlan, into: Running) -> None:
    """Add one batch of numbers to the running counts, centred sums, gaps and moments of a column."""
    native = library()
    if native is None:
        plain.count_numbers(batch, column, into)
        return
    values = _readable(batch.values)
    held, room = batch_struct(values, batch), None
    if _SEARCHED < len(into.counts) <= _THIN * len(values):
        room, struct = np.empty(3 * len(values)), GridStruct(cuts=_address(column.cuts))
    else:
        struct = grid_struct(column.grid)
    arrays = (into.counts, into.sums, into.gaps, into.moments, into.n)
    native.evenhand_count(
        ctypes.byref(held), ctypes.byref(struct), len(into.counts), column.centre,
        *(_address(array, is_written=True) for array in arrays), _address(room)
    )  # fmt: skip


_SEARCHED = 1 << 14
"""Cells that a search finds fast, because they stay in the caches of the processor."""

_THIN = 8
"""Where there are more cells than this for each value, walking along all of them takes longer than a search."""


def rising(batches: Sequence[Numbers]) -> Floats:
    """The finite numbers of all batches, smallest first, a negative zero as zero.

    Examples:
        >>> rising([Numbers(values=np.array([2.0, np.nan])), Numbers(values=np.array([-1, 7], dtype=np.int8))]).tolist()
        [-1.0, 2.0, 7.0]
    """
    native = library()
    if native is None:
        return plain.rising(batches)
    found, n = np.empty(sum(len(batch.values) for batch in batches)), 0
    for batch in batches:
        values = _readable(batch.values)
        held = batch_struct(values, batch)
        n += native.evenhand_finite(ctypes.byref(held), _address(found[n:]))
    room = np.empty(2 * n)
    native.evenhand_sort(_address(found), n, _address(room))
    return found[:n]


def cells_of(batch: Numbers, grid: Grid) -> NDArray[np.int32]:
    """The cell of every row; -1 null, -2 NaN, -3 positive and -4 negative infinity; shape ``(rows,)``.

    Examples:
        >>> cells_of(Numbers(values=np.array([0.2, 0.5, np.nan])), Grid.of(np.array([0.5]))).tolist()
        [0, 1, -2]
    """
    native = library()
    if native is None:
        return plain.cells_of(batch, grid)
    values, cells = _readable(batch.values), np.empty(len(batch.values), dtype=np.int32)
    held, struct = batch_struct(values, batch), grid_struct(grid)
    native.evenhand_cells(ctypes.byref(held), ctypes.byref(struct), _address(cells))
    return cells


def count_codes(batch: Numbers, size: int) -> tuple[Integers, int]:
    """How often each code of a dictionary occurs, and how many rows are null.

    Args:
        batch: codes in ``0 .. size - 1`` of any integer type, anything where null.
        size: of the dictionary.

    Raises:
        ValueError: a code is outside.

    Examples:
        >>> counts, n_null = count_codes(Numbers(values=np.array([0, 2, 2], dtype=np.int8)), 3)
        >>> counts.tolist(), n_null
        ([1, 0, 2], 0)
    """
    native = library()
    if native is None:
        return plain.count_codes(batch, size)
    values, counts, n_null = _readable(batch.values), np.zeros(size, dtype=np.int64), np.zeros(1, dtype=np.int64)
    held = batch_struct(values, batch)
    if native.evenhand_codes(ctypes.byref(held), size, _address(counts), _address(n_null)):
        raise ValueError(f"a code outside 0 .. {size - 1}")
    return counts, int(n_null[0])


def count_crossed(
    columns: Sequence[NDArray[Any]], into: Integers, *, weights: Floats | None = None, sums: Floats | None = None
) -> None:
    """Add rows to a dense table of counts over code columns.

    Args:
        columns: codes, each of shape ``(rows,)`` and any integer type, in ``0 .. into.shape[i] - 1``.
        into: counts, one axis a column; int64, C-contiguous, changed in place.
        weights: shape ``(rows,)``, added up per cell.
        sums: what they are added to; of the shape of ``into``, float64, changed in place.

    Raises:
        ValueError: a code is outside its axis; ``into`` is then to be thrown away.

    Examples:
        >>> table = np.zeros((2, 2), dtype=np.int64)
        >>> count_crossed([np.array([0, 1, 1], dtype=np.int8), np.array([1, 1, 1])], table)
        >>> table.tolist()
        [[0, 1], [0, 2]]
    """
    native, n = library(), len(columns[0]) if columns else 0
    if len(columns) != into.ndim or any(len(column) != n for column in columns):
        raise ValueError("columns that do not fit the table")
    if native is None or into.size >= MOST_CROSSED:
        plain.count_crossed(columns, into, weights=weights, sums=sums)
        return
    codes = [_readable(column) for column in columns]
    weighed = None if weights is None else np.ascontiguousarray(weights, dtype=np.float64)
    if weighed is not None and (sums is None or len(weighed) != n or sums.size != prod(into.shape)):
        raise ValueError("weights that do not fit the table")
    struct = crossing(codes, into.shape)
    if native.evenhand_cross(
        ctypes.byref(struct), n, _address(weighed), _address(into, is_written=True), _address(sums, is_written=True)
    ):  # fmt: skip
        raise ValueError("a code outside its axis")


MOST_CROSSED = 2**31
"""A table of so many cells or more is beyond the kernel."""


def crossing(codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> CrossingStruct:
    """Code columns for the kernel; whoever calls it holds on to ``codes``.

    Args:
        codes: contiguous, of whole numbers.
        sizes: of the columns, ``MOST_CROSSED`` is above their product.
    """
    n = len(codes)
    return CrossingStruct(
        (ctypes.c_void_p * n)(*(_address(code) for code in codes)),
        (ctypes.c_int32 * n)(*(KINDS[code.dtype.str[1:]] for code in codes)), (ctypes.c_int64 * n)(*sizes), n,
    )  # fmt: skip


def _readable(values: NDArray[Any]) -> NDArray[Any]:
    """As the kernel reads them: contiguous, of a known type, in the machine's order of bytes."""
    if values.dtype.str[1:] not in KINDS:
        values = values.astype(np.int64 if values.dtype.kind in "bui" else np.float64)
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))


def _address(array: NDArray[Any] | None, *, is_written: bool = False) -> int | None:
    if array is None:
        return None
    if is_written and not (array.flags.c_contiguous and array.dtype.itemsize == _SIZE):
        raise ValueError("counts are written into contiguous int64, sums into contiguous float64")
    return int(array.__array_interface__["data"][0])


_SIZE = 8


def batch_struct(values: NDArray[Any], batch: Numbers) -> BatchStruct:
    """A batch for the kernel, its values readable as they are; whoever calls it holds on to both."""
    bits = None if batch.validity is None else batch.validity
    if bits is not None and len(bits) * 8 < batch.offset + len(values):
        raise ValueError("a bitmap shorter than its values")
    return BatchStruct(_address(values), _address(bits), batch.offset, len(values), KINDS[values.dtype.str[1:]])


def grid_struct(grid: Grid) -> GridStruct:
    """What finds cells, for the kernel; whoever calls it holds on to ``grid``."""
    return GridStruct(
        _address(grid.padded), _address(grid.marked), grid.middle, grid.scale, grid.low, grid.high, grid.steps,
        grid.shift,
    )  # fmt: skip
