"""A source that tells how far a pass has come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from evenhand.adapters.tables.scan.part import Part, parts_of
from evenhand.adapters.tables.scan.source import Source, Stated

if TYPE_CHECKING:
    import pyarrow as pa

Progress: TypeAlias = Callable[[str, int, "int | None"], None]
"""Takes the name of a table, the rows read of it so far in this pass, and all that it has if that is known."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """See ``Source``."""

    source: Source
    progress: Progress

    @property
    def origin(self) -> str:
        """See ``Source``."""
        return self.source.origin

    @property
    def schema(self) -> "pa.Schema":
        """See ``Source``."""
        return self.source.schema

    @property
    def n_rows(self) -> int | None:
        """See ``Source``."""
        return self.source.n_rows

    def ends(self, column: str) -> tuple[int, int] | None:
        """See ``Stated``."""
        return self.source.ends(column) if isinstance(self.source, Stated) else None

    def parts(self) -> Sequence[Part]:
        """See ``Divided``; whoever reads them calls ``progress`` itself."""
        return parts_of(self.source)

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        n_done, n_rows = 0, self.n_rows
        for batch in self.source.batches(columns):
            yield batch
            n_done += batch.num_rows
            self.progress(self.origin, n_done, n_rows)
