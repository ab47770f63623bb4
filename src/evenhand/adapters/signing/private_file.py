"""Files that one user alone may read: how they are read, and how a folder of them comes to be."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evenhand.errors.people import KeyExists, KeyExposed, KeyMissing, KeyUnreadable

_LARGEST = 64 * 1024
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_private(path: Path) -> bytes:
    """The bytes of a file that nobody but this user can read.

    What is checked is what is read: the file is opened once and never through a link.

    Raises:
        KeyMissing: nothing is there.
        KeyExposed: a link, another user's file, or one that group or world may read or write.
        KeyUnreadable: no regular file of at most 64 KiB, or not to be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError as mistake:
        raise KeyMissing(f"There is no key at {path}.", path=str(path)) from mistake
    except OSError as mistake:
        if mistake.errno == errno.ELOOP:
            raise KeyExposed(f"{path} is a link.", path=str(path)) from mistake
        raise KeyUnreadable(f"{path} cannot be opened: {mistake.strerror}.", path=str(path)) from mistake
    try:
        _check(os.fstat(descriptor), path)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(_LARGEST + 1)
    finally:
        os.close(descriptor)
    if len(content) > _LARGEST:
        raise KeyUnreadable(f"{path} is too large to be a key.", path=str(path))
    return content


def create_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` with ``files``, each readable by this user alone: all of it appears at once, or nothing does.

    Raises:
        KeyExists: something lies there already.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for name, content in files.items():
            write_private(made / name, content)
        sync_folder(made)
        if os.path.lexists(folder):
            raise KeyExists(f"{folder} is there already.", path=str(folder))
        try:
            made.rename(folder)
        except OSError as mistake:
            if mistake.errno not in _TAKEN:
                raise
            raise KeyExists(f"{folder} is there already.", path=str(folder)) from mistake
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that this user alone may read, down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` down to the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyUnreadable(f"{path} is no regular file.", path=str(path))
    if os.name != "posix":
        return
    if found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        raise KeyExposed(f"{path} is open to others (mode {mode:04o}).", path=str(path), mode=mode)
    if found.st_uid != os.geteuid():
        raise KeyExposed(f"{path} belongs to another user.", path=str(path))
