"""An Arrow file (IPC, Feather version 2) as a source, record batch by record batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from evenhand.adapters.tables.scan.in_memory import ROWS
from evenhand.adapters.tables.scan.place import Place
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC = b"ARROW1"


@dataclass(frozen=True, kw_only=True)
class ArrowFile:
    """See ``Source``."""

    place: Place
    schema: "pa.Schema"
    n_rows: int

    @classmethod
    def of(cls, place: Place) -> "ArrowFile":
        """The file at ``place``.

        Raises:
            TableUnreadable: it is no complete Arrow file.
            TableEmpty: it holds no row.
        """
        import pyarrow as pa

        with place.open() as file:
            content = _content(file, origin=place.origin)
            try:
                n_rows = sum(content.get_batch(index).num_rows for index in range(content.num_record_batches))
            except (pa.ArrowException, OSError, ValueError) as mistake:
                raise _unreadable(place.origin, mistake) from mistake
            schema = content.schema
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
            content, index = _content(file, origin=self.origin), 0
            try:
                for index in range(content.num_record_batches):
                    batch = content.get_batch(index).select(names)
                    yield from (batch.slice(start, ROWS) for start in range(0, batch.num_rows, ROWS))
            except (pa.ArrowException, OSError, ValueError) as mistake:
                raise _unreadable(f"Record batch {index} of {self.origin}", mistake) from mistake


def _content(file: BinaryIO, *, origin: str) -> "pa.RecordBatchFileReader":
    import pyarrow as pa

    try:
        return pa.ipc.open_file(file)
    except (pa.ArrowException, OSError, ValueError) as mistake:
        raise _unreadable(origin, mistake) from mistake


def _unreadable(what: str, mistake: BaseException) -> TableUnreadable:
    said = str(mistake).strip().splitlines() or [type(mistake).__name__]
    return TableUnreadable(f"{what} cannot be read as Arrow: {said[0].rstrip('.')}.", origin=what)
