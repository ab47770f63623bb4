"""Rows put together from rows of a table: what a model is asked about when it is probed. No value is made up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evenhand.adapters.tables.table import Table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


def composed(table: Table, places: "Mapping[str, NDArray[np.int64]]") -> "pa.Table":
    """A table of the columns named, each with the values of the rows named; -1 is no value.

    Examples:
        >>> import numpy, pyarrow
        >>> table = Table.of(pyarrow.table({"a": [1, 2], "b": ["x", "y"]}))
        >>> composed(table, {"a": numpy.array([1, -1]), "b": numpy.array([0, 0])}).to_pydict()
        {'a': [2, None], 'b': ['x', 'x']}
    """
    import pyarrow as pa

    columns = [_taken(table, name, rows) for name, rows in places.items()]
    return pa.table(columns, names=list(places))


def overlaid(
    table: Table, case: Table, rows: "NDArray[np.int64]", taken: "Mapping[str, NDArray[np.bool_]]"
) -> "pa.Table":
    """Rows of ``table`` in which a column is that of the one row of ``case`` wherever it is taken.

    Examples:
        >>> import numpy, pyarrow
        >>> table, case = (Table.of(pyarrow.table({"a": values})) for values in ([1, 2], [9]))
        >>> overlaid(table, case, numpy.array([0, 1]), {"a": numpy.array([True, False])}).to_pydict()
        {'a': [9, 2]}
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for name, is_taken in taken.items():
        own = _taken(table, name, rows)
        [value] = case.column(name).to_pylist()
        scalar = pa.scalar(value).cast(own.type) if value is not None else pa.scalar(None, type=own.type)
        columns.append(pc.if_else(pa.array(is_taken), scalar, own))
    return pa.table(columns, names=list(taken))


def _taken(table: Table, name: str, rows: "NDArray[np.int64]") -> "pa.Array":
    import pyarrow as pa

    column = table.arrow.column(name).combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.take(pa.array(rows, mask=rows < 0))
