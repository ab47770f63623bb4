"""A Parquet file as a source, row group by row group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from evenhand.adapters.tables.scan.in_memory import ROWS
from evenhand.adapters.tables.scan.place import Place
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

MAGIC = b"PAR1"


@dataclass(frozen=True, kw_only=True)
class RowGroups:
    """See ``Source``."""

    place: Place
    schema: "pa.Schema"
    n_rows: int

    @classmethod
    def of(cls, place: Place) -> "RowGroups":
        """The file at ``place``, of which only the footer is read now.

        Raises:
            TableUnreadable: it is no complete Parquet file, or one that is encrypted.
            TableEmpty: it states no row.
        """
        with place.open() as file:
            content = _content(file, origin=place.origin)
            schema, n_rows = content.schema_arrow, int(content.metadata.num_rows)
        require_names(schema.names, origin=place.origin)
        if not n_rows:
            raise TableEmpty(f"{place.origin} has no rows.", origin=place.origin)
        return cls(place=place, schema=schema, n_rows=n_rows)

    @property
    def origin(self) -> str:
        """See ``Source``."""
        return self.place.origin

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        import pyarrow as pa

        names = list(self.schema.names if columns is None else columns)
        with self.place.open() as file:
            content = _content(file, origin=self.origin, texts=_texts(self.schema))
            group = 0
            try:
                for group in range(content.num_row_groups):
                    yield from content.iter_batches(ROWS, row_groups=[group], columns=names)
            except (pa.ArrowException, OSError, ValueError) as mistake:
                fact = f"Row group {group} of {self.origin} cannot be read: {_first_line(mistake)}."
                raise TableUnreadable(fact, origin=self.origin, row_group=group) from mistake


def _content(file: BinaryIO, *, origin: str, texts: Sequence[str] = ()) -> "parquet.ParquetFile":
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(file, read_dictionary=list(texts))
    except (pa.ArrowException, OSError, ValueError) as mistake:
        raise TableUnreadable(
            f"{origin} cannot be read as Parquet: {_first_line(mistake)}.", origin=origin
        ) from mistake


def _texts(schema: "pa.Schema") -> list[str]:
    from pyarrow import types

    return [field.name for field in schema if types.is_string(field.type) or types.is_large_string(field.type)]


def _first_line(mistake: BaseException) -> str:
    lines = str(mistake).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(mistake).__name__
