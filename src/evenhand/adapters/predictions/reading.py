"""Reading the log back: every whole record, in order, and what is torn or missing."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenhand.adapters.predictions.folder import Folder, SegmentFile
from evenhand.adapters.predictions.frame import frames_in
from evenhand.adapters.predictions.shape import shape_of
from evenhand.errors.serving import PredictionLogDamaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """Records of one kind.

    Attributes:
        records: with ``sequence`` and ``worker``, those of one worker in their order.
        torn: segments that end in a torn frame.
    """

    records: Sequence[Any]
    torn: int


def read_log(folder: Folder, kind: str, record: type[Any]) -> Logged:
    """All records of a kind.

    Raises:
        PredictionLogDamaged: a frame was changed, or the numbers of a worker have a gap.
    """
    return read_segments(folder.segments(kind), record)


def read_segments(segments: Iterable[SegmentFile], record: type[Any], *, is_whole: bool = False) -> Logged:
    """All records of these segments; a worker's are expected from its first segment on.

    Args:
        segments: where to read.
        record: the dataclass of the records.
        is_whole: whether the segments appeared in one step, so that a torn end is damage.

    Raises:
        PredictionLogDamaged: a frame was changed, or the numbers of a worker have a gap.
    """
    with _without_collecting():
        return _read(segments, record, is_whole=is_whole)


def _read(segments: Iterable[SegmentFile], record: type[Any], *, is_whole: bool) -> Logged:
    shape = shape_of(record)
    records: list[Any] = []
    torn = 0
    following: dict[str, int] = {}
    for segment in segments:
        content = _content(segment.path)
        frames = frames_in(content, place=segment.path.name)
        if is_whole and frames.torn:
            raise PredictionLogDamaged(f"{segment.path.name} was cut off.", place=segment.path.name)
        torn += frames.torn > 0
        found = [shape.read(payload, place=segment.path.name) for payload in frames.payloads]
        following[segment.worker] = _without_a_gap(segment, found, following.get(segment.worker, 0))
        records += found
    return Logged(records=records, torn=torn)


def _without_a_gap(segment: SegmentFile, found: Sequence[Any], first: int) -> int:
    for number, each in enumerate(found, start=first):
        if (each.sequence, each.worker) != (number, segment.worker):
            fact = f"{segment.path.name} holds record {each.sequence} of {each.worker} where {number} has to follow."
            raise PredictionLogDamaged(fact, place=segment.path.name, expected=number)
    return first + len(found)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as mistake:
        raise PredictionLogDamaged(f"{path.name} cannot be read: {mistake.strerror}.", place=path.name) from mistake


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that is read here refers in a circle; looking for circles takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
