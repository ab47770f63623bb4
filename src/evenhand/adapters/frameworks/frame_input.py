"""Tables in the shape that an estimator was fitted on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def as_frame(table: pa.Table, names: Sequence[str] | None) -> Any:
    """The table as a pandas frame, its columns called ``names``; text is text, however Arrow stores it."""
    plain = [_decoded(column) for column in table.columns]
    table = pa.table(plain, names=table.column_names)
    if names is not None:
        table = table.rename_columns(list(names))
    return table.to_pandas()


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def as_matrix(table: pa.Table) -> NDArray[Any]:
    """The table as a matrix: of numbers when all columns are, missing ones as NaN; else of objects."""
    numbers = [column for column in map(as_numbers, table.columns) if column is not None]
    if numbers and len(numbers) == table.num_columns:
        return np.column_stack(numbers)
    mixed = np.empty((table.num_rows, table.num_columns), dtype=object)
    for index, column in enumerate(table.columns):
        mixed[:, index] = column.to_pylist()
    return mixed


def as_numbers(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """A column as floats, nulls as NaN; ``None`` when it holds no numbers."""
    column = _decoded(column)
    kind = column.type
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return None
    numbers: NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
