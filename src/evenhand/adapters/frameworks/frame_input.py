"""Tables in the shape that an estimator was fitted on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa


def as_frame(table: pa.Table, names: Sequence[str] | None) -> Any:  # noqa: ANN401 - a pandas frame, imported when needed
    """The table as a pandas frame, its columns called ``names``."""
    if names is not None:
        table = table.rename_columns(list(names))
    return table.to_pandas()


def as_matrix(table: pa.Table) -> Any:  # noqa: ANN401 - numbers, or objects when a column holds text
    """The table as a matrix: of numbers when all columns are, missing ones as NaN; else of objects."""
    columns = [as_numbers(column) for column in table.columns]
    if all(column is not None for column in columns):
        return np.column_stack([column for column in columns if column is not None])
    mixed = np.empty((table.num_rows, table.num_columns), dtype=object)
    for index, column in enumerate(table.columns):
        mixed[:, index] = column.to_pylist()
    return mixed


def as_numbers(column: pa.ChunkedArray) -> Any | None:  # noqa: ANN401 - float64, or None
    """A column as floats, nulls as NaN; ``None`` when it holds no numbers."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        column = column.cast(kind)
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return None
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)
