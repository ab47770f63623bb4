"""Count batches in NumPy alone: what the compiled kernel does, for machines that have none, and to hold it against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

NULL, NAN, ABOVE, BELOW, NEW, STRANGE, ABSENT = range(7)
"""Places of ``profile.GAPS``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Running:
    """Totals of one column, added to in place.

    Attributes:
        counts, sums: rows, and value less the centre, per cell.
        gaps: rows in no cell, by ``profile.GAPS``.
        moments: ``profile.MOMENTS``.
        n: finite numbers so far; shape ``(1,)``.
    """

    counts: Integers
    sums: Floats
    gaps: Integers
    moments: Floats
    n: Integers


def count_numbers(batch: Numbers, grid: Grid, centre: float, into: Running) -> None:
    """See ``native``."""
    nulls = batch.is_null
    values = batch.values if nulls is None else batch.values[~nulls]
    into.gaps[NULL] += len(batch.values) - len(values)
    is_float = values.dtype.kind == "f"
    values = values.astype(np.float64, copy=False)
    if is_float:
        is_finite = np.isfinite(values)
        if not is_finite.all():
            into.gaps[NAN] += np.isnan(values).sum()
            into.gaps[ABOVE] += (values == np.inf).sum()
            into.gaps[BELOW] += (values == -np.inf).sum()
            values = values[is_finite]
    if not len(values):
        return
    cells = grid.cells(values)
    into.counts[:] += np.bincount(cells, minlength=len(into.counts))
    with np.errstate(over="ignore", invalid="ignore"):
        into.sums[:] += np.bincount(cells, weights=values - centre, minlength=len(into.sums))
        _join(into, values)
    into.n[0] += len(values)


def cells_of(batch: Numbers, grid: Grid) -> NDArray[np.int32]:
    """See ``native``."""
    values = batch.values.astype(np.float64, copy=False)
    is_finite = np.isfinite(values)
    cells = np.where(np.isnan(values), -2, np.where(values > 0, -3, -4)).astype(np.int32)
    cells[is_finite] = grid.cells(values[is_finite])
    if batch.is_null is not None:
        cells[batch.is_null] = -1
    return cells


def count_codes(batch: Numbers, size: int) -> tuple[Integers, int]:
    """See ``native``."""
    nulls = batch.is_null
    codes = batch.values if nulls is None else batch.values[~nulls]
    if len(codes) and (codes.min() < 0 or codes.max() >= size):
        raise ValueError(f"a code outside 0 .. {size - 1}")
    return np.bincount(codes.astype(np.int64, copy=False), minlength=size), len(batch.values) - len(codes)


def count_crossed(
    columns: Sequence[NDArray[Any]], into: Integers, *, weights: Floats | None = None, sums: Floats | None = None
) -> None:  # fmt: skip
    """See ``native``."""
    key = np.ravel_multi_index(tuple(column.astype(np.int64, copy=False) for column in columns), into.shape)
    into.reshape(-1)[:] += np.bincount(key, minlength=into.size)
    if weights is not None and sums is not None:
        sums.reshape(-1)[:] += np.bincount(key, weights=weights, minlength=into.size)


def _join(into: Running, values: Floats) -> None:
    """Join the moments, by the formula of Chan, Golub and LeVeque (1983), which does not cancel."""
    first, n, before = values[0], len(values), int(into.n[0])
    mean = float(first + (values - first).mean())
    if not np.isfinite(mean):
        mean = float((values / n).sum())
    away = values - mean
    square = float(np.dot(away, away))
    low, high, old, spread = into.moments.tolist()
    step, share = mean - old, n / (before + n)
    if before:
        square += step * step * before * share
    mean = old + step * share if np.isfinite(step) else old * (before / (before + n)) + mean * share
    into.moments[:] = (min(low, values.min()), max(high, values.max()), mean, spread + square)
