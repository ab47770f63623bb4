"""Parts of a table that can be read by themselves, column by column and from any thread."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa


class Part(Protocol):
    """Consecutive rows of a table."""

    @property
    def n_rows(self) -> int:
        """How many there are."""
        ...

    def arrays(self, columns: Sequence[str]) -> "Iterator[tuple[str, pa.Array]]":
        """These columns one after another, each in one array or several.

        Raises:
            TableUnreadable: one is broken; which is said.
            TableChanged: the file was changed since it was opened.
        """
        ...

    def batches(self, columns: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """The rows with these columns.

        Raises:
            TableUnreadable, TableChanged: as ``arrays`` says.
        """
        ...


@runtime_checkable
class Divided(Protocol):
    """A source that may consist of parts."""

    def parts(self) -> Sequence[Part]:
        """All rows in their order; nothing where they can only be read one after another."""
        ...


def parts_of(source: object) -> Sequence[Part]:
    """The parts of a source; none where its rows can only be read one after another."""
    return source.parts() if isinstance(source, Divided) else ()
