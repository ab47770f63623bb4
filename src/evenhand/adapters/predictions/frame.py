"""Frames: length, CRC32 and payload, so that a torn end is seen and what stands before it survives."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from evenhand.errors.serving import PredictionLogDamaged

_HEAD = struct.Struct(">II")
LARGEST = 16 * 2**20
"""Bytes of one payload; a length beyond it is no length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """What a file of frames holds.

    Attributes:
        payloads: the whole ones, in their order.
        torn: bytes after them that are no whole frame: a process or the power ended while they were written.
    """

    payloads: Sequence[bytes]
    torn: int


def framed(payload: bytes) -> bytes:
    """``payload`` as one frame.

    Examples:
        >>> framed(b"a").hex()
        '00000001e8b7be4361'
    """
    return _HEAD.pack(len(payload), crc32(payload)) + payload


def frames_in(content: bytes, *, place: str) -> Frames:
    """The frames of a file.

    Args:
        content: its bytes.
        place: its name, for messages.

    Raises:
        PredictionLogDamaged: a frame is not what was written, and others follow it: no torn end looks so.

    Examples:
        >>> whole = framed(b"one") + framed(b"two")
        >>> frames_in(whole[:-1], place="x")
        Frames(payloads=[b'one'], torn=10)
    """
    payloads: list[bytes] = []
    start = 0
    while start < len(content):
        payload, following = _one(content, start)
        if payload is None:
            if following and _one(content, following)[0] is not None:
                fact = f"{place} was changed at byte {start}: the frame there is not the one that was written."
                raise PredictionLogDamaged(fact, place=place, at=start)
            break
        payloads.append(payload)
        start = following
    return Frames(payloads=payloads, torn=len(content) - start)


def _one(content: bytes, start: int) -> tuple[bytes | None, int]:
    """The payload of the frame at ``start``, ``None`` if it is not whole; and where the next one would begin, or 0."""
    if len(content) - start < _HEAD.size:
        return None, 0
    length, check = _HEAD.unpack_from(content, start)
    first, end = start + _HEAD.size, start + _HEAD.size + length
    if not 0 < length <= LARGEST or end > len(content):
        return None, 0
    payload = content[first:end]
    return (payload if crc32(payload) == check else None), end
