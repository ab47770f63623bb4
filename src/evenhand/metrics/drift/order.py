"""Whether the rows of one window are mixed: rows of one kind that lie together are a matter of order, not of drift."""

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.cells import cell_names
from evenhand.metrics.drift.distance import Bins, most_moved, moved_beyond_chance, stability_index
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.profiling.rowwise import cells_of_rows

BLOCKS = 20
LEAST_ROWS = 100
"""Rows of a block; a window too small for two such blocks is not examined."""


def order_dependence(column: ColumnValues, plan: ColumnPlan, *, confidence: float = 0.95) -> Measurement:
    """How far the most unlike of up to 20 contiguous blocks of rows lies from the rest of the same window.

    A block is a slice of the window in the order in which its rows came. When the whole window is like the baseline
    window and a block is not like the rest, then whoever compares slices sees a drift that is none. The interval
    allows for the number of blocks.

    Args:
        column: the window's rows in their order.
        plan: of the baseline window.
        confidence: that no block is named by chance.

    Examples:
        >>> from evenhand.metrics.profiling.rowwise import plan_of_columns
        >>> sorted_by_age = ColumnValues(name="age", values=np.repeat([20.0, 60.0], 1000))
        >>> [plan] = plan_of_columns([sorted_by_age]).columns
        >>> found = order_dependence(sorted_by_age, plan)
        >>> found.lower > 0.25, found.detail["blocks"]
        (True, 20)
        >>> mixed = ColumnValues(name="age", values=np.tile([20.0, 60.0], 1000))
        >>> order_dependence(mixed, plan).lower
        0.0
    """
    spec = metric("order_dependence")
    rows = len(column.values)
    n_blocks = min(BLOCKS, rows // LEAST_ROWS)
    cells = cells_of_rows(column, plan)
    if n_blocks < 2 or cells is None:
        why = (
            f"{rows:,} rows make no two blocks of {LEAST_ROWS}."
            if cells is not None
            else "The column changed its kind."
        )
        return Reading(reason=why).measurement(spec, n=rows, confidence=confidence, column=column.name)
    block = np.arange(rows) * n_blocks // rows
    seen = cells >= 0
    counts = np.zeros((n_blocks, plan.n_cells), dtype=np.int64)
    np.add.at(counts, (block[seen], cells[seen]), 1)
    total, level = counts.sum(axis=0), 1 - (1 - confidence) / n_blocks
    ordered = plan.is_ordered
    compared = [(place, Bins.of(total - own, own, ordered=ordered)) for place, own in enumerate(counts)]
    readings = [(moved_beyond_chance(bins), place, bins) for place, bins in compared if not bins.gap]
    if not readings:
        why = "The window holds one and the same value, or too few to tell values apart."
        return Reading(reason=why).measurement(spec, n=rows, confidence=confidence, column=column.name)
    _, place, bins = max(readings, key=lambda each: each[0])
    reading = stability_index(bins, level)
    detail: dict[str, Json] = {
        "blocks": n_blocks, "block": place + 1, "first_row": int(np.searchsorted(block, place)),
        "last_row": int(np.searchsorted(block, place, side="right")) - 1,
    }  # fmt: skip
    moved = most_moved(bins)
    if moved is not None:
        at, elsewhere, here = moved
        detail["most_moved"] = {"values": cell_names(bins.members[at], plan), "elsewhere": elsewhere, "here": here}
    return reading.measurement(spec, n=rows, confidence=confidence, column=column.name, detail=detail)
