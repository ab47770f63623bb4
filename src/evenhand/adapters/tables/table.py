"""A table in memory: Arrow below, names, kinds, arrays and one digest above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.arrow_kind import as_kind, kind_of
from evenhand.adapters.tables.column_names import require_unlike_names
from evenhand.adapters.tables.content_digest import table_digest
from evenhand.errors.table import ColumnMissing, ColumnUnsupported, TableEmpty, TableUnreadable
from evenhand.kernel.digest import Digest
from evenhand.kernel.part import did_you_mean

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows and named columns, each of one kind of the contract; made by ``Table.of`` and ``read_table``.

    Attributes:
        arrow: the content as it came, chunks and encodings included.
        origin: where it came from, for messages.
        kinds: column name to kind, in the order of the table.
    """

    arrow: "pa.Table"
    origin: str
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, arrow: "pa.Table", *, origin: str = "the table") -> "Table":
        """Wrap an Arrow table after checking all that evenhand relies on.

        Raises:
            TableEmpty: no column or no row.
            TableColumnNames: a name is blank or stands twice.
            ColumnUnsupported: a column is nested, binary, a time of day or a duration, or overflows its kind.
            TableUnreadable: the content contradicts itself, for example text that is no UTF-8.
        """
        require_unlike_names(arrow.column_names, origin=origin)
        if not arrow.num_columns or not arrow.num_rows:
            lacking = "rows below its column names" if arrow.num_columns else "columns"
            raise TableEmpty(f"{origin} has no {lacking}.", origin=origin)
        kinds = {field.name: _kind(field, origin=origin) for field in arrow.schema}
        _refuse_broken(arrow, origin=origin)
        table = cls(arrow=arrow, origin=origin, kinds=MappingProxyType(kinds))
        table._refuse_overflow()
        return table

    @cached_property
    def digest(self) -> Digest:
        """The name of the content; see ``content_digest`` for what counts."""
        return table_digest(self.arrow, dict(self.kinds))

    @property
    def n_rows(self) -> int:
        """Number of rows, at least one."""
        return int(self.arrow.num_rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(self.kinds)

    def column(self, name: str) -> "pa.ChunkedArray":
        """The column in the one Arrow type of its kind; nulls stay nulls and NaN stays NaN.

        Raises:
            ColumnMissing: there is no such column.
        """
        self._refuse_missing(name)
        return as_kind(self.arrow.column(name), name=name)

    def numpy(self, name: str) -> "np.ndarray[Any, Any]":
        """The column as one array of ``n_rows``.

        integer: ``int64``, or ``float64`` with NaN for null when there are nulls. number: ``float64``, NaN for null.
        boolean: ``bool``, or ``object`` with ``None``. text: ``object`` of ``str`` and ``None``. instant:
        ``datetime64``, NaT for null.

        Raises:
            ColumnMissing: there is no such column.
        """
        array: np.ndarray[Any, Any] = self.column(name).to_numpy()
        return array

    def select(self, names: Sequence[str]) -> "Table":
        """Only the columns ``names``, in that order.

        Raises:
            ColumnMissing: one is not there.
        """
        for name in names:
            self._refuse_missing(name)
        return Table.of(self.arrow.select(list(names)), origin=self.origin)

    def rows(self, start: int, stop: int) -> "Table":
        """The rows ``start`` up to, not including, ``stop``.

        Raises:
            TableEmpty: there is none.
        """
        return Table.of(self.arrow.slice(start, max(0, stop - start)), origin=self.origin)

    def _refuse_missing(self, name: str) -> None:
        if name not in self.kinds:
            hint = did_you_mean(name, self.columns)
            raise ColumnMissing(f"{self.origin} has no column {name!r}{hint}.", column=name, origin=self.origin)

    def _refuse_overflow(self) -> None:
        for field in self.arrow.schema:
            if str(field.type) == "uint64" or str(field.type).startswith("decimal"):
                self.column(field.name)


def _kind(field: "pa.Field", *, origin: str) -> str:
    kind = kind_of(field.type)
    if kind is None:
        fact = f"Column {field.name!r} of {origin} is of type {field.type}."
        raise ColumnUnsupported(fact, column=field.name, type=str(field.type), origin=origin)
    return kind


def _refuse_broken(arrow: "pa.Table", *, origin: str) -> None:
    import pyarrow as pa

    try:
        arrow.validate(full=True)
    except pa.ArrowInvalid as mistake:
        raise TableUnreadable(f"{origin} contradicts itself: {mistake}.", origin=origin) from mistake
