"""Reads all entries once, in blocks of 256: their leaf hashes, and whether each payload is the one that its leaf names.

The loops are written for speed, so that a million entries take less than three seconds of processor time. Only when a
block does not fit at first sight is it looked at entry by entry.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct

from evenhand.governance.audit.tile import WIDTH

_ENTRIES = "SELECT leaf, payload FROM entry WHERE sequence BETWEEN 0 AND ? ORDER BY sequence"
_FIELD = b',"payload":'
_BEFORE = b',"payload":"sha256:'
_AFTER = b'","policy":null,"schema":"evenhand/entry/v1","sealed":null,"sequence":'
_HEX = Struct("64s" * WIDTH)
_LEAF = sha256(b"\0")


@dataclass(frozen=True, slots=True)
class Block:
    """Up to 256 neighbouring entries.

    Attributes:
        start: sequence of the first.
        hashes: their leaf hashes.
        strangers: sequences whose payload is not the one that the leaf names.
    """

    start: int
    hashes: list[bytes]
    strangers: list[int]


def blocks(connection: sqlite3.Connection, size: int) -> Iterator[Block]:
    """The first ``size`` entries, block after block; they are known to be there without a gap.

    ``connection`` gives text as bytes.
    """
    rows = connection.execute(_ENTRIES, (size - 1,))
    start = 0
    while block := rows.fetchmany(WIDTH):
        leaves, payloads = zip(*block, strict=True)
        try:
            hashes = _hashes(leaves)
        except TypeError:  # a damaged page gives numbers or nothing where there was text
            hashes = _hashes([leaf if isinstance(leaf, bytes) else b"" for leaf in leaves])
        yield Block(start, hashes, _strangers(start, leaves, payloads))
        start += len(block)


def _hashes(leaves: Sequence[bytes]) -> list[bytes]:
    begin = _LEAF.copy
    hashes = []
    for leaf in leaves:
        hashed = begin()
        hashed.update(leaf)
        hashes.append(hashed.digest())
    return hashes


def _strangers(start: int, leaves: Sequence[bytes], payloads: Sequence[bytes | None]) -> list[int]:
    if _fit_at_first_sight(start, leaves, payloads):
        return []
    return [
        start + at for at, (leaf, payload) in enumerate(zip(leaves, payloads, strict=True)) if not _fits(leaf, payload)
    ]


def _fit_at_first_sight(start: int, leaves: Sequence[bytes], payloads: Sequence[bytes | None]) -> bool:
    """Whether a full block of entries without policy and seal names its payloads: all ends are compared as one text."""
    if len(leaves) != WIDTH:
        return False
    end = len(str(start)) + 1
    begin = end + len(_BEFORE) + 64 + len(_AFTER)
    try:
        digests = "".join([sha256(payload).hexdigest() for payload in payloads])  # type: ignore[arg-type]
        found = b"".join([leaf[-begin:-end] for leaf in leaves])
    except TypeError:  # one has no payload, or is no text; asking each beforehand would cost more
        return False
    named = (_AFTER + _BEFORE).join(_HEX.unpack(digests.encode()))
    return found == _BEFORE + named + _AFTER


def _fits(leaf: object, payload: object) -> bool:
    if not isinstance(leaf, bytes) or not isinstance(payload, bytes | None):
        return False
    # No text before the field can hold it: a quotation mark inside a JSON text is escaped, a subject holds none.
    at = leaf.find(_FIELD) + len(_FIELD)
    named = b"null" if payload is None else f'"sha256:{sha256(payload).hexdigest()}"'.encode()
    return at >= len(_FIELD) and leaf.startswith(named + b',"policy":', at)
