"""Which values a column holds, read until they are too many."""

from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.adapters.tables.scan.shape import require_columns
from evenhand.adapters.tables.scan.source import Source, Stated
from evenhand.lifecycle.evaluation.distinct_values import DistinctValues

if TYPE_CHECKING:
    import pyarrow as pa


def distinct_of(source: Source, column: str, *, at_most: int) -> DistinctValues:
    """The different values of ``column``; reading ends with the first batch that has more than ``at_most``.

    No row is read where the source states that its whole numbers lie between two that are neighbours.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> import pyarrow as pa
        >>> from evenhand.adapters.tables.scan.in_memory import InMemory
        >>> distinct_of(InMemory.of(pa.table({"paid": [1.0, 0.0, None, 1.0]})), "paid", at_most=2)
        DistinctValues(kind='number', values=(0.0, 1.0), is_all=True, has_fractions=False)
    """
    require_columns(source.schema.names, [column], origin=source.origin)
    kind = kind_of_arrow(source.schema.field(column).type)
    if kind is None or kind == "time":
        return DistinctValues(kind=kind, values=(), is_all=False)
    ends = source.ends(column) if isinstance(source, Stated) else None
    if ends is not None and ends[1] - ends[0] <= 1:
        return DistinctValues(kind=kind, values=tuple(sorted(set(ends))), is_all=True)
    seen: set[bool | int | float | str] = set()
    for batch in source.batches([column]):
        fresh = _numbers(batch.column(column), seen) if kind == "number" else _texts(batch.column(column))
        seen.update(fresh)
        if len(seen) > at_most:
            break
    values = tuple(sorted(seen)[:at_most])
    has_fractions = kind == "number" and any(float(value) % 1 for value in seen)
    return DistinctValues(kind=kind, values=values, is_all=len(seen) <= at_most, has_fractions=has_fractions)


def _numbers(array: "pa.Array", seen: "set[bool | int | float | str]") -> "list[float | int]":
    numbers = numbers_of(array)
    values = numbers.values
    fresh = np.ones(len(values), dtype=np.bool_) if numbers.is_null is None else ~numbers.is_null
    if values.dtype.kind == "f":
        fresh &= np.isfinite(values)
    # Comparing with the few values known is far cheaper than sorting every batch.
    for value in seen:
        fresh &= values != value
    return list(np.unique(values[fresh]).tolist())


def _texts(array: "pa.Array") -> "list[bool | str]":
    return [value for value in array.unique().to_pylist() if value is not None]
