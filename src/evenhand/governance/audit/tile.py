"""Tiles: the hashes of the tree cut into pieces of 256, on every eighth level, as in C2SP tlog-tiles.

Where tiles are stored is left to the adapters; here they are numbered, grown and read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evenhand.governance.audit.merkle import EMPTY_ROOT, HASH_BYTES, Frontier, full_root, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT

Place: TypeAlias = tuple[int, int]
"""Level and index of a tile; level 0 holds the hashes of the leaves."""

Fetch: TypeAlias = Callable[[int, int], bytes]
"""Gives the bytes of the tile at a level and an index."""


def split(tile: bytes) -> list[bytes]:
    """The hashes of a tile.

    Raises:
        ValueError: its length is not that of 1 to 256 hashes.
    """
    if len(tile) % HASH_BYTES or not 0 < len(tile) <= WIDTH * HASH_BYTES:
        raise ValueError(f"{len(tile)} bytes are no tile")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def widths(size: int) -> list[int]:
    """How many hashes each level holds in a tree of ``size`` leaves, from level 0 up.

    Examples:
        >>> widths(70_000)
        [70000, 273, 1]
    """
    counts = []
    while size:
        counts.append(size)
        size //= WIDTH
    return counts


def path_of(level: int, index: int, width: int = WIDTH) -> str:
    """Path of a tile in an export.

    Source:
        C2SP tlog-tiles, "Merkle Tree".

    Examples:
        >>> path_of(0, 1234067), path_of(1, 5, 17)
        ('tile/0/x001/x234/067', 'tile/1/005.p/17')
    """
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    part = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(groups))}{part}"


class Edge:
    r"""The tiles that are still growing, one on each level, and the root over everything so far.

    Examples:
        >>> edge = Edge()
        >>> edge.add(b"\0" * 32)
        >>> sorted(edge.changed()), edge.size
        ([(0, 0)], 1)
    """

    __slots__ = ("_changed", "_frontier", "_levels", "size")

    def __init__(self, size: int = 0, levels: Sequence[Sequence[bytes]] = ()) -> None:
        if [len(level) for level in levels] != [count % WIDTH for count in widths(size)]:
            raise ValueError(f"these are not the growing tiles of {size} leaves")
        self.size = size
        self._levels = [list(level) for level in levels]
        self._frontier = Frontier(size, _peaks(self._levels))
        self._changed: dict[Place, bytes] = {}

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf; afterwards ``changed`` holds the tiles to store."""
        self._frontier.add(leaf)
        self.size += 1
        self._put(0, self.size - 1, leaf)

    def root(self) -> bytes:
        """Root of the tree."""
        return self._frontier.root()

    def changed(self) -> dict[Place, bytes]:
        """The tiles that changed since the last ``settle``."""
        for level, hashes in enumerate(self._levels):
            if hashes:
                place = (level, (self.size >> (HEIGHT * level)) // WIDTH)
                if place not in self._changed or len(self._changed[place]) != len(hashes) * HASH_BYTES:
                    self._changed[place] = b"".join(hashes)
        return self._changed

    def settle(self) -> None:
        """Forget which tiles changed: they are stored."""
        self._changed = {}

    def _put(self, level: int, index: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
        hashes = self._levels[level]
        hashes.append(node)
        if len(hashes) == WIDTH:
            self._changed[level, index // WIDTH] = b"".join(hashes)
            self._levels[level] = []
            self._put(level + 1, index // WIDTH, full_root(hashes))


@dataclass(frozen=True, slots=True)
class Tree:
    """A stored tree, read by its tiles.

    Attributes:
        fetch: gives a tile; a partial one may hold more hashes than were asked for.
    """

    fetch: Fetch

    def edge(self, size: int) -> Edge:
        """The growing tiles of the tree over the first ``size`` leaves."""
        levels = []
        for level, count in enumerate(widths(size)):
            width = count % WIDTH
            levels.append(split(self.fetch(level, count // WIDTH))[:width] if width else [])
        return Edge(size, levels)

    def root(self, size: int) -> bytes:
        """Root over the first ``size`` leaves."""
        return self.edge(size).root() if size else EMPTY_ROOT

    def full(self, start: int, height: int) -> bytes:
        """Root over the ``2**height`` leaves from ``start``, which is a multiple of their number.

        Raises:
            ValueError: a tile is too short.
        """
        level = height // HEIGHT
        first, count = start >> (HEIGHT * level), 1 << (height % HEIGHT)
        at = first % WIDTH
        hashes = split(self.fetch(level, first // WIDTH))[at : at + count]
        return full_root(hashes)

    def span(self, start: int, stop: int) -> bytes:
        """Root over the leaves from ``start`` to before ``stop`` as a node of the tree.

        ``start`` is a multiple of the largest power of two below ``stop - start``.
        """
        count = stop - start
        if count & (count - 1) == 0:
            return self.full(start, count.bit_length() - 1)
        half = 1 << (count - 1).bit_length() - 1
        return node_hash(self.full(start, half.bit_length() - 1), self.span(start + half, stop))


def _peaks(levels: Sequence[Sequence[bytes]]) -> list[bytes]:
    peaks: list[bytes] = []
    for hashes in reversed(levels):
        at = 0
        for bit in reversed(range(HEIGHT)):
            if len(hashes) >> bit & 1:
                peaks.append(full_root(hashes[at : at + (1 << bit)]))
                at += 1 << bit
    return peaks
