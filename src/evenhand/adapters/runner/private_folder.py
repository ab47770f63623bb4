"""A folder of one's own for as long as a model is open, also cleared away when whoever made it was killed."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evenhand.errors.model import RunnerUnavailable

_PREFIX = "evenhand-model-"
_LOCK = "lock"
_YOUNG_SECONDS = 3600.0
"""A folder this young may not have its lock yet."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make a folder that only this user can enter, and remove it afterwards, with those that killed processes left.

    Raises:
        RunnerUnavailable: it cannot be made.
    """
    _clear_away()
    try:
        room = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
    except OSError as mistake:
        raise RunnerUnavailable(f"No private folder could be made: {mistake.strerror}.") from mistake
    try:
        with _locked(room):
            yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _locked(room: Path) -> Iterator[None]:
    """The kernel gives the lock back when its holder dies, whatever kills it."""
    try:
        lock = os.open(room / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as mistake:
        raise RunnerUnavailable(f"The private folder cannot be used: {mistake.strerror}.") from mistake
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _clear_away() -> None:
    for entry in _old_folders():
        try:
            lock = os.open(Path(entry) / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(entry, ignore_errors=True)
        except OSError:
            continue  # somebody lives there
        finally:
            os.close(lock)


def _old_folders() -> list[str]:
    """Folders of this user that have our name and an age."""
    found = []
    try:
        with os.scandir(tempfile.gettempdir()) as entries:
            for entry in entries:
                if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                    continue
                about = entry.stat(follow_symlinks=False)
                if about.st_uid == os.geteuid() and time.time() - about.st_mtime > _YOUNG_SECONDS:
                    found.append(entry.path)
    except OSError:
        return []
    return found
