"""Open a file for one undisturbed reading: a regular file, and the same one at the end as at the beginning."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evenhand.errors.table import TableChanged, TableEmpty, TableNotAFile, TableUnreadable

_NAMES = {
    stat.S_ISDIR: "a folder", stat.S_ISFIFO: "a pipe", stat.S_ISSOCK: "a socket", stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}  # fmt: skip
CHECK_PATH = "Check the path and your right to read it."


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file at ``path`` from its first byte; on leaving without an error, it must not have changed.

    Raises:
        TableUnreadable: it does not exist or may not be read.
        TableNotAFile: it is a folder, a pipe, a socket or a device; none of them is waited for.
        TableEmpty: it holds no byte.
        TableChanged: its size or time of change moved while it was being read.
    """
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except IsADirectoryError as mistake:
        raise TableNotAFile(f"{path} is a folder.", path=str(path)) from mistake
    except (OSError, ValueError) as mistake:
        reason = getattr(mistake, "strerror", None) or str(mistake)
        raise TableUnreadable(f"{path} cannot be opened: {reason}.", remedy=CHECK_PATH, path=str(path)) from mistake
    before = os.fstat(number)
    try:
        _refuse_strange(before, path)
    except TableNotAFile:
        os.close(number)
        raise
    with os.fdopen(number, "rb") as file:
        if not before.st_size:
            raise TableEmpty(f"{path} holds no byte.", path=str(path))
        try:
            yield file
        except OSError as mistake:
            raise TableUnreadable(f"{path} cannot be read: {mistake}.", path=str(path)) from mistake
        after = os.fstat(number)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            fact = f"{path} changed while it was being read, from {before.st_size} to {after.st_size} bytes."
            raise TableChanged(fact, path=str(path))


def _refuse_strange(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = next((name for test, name in _NAMES.items() if test(found.st_mode)), "no file")
        raise TableNotAFile(f"{path} is {kind}.", path=str(path))
