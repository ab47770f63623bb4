"""Files that a user names: read with a limit and never from a pipe, written whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import BinaryIO

from evenhand.errors.workspace import FileExists, FileUnreadable, FileUnwritable

LARGEST = 16 * 2**20
_FULL = frozenset({ENOSPC, EDQUOT})


def read_text(path: Path, *, largest: int = LARGEST) -> str:
    """The text of a small file.

    Raises:
        FileUnreadable: as ``read_bytes``, or it is no UTF-8.
    """
    content = read_bytes(path, largest=largest)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = content[: mistake.start].count(b"\n") + 1
        raise FileUnreadable(f"{path} is no UTF-8 text (line {line}).", path=str(path)) from mistake


def read_bytes(path: Path, *, largest: int = LARGEST) -> bytes:
    """The content of a small file.

    Raises:
        FileUnreadable: it is not there, no regular file, not to be opened, or larger than ``largest`` bytes.
    """
    require_file(path)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as mistake:
        raise FileUnreadable(f"{path} cannot be opened: {_why(mistake)}.", path=str(path)) from mistake
    if len(content) > largest:
        raise FileUnreadable(f"{path} is larger than {largest:,} bytes.", path=str(path))
    return content


def require_file(path: Path) -> None:
    """Refuse what would block or never end, such as a pipe or a device.

    Raises:
        FileUnreadable: it is not there, or no regular file.
    """
    try:
        if not path.is_file():
            raise FileUnreadable(f"{path} {_kind(path)}.", path=str(path))
    except (OSError, ValueError) as mistake:
        raise FileUnreadable(f"{path} cannot be opened: {_why(mistake)}.", path=str(path)) from mistake


def require_writable(path: Path, *, replace: bool = False) -> None:
    """Refuse before the work is done, not after it.

    Raises:
        FileExists: it would be overwritten.
        FileUnwritable: its folder does not exist or may not be written.
    """
    try:
        path.lstat()
        is_there = True
    except FileNotFoundError:
        is_there = False
    except (OSError, ValueError) as mistake:
        raise _refused(path, mistake) from mistake
    if is_there and not replace:
        raise FileExists(f"{path} is there already.", path=str(path))
    if not path.parent.is_dir():
        raise FileUnwritable(f"{path} cannot be written: its folder does not exist.", path=str(path))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise FileUnwritable(f"{path} cannot be written: no right to write in its folder.", path=str(path))


def write_file(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Put ``content`` at ``path`` in one step.

    Raises:
        FileExists, FileUnwritable: as ``writing``.
    """
    with writing(path, replace=replace) as made:
        made.write(content)


@contextmanager
def writing(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A file that appears at ``path`` in one step when the block ends well, and leaves no trace when it does not.

    Raises:
        FileExists: it would be overwritten.
        FileUnwritable: the disk or the rights on it refused; what was there stays.
    """
    require_writable(path, replace=replace)
    draft = path.parent / f".new-{secrets.token_hex(8)}"
    try:
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "w+b") as made:
                yield made
                made.flush()
                os.fsync(made.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as mistake:
        raise _refused(path, mistake) from mistake


def _kind(path: Path) -> str:
    if not path.exists():
        return "does not exist"
    return "is a folder" if path.is_dir() else "is no regular file"


def _refused(path: Path, mistake: Exception) -> FileUnwritable:
    if getattr(mistake, "errno", None) in _FULL:
        remedy = "Make room on that disk, or name a file on another one."
        return FileUnwritable(f"{path} cannot be written: the disk is full.", remedy=remedy, path=str(path))
    return FileUnwritable(f"{path} cannot be written: {_why(mistake)}.", path=str(path))


def _why(mistake: Exception) -> str:
    return getattr(mistake, "strerror", None) or str(mistake)
