"""Parts of a table that can be read by themselves, column by column and from any thread."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa


class Kept(Protocol):
    """What parts lie in, for example a file."""

    def kept_open(self) -> AbstractContextManager[None]:
        """Inside, this thread opens it once, however many parts of it are read.

        Raises:
            TableChanged: it was changed since it was opened, before or inside.
        """
        ...


class Part(Protocol):
    """Consecutive rows of a table."""

    @property
    def table(self) -> Kept:
        """What it lies in; of several parts the same object."""
        ...

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


def opened_once(parts: Iterable[Part]) -> "Iterator[Part]":
    """Parts in turn, for one thread to read; what several lie in is opened once.

    Raises:
        TableUnreadable, TableChanged: as ``Part`` says.
    """
    with ExitStack() as opened:
        last: Kept | None = None
        for part in parts:
            if part.table is not last:
                opened.close()
                opened.enter_context(part.table.kept_open())
                last = part.table
            yield part


def batches_of(parts: Iterable[Part], columns: Sequence[str]) -> "Iterator[pa.RecordBatch]":
    """The rows of consecutive parts with these columns.

    Raises:
        TableUnreadable, TableChanged: as ``Part`` says.
    """
    for part in opened_once(parts):
        yield from part.batches(columns)
