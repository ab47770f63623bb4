"""The different values of a column, each with a row that has it and whether the contract allows it."""

from typing import TYPE_CHECKING

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.data.contract import Column
from evenhand.lifecycle.problem.scalar import Scalar

if TYPE_CHECKING:
    from evenhand.metrics.moves import Levels


def levels_of(table: Table, column: Column) -> "Levels":
    """The values of ``column``; numbers unless the contract lists them as categories.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"age": [30, 20, 30, None]}))
        >>> found = levels_of(table, Column(name="age", kind="integer", minimum=25))
        >>> found.codes.tolist(), found.numbers.tolist(), found.is_allowed.tolist()
        ([0, 1, 0, -1], [30.0, 20.0], [True, False])
    """
    import numpy as np

    from evenhand.metrics.moves import Levels

    found = coded(table, column.name)
    first = np.full(len(found.values), table.n_rows, dtype=np.int64)
    known = np.flatnonzero(found.codes >= 0)
    np.minimum.at(first, found.codes[known], known)
    is_number = column.kind in ("integer", "number") and column.categories is None
    numbers = np.array([float(value) for value in found.values]) if is_number else None
    allowed = np.array([_is_allowed(column, value) for value in found.values], dtype=np.bool_)
    return Levels(name=column.name, codes=found.codes, places=first, numbers=numbers, is_allowed=allowed)


def _is_allowed(column: Column, value: Scalar) -> bool:
    if column.categories is not None:
        return value in column.categories
    if column.kind not in ("integer", "number") or isinstance(value, str):
        return True
    above = column.minimum is None or value >= column.minimum
    return above and (column.maximum is None or value <= column.maximum)
