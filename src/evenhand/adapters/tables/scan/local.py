"""A file of this machine, known by its size and the time of its last change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenhand.adapters.tables.opened import CHECK_PATH, opened
from evenhand.errors.table import TableChanged, TableEncoding, TableRagged, TableUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """See ``Place``.

    Attributes:
        path: of the file.
        origin: what it is called in messages.
        stamp: node, size and time of change when it was first seen.
    """

    path: Path
    origin: str
    stamp: tuple[int, int, int]

    @classmethod
    def of(cls, path: Path, *, origin: str | None = None) -> "Local":
        """The file at ``path`` as it is now.

        Raises:
            TableUnreadable: there is none, or it may not be seen.
        """
        return cls(path=path, origin=origin or path.name, stamp=_stamp(path))

    @property
    def suffix(self) -> str:
        """See ``Place``."""
        return self.path.suffix.lower()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """See ``Place``."""
        with opened(self.path) as file:
            self._require_same()
            try:
                yield file
            except (TableEncoding, TableRagged, TableUnreadable):
                self._require_same()  # a file that is being written reads as a broken one
                raise
        self._require_same()

    def _require_same(self) -> None:
        if _stamp(self.path) != self.stamp:
            raise TableChanged(f"{self.path} changed since it was first read.", path=str(self.path))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except (OSError, ValueError) as mistake:
        reason = getattr(mistake, "strerror", None) or str(mistake)
        raise TableUnreadable(f"{path} cannot be opened: {reason}.", remedy=CHECK_PATH, path=str(path)) from mistake
    return found.st_ino, found.st_size, found.st_mtime_ns
