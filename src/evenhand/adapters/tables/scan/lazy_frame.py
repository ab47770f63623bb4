"""A lazy frame of Polars as a source: collected anew for every pass, batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.scan.in_memory import ROWS
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty, TableFormatUnknown, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class LazyFrame:
    """See ``Source``."""

    frame: Any
    schema: "pa.Schema"
    n_rows: int
    origin: str = "the LazyFrame"

    @classmethod
    def of(cls, frame: Any) -> "LazyFrame":  # noqa: ANN401 - Polars is not installed everywhere
        """The frame; its rows are counted now.

        Raises:
            TableFormatUnknown: this Polars cannot collect in batches.
            TableUnreadable: Polars cannot collect it.
            TableEmpty: it gives no row.
        """
        import pyarrow as pa

        if not hasattr(frame, "collect_batches"):
            raise TableFormatUnknown("This version of Polars cannot collect a LazyFrame in batches: collect it first.")
        try:
            schema = pa.table(frame.limit(0).collect()).schema
            n_rows = sum(batch.height for batch in frame.collect_batches(maintain_order=True))
        except Exception as mistake:
            raise _unreadable(mistake) from mistake
        require_names(schema.names, origin=cls.origin)
        if not n_rows:
            raise TableEmpty(f"{cls.origin} has no rows.", origin=cls.origin)
        return cls(frame=frame, schema=schema, n_rows=n_rows)

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        import pyarrow as pa

        names = list(self.schema.names if columns is None else columns)
        try:
            for frame in self.frame.select(names).collect_batches(chunk_size=ROWS, maintain_order=True):
                yield from pa.table(frame).to_batches(max_chunksize=ROWS)
        except Exception as mistake:
            raise _unreadable(mistake) from mistake


def is_lazy_frame(source: object) -> bool:
    """Whether it is a lazy frame of Polars, told without importing Polars."""
    kind = type(source)
    return kind.__module__.partition(".")[0] == "polars" and kind.__name__ == "LazyFrame"


def _unreadable(mistake: Exception) -> TableUnreadable:
    said = str(mistake).strip().splitlines() or [type(mistake).__name__]
    return TableUnreadable(f"The LazyFrame cannot be collected: {said[0].rstrip('.')}.")
