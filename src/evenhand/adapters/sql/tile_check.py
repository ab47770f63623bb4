"""Compares the stored tiles with those that the entries give, and says which of the two is at fault."""

import sqlite3

from evenhand.adapters.sql.findings import Findings
from evenhand.adapters.sql.leaf_scan import Block
from evenhand.governance.audit.merkle import HASH_BYTES, full_root
from evenhand.governance.audit.tile import WIDTH, Edge, widths


class TileCheck:
    """Takes the blocks in their order; afterwards ``finish`` gives the root over them."""

    def __init__(self, connection: sqlite3.Connection, findings: Findings) -> None:
        self._connection = connection
        self._findings = findings
        self._size = 0
        self._roots: list[bytes] = []
        self._rest: list[bytes] = []

    def take(self, block: Block) -> None:
        """Compare one block with its tile."""
        stored = self.stored(0, block.start // WIDTH)
        hashes = block.hashes
        if stored is None:
            self._findings.report("tile", f"0/{block.start // WIDTH}", "it is missing")
        elif stored != b"".join(hashes):
            hashes = self._blame(block, stored)
        self._size += len(hashes)
        if len(hashes) == WIDTH:
            self._roots.append(full_root(hashes))
        else:
            self._rest = hashes

    def finish(self) -> bytes:
        """Compare the upper levels, look for tiles that do not belong, and give the root of the tree."""
        counts, partial, computed = widths(self._size), [self._rest], self._roots
        for level in range(1, len(counts)):
            self._compare(level, computed)
            full = len(computed) // WIDTH * WIDTH
            partial.append(computed[full:])
            computed = [full_root(computed[at : at + WIDTH]) for at in range(0, full, WIDTH)]
        self._find_added(counts)
        return Edge(self._size, partial[: len(counts)]).root()

    def stored(self, level: int, index: int) -> bytes | None:
        """The bytes of a tile as they are stored."""
        query = "SELECT hashes FROM tile WHERE level = ? AND position = ?"
        row = self._connection.execute(query, (level, index)).fetchone()
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def _blame(self, block: Block, stored: bytes) -> list[bytes]:
        """Report the first difference, and give the hashes that fit what stands above them."""
        index, computed = block.start // WIDTH, block.hashes
        kept = [stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)]
        shorter = min(len(kept), len(computed))
        at = next((at for at in range(shorter) if kept[at] != computed[at]), shorter)
        above = (self.stored(1, index // WIDTH) or b"")[index % WIDTH * HASH_BYTES :][:HASH_BYTES]
        if len(stored) == len(computed) * HASH_BYTES == WIDTH * HASH_BYTES and above == full_root(kept):
            self._findings.accuse(block.start + at, "its bytes are not those that the tree commits to")
            return kept
        if len(computed) == WIDTH and above == full_root(computed):
            self._findings.report("tile", f"0/{index}", f"its hash {at} is not that of entry {block.start + at}")
        elif at == len(computed):
            self._findings.accuse(block.start + at, f"it is missing, but the tile 0/{index} holds its hash")
        elif at == len(kept):
            self._findings.accuse(block.start + at, f"it was added: the tile 0/{index} does not hold its hash")
        else:
            self._findings.accuse(block.start + at, f"its bytes and the tile 0/{index} contradict each other")
        return computed

    def _compare(self, level: int, computed: list[bytes]) -> None:
        for index, start in enumerate(range(0, len(computed), WIDTH)):
            stored = self.stored(level, index)
            if stored is None:
                self._findings.report("tile", f"{level}/{index}", "it is missing")
            elif stored != b"".join(computed[start : start + WIDTH]):
                self._findings.report("tile", f"{level}/{index}", "it is not what the level below gives")

    def _find_added(self, counts: list[int]) -> None:
        belong = {level: (count + WIDTH - 1) // WIDTH for level, count in enumerate(counts)}
        query = "SELECT level, min(position), max(position) FROM tile GROUP BY level"
        for level, first, last in self._connection.execute(query).fetchall():
            if not (isinstance(first, int) and isinstance(last, int)):
                self._findings.report("tile", f"{level}/", "its place is no number")
            elif first < 0 or last >= belong.get(level, 0):
                self._findings.report("tile", f"{level}/{first if first < 0 else last}", "it belongs to no entry")
