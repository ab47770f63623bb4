"""A table in memory as a source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.adapters.tables.memory import arrow_of
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1 << 16
"""Rows of a batch: one column of it stays in the processor's cache."""


@dataclass(frozen=True, kw_only=True)
class InMemory:
    """See ``Source``."""

    arrow: "pa.Table"
    origin: str

    @classmethod
    def of(cls, source: object) -> "InMemory":
        """Arrow, pandas, Polars, a dict of lists, anything with the Arrow stream interface.

        A column of mixed kinds is kept by its name, and nothing of it can be counted.

        Raises:
            TableFormatUnknown: it is no table.
            TableColumnNames: a name is blank or stands twice.
            TableEmpty: it has no column or no row.
        """
        arrow, origin = arrow_of(source, keeps_unreadable=True)
        require_names(arrow.column_names, origin=origin)
        if not arrow.num_rows:
            raise TableEmpty(f"{origin} has no rows.", origin=origin)
        return cls(arrow=arrow, origin=origin)

    @property
    def schema(self) -> "pa.Schema":
        """See ``Source``."""
        return self.arrow.schema

    @property
    def n_rows(self) -> int | None:
        """See ``Source``."""
        return int(self.arrow.num_rows)

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        table = self.arrow if columns is None else self.arrow.select(list(columns))
        yield from table.to_batches(max_chunksize=ROWS)
