"""What a query gave, as a table with a record of where and when."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import QueryRefused
from evenhand.errors.table import ColumnUnsupported, TableColumnNames, TableEmpty

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 10_000
"""Rows that are fetched at a time."""
_COMMENTS = re.compile(r"(--[^\n]*\n?|/\*.*?\*/|\s)+", re.DOTALL)
_READS = re.compile(r"(select|with|values|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One answer of a database.

    Attributes:
        table: the rows.
        place: the database without account and password.
        engine: name and version.
    """

    table: Table
    place: str
    engine: str


def require_reading(query: str) -> None:
    """Refuse what does not even begin as a query that reads; the database itself refuses the rest.

    Raises:
        QueryRefused: it begins otherwise, or is empty.

    Examples:
        >>> require_reading("SELECT * FROM loan")
    """
    start = _COMMENTS.match(query)
    rest = query[start.end() if start else 0 :]
    if not rest.strip():
        raise QueryRefused("The query is empty.")
    if not _READS.match(rest.lstrip("( \n\t")):
        word = rest.split(maxsplit=1)[0][:40]
        raise QueryRefused(f"The query begins with {word!r}; a dataset is read with SELECT.")


class Columns:
    """Rows that arrive a batch at a time, kept by column."""

    def __init__(self, names: Sequence[str], *, origin: str, limit: Limit | None = None) -> None:
        repeated = [name for name, n in Counter(names).items() if n > 1]
        if repeated:
            fact = f"The query of {origin} gives more than one column {repeated[0]!r}."
            raise TableColumnNames(fact, remedy="Give it a name of its own: SELECT ... AS ...", column=repeated[0])
        self._names, self._origin, self._limit = list(names), origin, limit or Limit()
        self._values: list[list[Any]] = [[] for _ in names]
        self._n_rows = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take one batch.

        Raises:
            TableTooLarge: there are more rows than are read.
        """
        self._n_rows += len(rows)
        self._limit.allow(origin=self._origin, rows=self._n_rows)
        for values, column in zip(self._values, zip(*rows, strict=True), strict=False):
            values.extend(column)

    def table(self, kinds: "Mapping[str, pa.DataType] | None" = None) -> Table:
        """All of them.

        Raises:
            TableEmpty: there was no row.
            ColumnUnsupported: a column mixes kinds of values, or holds what no table of ours holds.
        """
        import pyarrow as pa

        if not self._n_rows:
            raise TableEmpty(f"The query of {self._origin} gave no row.", origin=self._origin)
        arrays = [
            _array(name, values, (kinds or {}).get(name))
            for name, values in zip(self._names, self._values, strict=True)
        ]
        return Table.of(pa.Table.from_arrays(arrays, names=self._names), origin=self._origin)


def _array(name: str, values: list[Any], kind: "pa.DataType | None") -> "pa.Array":
    import pyarrow as pa

    plain = [float(value) if isinstance(value, Decimal) else value for value in values] if kind is None else values
    try:
        if {type(value) for value in plain if value is not None} == {int, float}:
            plain = [None if value is None else float(value) for value in plain]
        return pa.array(plain, type=kind)
    except (pa.ArrowException, OverflowError, TypeError, ValueError) as mistake:
        fact = f"Column {name!r} of the query cannot be read as values of one kind: {mistake}."
        raise ColumnUnsupported(fact, column=name) from mistake
