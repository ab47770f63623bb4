"""Where rows come from: anything that yields Arrow record batches, again and again."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa


class Source(Protocol):
    """A table that is read batch by batch; every pass yields the same rows in the same order."""

    @property
    def origin(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def schema(self) -> "pa.Schema":
        """Of its rows; texts may come dictionary-encoded all the same."""
        ...

    @property
    def n_rows(self) -> int | None:
        """How many there are; ``None`` where only a pass tells."""
        ...

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """The rows from the first on, with all columns or those named.

        Raises:
            TableUnreadable: a part is broken; which one is said.
            TableChanged: the file was changed since it was opened.
        """
        ...


@runtime_checkable
class Stated(Protocol):
    """A source that states facts about its columns beside the rows."""

    def ends(self, column: str) -> tuple[int, int] | None:
        """The least and the greatest value of a column of whole numbers, both of which occur; ``None``: not stated."""
        ...
