"""The rows of a source in which one column has one value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.adapters.tables.scan.source import Source

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Filtered:
    """See ``Source``.

    Attributes:
        source: of all rows.
        column: that tells.
        value: that it must have; of booleans the text ``false`` or ``true``, of numbers the number.
    """

    source: Source
    column: str
    value: str | float

    @property
    def origin(self) -> str:
        """See ``Source``."""
        return f"{self.source.origin} where {self.column} is {self.value}"

    @property
    def schema(self) -> "pa.Schema":
        """See ``Source``."""
        return self.source.schema

    @property
    def n_rows(self) -> int | None:
        """See ``Source``."""
        return None

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        names = list(self.schema.names if columns is None else columns)
        read = names if self.column in names else [*names, self.column]
        for found in self.source.batches(read):
            batch = _plain(found)
            kept = batch.filter(_is_value(batch.column(self.column), self.value))
            if kept.num_rows:
                yield kept.select(names)


def _plain(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """Views of texts as texts: Arrow cannot filter views yet."""
    import pyarrow as pa

    types = [pa.large_string() if pa.types.is_string_view(field.type) else field.type for field in batch.schema]
    if types == batch.schema.types:
        return batch
    arrays = [column.cast(kind) for column, kind in zip(batch.columns, types, strict=True)]
    return pa.record_batch(arrays, names=batch.schema.names)


def _is_value(array: "pa.Array", value: str | float) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = kind_of_arrow(array.type)
    if kind == "boolean":
        array = pc.if_else(array, "true", "false")
    elif kind == "number":
        array = array.cast(pa.float64(), safe=False)
    return pc.equal(array, pa.scalar(value, array.type))
