"""Writing segments: a live one that grows frame by frame, or a whole one that appears in one step."""

import os
import secrets
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Generic

from evenhand.adapters.files.durable import explained, sync
from evenhand.adapters.predictions.folder import Folder
from evenhand.adapters.predictions.frame import framed
from evenhand.adapters.predictions.shape import Written, shape_of
from evenhand.errors.base import EvenhandError
from evenhand.errors.serving import PredictionUnlogged
from evenhand.kernel.digest import Digest, digest_of

FLUSH_SECONDS = 0.05
ROTATE_BYTES = 64 * 2**20


class LiveSegments(Generic[Written]):
    """The segments of this process: ``append`` returns when every record is in the system's hands, or on the disk.

    A record that was acknowledged survives the end of the process in any case. It survives a power cut once it was
    flushed: at most 50 ms later, or before ``append`` returns when ``power_safe`` is asked for; many callers then
    share one flush.

    Args:
        folder: of the deployment.
        kind: of the segments: ``predictions``, ``outcomes`` or ``reviews``.
        record: the dataclass of the records.
        power_safe: whether to wait for the disk.
    """

    def __init__(self, folder: Folder, kind: str, record: type[Written], *, power_safe: bool) -> None:
        self.worker = f"w-{int(time.time() * 1000):x}-{secrets.token_hex(4)}"
        self._place = folder.made(kind)
        self._shape = shape_of(record)
        self._power_safe = power_safe
        self._turn = threading.Condition()
        self._written = self._flushed = 0  # records
        self._segment, self._size = -1, 0
        self._failure: str | None = None
        self._is_closing = False
        self._handle = self._next_segment()
        self._flusher = threading.Thread(target=self._flush_for_ever, daemon=True, name="prediction-log")
        self._flusher.start()

    def append(self, records: Sequence[Written]) -> None:
        """Write the records, in their order, numbered without a gap.

        Raises:
            PredictionUnlogged: they could not be written; none of them counts.
        """
        with self._turn:
            self._require_working()
            payloads = self._shape.payloads(records, worker=self.worker, first=self._written)
            self._write(b"".join(map(framed, payloads)))
            self._written += len(records)
            wanted = self._written
            self._turn.notify_all()
            if self._power_safe:
                self._turn.wait_for(lambda: self._flushed >= wanted or self._failure is not None)
                self._require_working()

    def close(self) -> None:
        """Flush what was written and end."""
        with self._turn:
            self._is_closing = True
            self._turn.notify_all()
        self._flusher.join()
        os.close(self._handle)

    def _require_working(self) -> None:
        if self._failure is not None or self._is_closing:
            raise PredictionUnlogged(f"The prediction log takes nothing any more: {self._failure or 'it was closed'}.")

    def _write(self, content: bytes) -> None:
        if self._size > ROTATE_BYTES:
            self._rotate()
        written = 0
        try:
            while written < len(content):
                written += os.write(self._handle, content[written:])
        except OSError as mistake:
            self._take_back(str(mistake.strerror))
            raise PredictionUnlogged(f"The prediction log cannot be written: {mistake.strerror}.") from mistake
        self._size += written

    def _take_back(self, why: str) -> None:
        """Cut off a half-written frame; where that fails too, nothing may follow it."""
        try:
            os.ftruncate(self._handle, self._size)
            os.lseek(self._handle, self._size, os.SEEK_SET)
        except OSError:
            self._failure = why

    def _rotate(self) -> None:
        try:
            os.fsync(self._handle)
            fresh = self._next_segment()
        except (OSError, EvenhandError) as mistake:
            self._failure = f"a new segment cannot be begun ({mistake})"
            raise PredictionUnlogged(f"The prediction log cannot be written: {mistake}.") from mistake
        os.close(self._handle)
        self._handle = fresh

    def _next_segment(self) -> int:
        self._segment, self._size = self._segment + 1, 0
        path = self._place / f"{self.worker}.{self._segment}.frames"
        with explained(path):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            sync(self._place)
        return handle

    def _flush_for_ever(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._written > self._flushed or self._is_closing)
                if self._written == self._flushed or self._failure is not None:
                    return
                wanted, handle = self._written, os.dup(self._handle)
            try:
                os.fsync(handle)  # never tried again: what it failed to write the system has forgotten
            except OSError as mistake:
                self._end(f"the disk refused to keep it ({mistake.strerror})")
                return
            finally:
                os.close(handle)
            with self._turn:
                self._flushed = wanted
                self._turn.notify_all()
                if not self._power_safe and not self._is_closing:
                    self._turn.wait(FLUSH_SECONDS)

    def _end(self, why: str) -> None:
        with self._turn:
            self._failure = why
            self._turn.notify_all()


def place_segment(folder: Folder, kind: str, records: Sequence[Written], *, worker: str, record: type[Written]) -> Path:
    """Write all records as the one segment of ``worker``: it is there whole and durable, or not at all.

    When it is there already nothing is written: whoever came first has recorded them.

    Raises:
        StorageFull, StorageFailed: the disk refused; nothing was recorded.
    """
    place = folder.made(kind)
    path, draft = place / f"{worker}.0.frames", place / f".new-{secrets.token_hex(8)}"
    content = b"".join(map(framed, shape_of(record).payloads(records, worker=worker, first=0)))
    with explained(path):
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as made:
                made.write(content)
                made.flush()
                os.fsync(made.fileno())
            if not path.exists():
                _appear(draft, path)
            sync(place)
        finally:
            draft.unlink(missing_ok=True)
    return path


def segment_digest(path: Path) -> Digest:
    """The name of a segment's content."""
    with explained(path):
        return digest_of(path.read_bytes())


def _appear(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:  # another process was faster by a moment; what it wrote counts
        return
