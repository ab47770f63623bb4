"""Rows as numbers: equal rows have equal numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowCodes:
    """One number a row.

    Attributes:
        codes: from 0, equal for rows that are equal in the columns looked at; null equals null and NaN equals NaN.
        n_distinct: different numbers.
        is_stated: whether the row has a value in every one of the columns.
    """

    codes: "NDArray[np.int64]"
    n_distinct: int
    is_stated: "NDArray[np.bool_]"


def row_codes(table: Table, names: Sequence[str]) -> RowCodes:
    """Number the rows of ``table`` by their values in ``names``.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"a": [1, 1, 2], "b": ["x", "x", None]}))
        >>> row_codes(table, ["a", "b"]).codes.tolist(), row_codes(table, ["a", "b"]).is_stated.tolist()
        ([0, 0, 1], [True, True, False])
    """
    import numpy as np

    codes, stated, n_distinct = np.zeros(table.n_rows, dtype=np.int64), np.ones(table.n_rows, dtype=np.bool_), 1
    for name in names:
        found = coded(table, name)
        stated &= found.codes >= 0
        different, codes = np.unique(codes * (len(found.values) + 1) + found.codes + 1, return_inverse=True)
        n_distinct = len(different)
    return RowCodes(codes=codes, n_distinct=n_distinct, is_stated=stated)
