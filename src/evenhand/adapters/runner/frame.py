"""Frames on the pipes between parent and child: a JSON header and raw bytes, both of announced length."""

import json
import os
import struct
from collections.abc import Mapping
from typing import Any

MAGIC = b"EVH1"
PREFIX = struct.Struct("!4sIQ")
LONGEST_HEADER = 4 << 20


class FrameBroken(Exception):
    """What came through the pipe is no frame."""


def head(header: Mapping[str, Any], n_body: int) -> bytes:
    """The first bytes of a frame: prefix and header; the body follows."""
    content = json.dumps(header, allow_nan=False, separators=(",", ":")).encode()
    if len(content) > LONGEST_HEADER:
        raise FrameBroken(f"a header of {len(content)} bytes")
    return PREFIX.pack(MAGIC, len(content), n_body) + content


def lengths(prefix: bytes) -> tuple[int, int]:
    """Announced lengths of header and body.

    Raises:
        FrameBroken: the prefix is not one of ours.

    Examples:
        >>> lengths(head({}, 7)[: PREFIX.size])
        (2, 7)
    """
    magic, n_header, n_body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise FrameBroken(f"it begins with {magic!r}")
    if n_header > LONGEST_HEADER:
        raise FrameBroken(f"it announces a header of {n_header} bytes")
    return n_header, n_body


def header_of(content: bytes) -> dict[str, Any]:
    """Read a header.

    Raises:
        FrameBroken: it is no JSON object.
    """
    try:
        header = json.loads(content)
    except (ValueError, RecursionError) as mistake:
        raise FrameBroken("its header is no JSON") from mistake
    if not isinstance(header, dict):
        raise FrameBroken("its header is no JSON object")
    return header


def send(pipe: int, header: Mapping[str, Any], body: bytes | memoryview = b"") -> None:
    """Write one frame, waiting as long as it takes. For the child: the parent never waits without a clock."""
    for part in (head(header, len(body)), body):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(pipe, rest) :]


def receive(pipe: int) -> tuple[dict[str, Any], bytearray] | None:
    """Read one frame, waiting as long as it takes; ``None`` when the other side has closed the pipe."""
    prefix = _exactly(pipe, PREFIX.size)
    if prefix is None:
        return None
    n_header, n_body = lengths(bytes(prefix))
    content, body = _exactly(pipe, n_header), _exactly(pipe, n_body)
    if content is None or body is None:
        return None
    return header_of(bytes(content)), body


def _exactly(pipe: int, n: int) -> bytearray | None:
    taken = bytearray(n)
    view = memoryview(taken)
    while view:
        n_read = os.readv(pipe, [view])
        if n_read == 0:
            return None
        view = view[n_read:]
    return taken
