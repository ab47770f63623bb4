"""The high-water mark in a file: two slots written in turn, so that a torn write never loses the mark before it."""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from evenhand.adapters.files.durable import explained, sync
from evenhand.errors.ledger import MarkUnreadable
from evenhand.ports.high_water import Mark

SLOT = 512
"""Bytes of a slot: a disk writes one sector whole."""


class FileHighWater:
    """One file for each log, ``<log>.mark``, in a folder apart from the workspace.

    Args:
        folder: made when it is needed, readable by its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, log: str) -> Mark | None:
        """See ``HighWater``."""
        path = self._path(log)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as mistake:
            raise MarkUnreadable(f"{path} cannot be read: {mistake}.", path=str(path)) from mistake
        return _best(content, log, path)[0]

    def lift(self, log: str, mark: Mark) -> None:
        """See ``HighWater``."""
        path = self._path(log)
        with explained(path):
            if not path.exists():
                self._make(path, log, mark)
            with _locked(path) as handle:
                kept, place = _best(os.pread(handle, 2 * SLOT, 0), log, path)
                if (kept.size, kept.checkpoints) < (mark.size, mark.checkpoints):
                    _write(handle, _slot(log, mark), (1 - place) * SLOT)

    def _path(self, log: str) -> Path:
        return self._folder / f"{log}.mark"

    def _make(self, path: Path, log: str, mark: Mark) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write(handle, _slot(log, mark) + b" " * SLOT, 0)
        finally:
            os.close(handle)
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        finally:
            draft.unlink(missing_ok=True)
        sync(self._folder)


def _best(content: bytes, log: str, path: Path) -> tuple[Mark, int]:
    found = [(mark, place) for place in (0, 1) if (mark := _mark(content[place * SLOT : (place + 1) * SLOT], log))]
    if not found:
        raise MarkUnreadable(f"{path} holds no mark of {log}.", path=str(path))
    return max(found, key=lambda pair: (pair[0].size, pair[0].checkpoints))


def _slot(log: str, mark: Mark) -> bytes:
    facts = {"log": log, "size": mark.size, "root": b64encode(mark.root).decode(), "checkpoints": mark.checkpoints}
    body = json.dumps(facts)
    line = f"{body} {sha256(body.encode()).hexdigest()[:16]}".encode()
    return line.ljust(SLOT - 1) + b"\n"


def _mark(slot: bytes, log: str) -> Mark | None:
    body, _, check = slot.strip().rpartition(b" ")
    if sha256(body).hexdigest()[:16].encode() != check:
        return None
    try:
        facts = json.loads(body)
        mark = Mark(size=facts["size"], root=b64decode(facts["root"]), checkpoints=facts["checkpoints"])
        return mark if facts["log"] == log else None
    except (ValueError, KeyError, TypeError):
        return None


def _write(handle: int, content: bytes, place: int) -> None:
    if os.pwrite(handle, content, place) != len(content):
        raise OSError("the high-water mark was written in part")
    # The slots were allocated when the file was made, so the data are all that has to reach the disk.
    os.fdatasync(handle) if hasattr(os, "fdatasync") else os.fsync(handle)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
