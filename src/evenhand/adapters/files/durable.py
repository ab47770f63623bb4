"""Writes that are there after a power cut: whole, or as before."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from evenhand.errors.ledger import StorageFailed, StorageFull


def replace_file(path: Path, content: bytes, *, mode: int) -> None:
    """Put ``content`` at ``path`` in one step.

    Raises:
        StorageFull, StorageFailed: the disk refused; what was there stays.
    """
    with explained(path):
        handle, name = tempfile.mkstemp(suffix=".new", dir=path.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as made:
                made.write(content)
                made.flush()
                os.fchmod(made.fileno(), mode)
                os.fsync(made.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync(path.parent)


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Name a failing write.

    Raises:
        StorageFull: there is no room.
        StorageFailed: the disk or the rights on it refused for another reason.
    """
    try:
        yield
    except OSError as failure:
        if failure.errno in {ENOSPC, EDQUOT, EFBIG}:
            raise StorageFull(f"There is no room left for {path}.", path=str(path)) from failure
        raise StorageFailed(f"{path} cannot be written: {failure.strerror}.", path=str(path)) from failure
