"""A relation of DuckDB as a source: run anew for every pass, batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.scan.in_memory import ROWS
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Relation:
    """See ``Source``."""

    relation: Any
    schema: "pa.Schema"
    n_rows: int
    origin: str = "the DuckDB relation"

    @classmethod
    def of(cls, relation: Any) -> "Relation":  # noqa: ANN401 - DuckDB is not installed everywhere
        """The relation; its rows are counted now.

        Raises:
            TableUnreadable: DuckDB cannot run it.
            TableEmpty: it gives no row.
        """
        try:
            schema = relation.limit(0).to_arrow_table().schema
            n_rows = int(relation.count("*").fetchall()[0][0])
        except Exception as mistake:
            raise _unreadable(mistake) from mistake
        require_names(schema.names, origin=cls.origin)
        if not n_rows:
            raise TableEmpty(f"{cls.origin} has no rows.", origin=cls.origin)
        return cls(relation=relation, schema=schema, n_rows=n_rows)

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        names = self.schema.names if columns is None else columns
        quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
        try:
            chosen = self.relation.project(quoted) if names else self.relation
            yield from _reader(chosen)
        except Exception as mistake:
            raise _unreadable(mistake) from mistake


def is_relation(source: object) -> bool:
    """Whether it is a relation of DuckDB, told without importing DuckDB."""
    kind = type(source)
    return kind.__module__.lstrip("_").partition(".")[0] == "duckdb" and kind.__name__ == "DuckDBPyRelation"


def _reader(relation: Any) -> "pa.RecordBatchReader":  # noqa: ANN401 - DuckDB is not installed everywhere
    """Batch by batch; DuckDB calls it otherwise since version 1.4."""
    read = relation.to_arrow_reader if hasattr(relation, "to_arrow_reader") else relation.fetch_record_batch
    return read(ROWS)


def _unreadable(mistake: Exception) -> TableUnreadable:
    said = str(mistake).strip().splitlines() or [type(mistake).__name__]
    return TableUnreadable(f"The DuckDB relation cannot be read: {said[0].rstrip('.')}.")
