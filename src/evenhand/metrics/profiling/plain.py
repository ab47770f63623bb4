"""Count batches in NumPy alone: what the compiled kernel does, for machines that have none, and to hold it against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.profiling.plan import ColumnPlan
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


BLOCK = 1 << 14
"""Values that are counted at once: what is made of them on the way stays in the processor's cache."""


def count_numbers(batch: Numbers, column: ColumnPlan, into: Running) -> None:
    """See ``native``."""
    nulls, counts, sums = batch.is_null, np.zeros_like(into.counts), np.zeros_like(into.sums)
    size = BLOCK if len(counts) <= BLOCK else max(1, len(batch.values))
    for start in range(0, len(batch.values), size):
        values = batch.values[start : start + size]
        if nulls is not None:
            here = nulls[start : start + size]
            values = values[~here]
            into.gaps[NULL] += len(here) - len(values)
        values = _finite(values, into)
        if not len(values):
            continue
        cells = column.grid.cells(values)
        counts += np.bincount(cells, minlength=len(counts))
        with np.errstate(over="ignore", invalid="ignore"):
            sums += np.bincount(cells, weights=values - column.centre, minlength=len(sums))
            _join(into, values)
        into.n[0] += len(values)
    into.counts[:] += counts
    with np.errstate(over="ignore", invalid="ignore"):
        into.sums[:] += sums


def _finite(values: NDArray[Any], into: Running) -> Floats:
    is_float = values.dtype.kind == "f"
    values = values.astype(np.float64, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):
        if not is_float or np.isfinite(values.sum()):  # one that is not finite makes the sum so
            return np.asarray(values)
    is_finite = np.isfinite(values)
    into.gaps[NAN] += np.isnan(values).sum()
    into.gaps[ABOVE] += (values == np.inf).sum()
    into.gaps[BELOW] += (values == -np.inf).sum()
    return np.asarray(values[is_finite])


def rising(batches: Sequence[Numbers]) -> Floats:
    """See ``native``."""
    found = [np.empty(0)]
    for batch in batches:
        values = batch.values if batch.is_null is None else batch.values[~batch.is_null]
        found.append(values.astype(np.float64) + 0.0)
    ordered = np.concatenate(found)
    return np.sort(ordered[np.isfinite(ordered)])


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
    away *= away  # not a product of vectors, which linear algebra would start threads for
    square = float(away.sum())
    low, high, old, spread = into.moments.tolist()
    step, share = mean - old, n / (before + n)
    if before:
        square += step * step * before * share
    mean = old + step * share if np.isfinite(step) else old * (before / (before + n)) + mean * share
    into.moments[:] = (min(low, values.min()), max(high, values.max()), mean, spread + square)
