"""Cells of all columns of the same rows, for a sample of a source."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.adapters.tables.scan.source import Source
from evenhand.metrics.profiling.plan import ORDERED, ColumnPlan, ProfilePlan
from evenhand.metrics.tally import Integers

if TYPE_CHECKING:
    import pyarrow as pa


def row_cells(source: Source, plan: ProfilePlan, *, n_rows: int, seed: int) -> Integers:
    """The cells of a uniform sample of rows, each row drawn once at most; in the order of the source.

    Args:
        source: to draw from; read once to its end.
        plan: whose columns and cells are meant.
        n_rows: to draw; all where there are fewer.
        seed: of the draw.

    Returns:
        Shape ``(rows, columns)``: the cell, ``n_cells`` for a new text, ``n_cells + 1`` for a row without a value.
    """
    rng = np.random.default_rng(seed)
    here = [column.name for column in plan.columns if column.name in set(source.schema.names)]
    keys, cells = np.empty(0), np.empty((0, len(plan.columns)), dtype=np.int64)
    for batch in source.batches(here):
        drawn = rng.random(batch.num_rows)
        most = np.partition(keys, n_rows - 1)[n_rows - 1] if len(keys) >= n_rows else 1.0
        chosen = np.flatnonzero(drawn < most)
        keys = np.concatenate([keys, drawn[chosen]])
        cells = np.concatenate([cells, _cells(batch, chosen, plan)])
        if len(keys) > 2 * n_rows:
            keys, cells = _fewest(keys, cells, n_rows)
    return _fewest(keys, cells, n_rows)[1]


def _fewest(keys: NDArray[np.float64], cells: Integers, n_rows: int) -> tuple[NDArray[np.float64], Integers]:
    kept = np.sort(np.argsort(keys, kind="stable")[:n_rows])
    return keys[kept], cells[kept]


def _cells(batch: "pa.RecordBatch", chosen: NDArray[np.int64], plan: ProfilePlan) -> Integers:
    import pyarrow as pa

    found = np.empty((len(chosen), len(plan.columns)), dtype=np.int64)
    names = set(batch.schema.names)
    rows = pa.array(chosen)
    for place, column in enumerate(plan.columns):
        found[:, place] = column.n_cells + 1
        if column.name in names and kind_of_arrow(batch.column(column.name).type) == column.kind:
            found[:, place] = _column(batch.column(column.name).take(rows), column)
    return found


def _column(array: "pa.Array", column: ColumnPlan) -> Integers:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.kind in ORDERED:
        numbers = numbers_of(array)
        values = numbers.values.astype(np.float64)
        cells = np.searchsorted(column.cuts, values, side="right").astype(np.int64)
        is_gap = ~np.isfinite(values)
        if numbers.is_null is not None:
            is_gap |= numbers.is_null
        return np.where(is_gap, column.n_cells + 1, cells)
    if pa.types.is_boolean(array.type):
        array = pc.if_else(array, "true", "false")
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    known = pc.index_in(array, pa.array(column.values, array.type), skip_nulls=True)
    rest = column.n_cells if column.is_complete else column.n_cells - 1
    cells = pc.fill_null(known, rest).to_numpy(zero_copy_only=False).astype(np.int64)
    is_null = array.is_null().to_numpy(zero_copy_only=False)
    return np.where(is_null, column.n_cells + 1, cells)
