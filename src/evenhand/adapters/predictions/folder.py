"""Where the segments of a deployment lie, how they are called, and who may write what needs a look at all of them."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evenhand.adapters.files.durable import explained

_NAME = re.compile(r"([a-z0-9-]+)\.(\d+)\.frames\Z")
KINDS = ("predictions", "outcomes", "reviews")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SegmentFile:
    """One file of frames.

    Attributes:
        worker: who wrote it.
        number: the how-manieth of that worker, from 0.
        path: where it lies.
    """

    worker: str
    number: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The segments of one deployment.

    Attributes:
        root: ``predictions/<deployment>``.
    """

    root: Path

    def of(self, kind: str) -> Path:
        """Where segments of a kind lie: predictions in the folder itself, the others in one of their name."""
        return self.root if kind == KINDS[0] else self.root / kind

    def made(self, kind: str) -> Path:
        """The same, made when it was not there.

        Raises:
            StorageFull, StorageFailed: the disk refused.
        """
        place = self.of(kind)
        with explained(place):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place

    def segments(self, kind: str) -> list[SegmentFile]:
        """All segments of a kind, those of one worker together and in their order."""
        place = self.of(kind)
        found = [] if not place.is_dir() else [(_NAME.match(path.name), path) for path in place.iterdir()]
        return sorted(
            SegmentFile(worker=name[1], number=int(name[2]), path=path) for name, path in found if name is not None
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The time in which nobody else imports or reviews here: what is looked up stays so until it is written.

        Raises:
            StorageFull, StorageFailed: the disk refused.
        """
        place = self.made(KINDS[0]) / "lock"
        with explained(place):
            handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
