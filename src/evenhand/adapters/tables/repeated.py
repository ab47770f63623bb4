"""Rows that say again what an earlier row said."""

from collections.abc import Sequence

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.table import Table


def n_repeated(table: Table, names: Sequence[str], *, is_stated: bool = False) -> int:
    """Rows that are equal to an earlier row in all columns of ``names``; null equals null and NaN equals NaN.

    Args:
        table: to count.
        names: at least one column.
        is_stated: leave out rows that lack a value in one of the columns.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"a": [1, 1, None, None], "b": ["x", "x", "y", "y"]}))
        >>> n_repeated(table, ["a", "b"]), n_repeated(table, ["a", "b"], is_stated=True)
        (2, 1)
    """
    import numpy as np

    rows = np.zeros(table.n_rows, dtype=np.int64)
    stated = np.ones(table.n_rows, dtype=bool)
    for name in names:
        found = coded(table, name)
        stated &= found.codes >= 0
        different, rows = np.unique(rows * (len(found.values) + 1) + found.codes + 1, return_inverse=True)
        if len(different) == table.n_rows:
            return 0
    if is_stated:
        rows = rows[stated]
    return len(rows) - len(np.unique(rows))
