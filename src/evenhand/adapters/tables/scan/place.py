"""Where the bytes of a table lie: opened for every pass, and the same bytes each time."""

from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class Place(Protocol):
    """A file here or elsewhere."""

    @property
    def origin(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def suffix(self) -> str:
        """The end of its name in lower case, with the dot; empty where there is none."""
        ...

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The file from its first byte; it can be sought in.

        Raises:
            TableUnreadable, TableNotAFile, TableEmpty: there is no such file, or nothing to read in it.
            TableChanged: it is another file than at first, or became one while it was open.
        """
        ...
