"""Examines a ledger: schema, entries, payloads, tiles of every level, checkpoints, and what others vouch for.

It believes nothing that is stored: every hash is computed again from the bytes of the entries.
"""

import sqlite3

from evenhand.adapters.sql.anchor_check import AnchorCheck, Vouchers
from evenhand.adapters.sql.findings import Findings
from evenhand.adapters.sql.leaf_scan import blocks
from evenhand.adapters.sql.rebuild import Rebuild
from evenhand.adapters.sql.schema_check import check_schema
from evenhand.adapters.sql.tile_check import TileCheck
from evenhand.errors.ledger import LedgerDamaged
from evenhand.governance.audit.entry import Projector, entry_of
from evenhand.governance.audit.tile import Tree
from evenhand.governance.audit.verification import Progress, Verification

EVERY = 64
"""Blocks between two reports of progress."""


def examine(
    connection: sqlite3.Connection,
    log: str,
    vouchers: Vouchers,
    *,
    projector: Projector | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Examine the ledger over a connection of its own, in one read transaction; with a projector, rebuild it too."""
    findings = Findings()
    connection.text_factory = bytes
    size, root, anchors = 0, None, AnchorCheck(connection, log, 0, findings)
    try:
        connection.execute("BEGIN")
        size, tiles = _scan(connection, findings, progress)
        check_schema(connection, log, findings)
        _check_ends(connection, log, size, findings)
        anchors = AnchorCheck(connection, log, size, findings)
        root = tiles.finish() if findings.first_missing is None else None
        anchors.run(_tree(tiles), vouchers)
        if projector is not None:
            connection.text_factory = str
            Rebuild(log, projector, findings).run(connection, progress)
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as unreadable:
        # A damaged page gives any kind of value in any column; whatever trips over one is damage, not a slip of ours.
        findings.report("file", "", f"it cannot be read to its end: {unreadable}")
    return Verification(
        log=log, size=size, root=root, damage=findings.damage, first_bad_entry=findings.first_bad_entry,
        n_checkpoints=anchors.n_checkpoints, last_signed=anchors.last_signed,
        seen=None if vouchers.seen is None else vouchers.seen.size, n_witnessed=len(vouchers.witnessed),
        rebuilt=projector is not None,
    )  # fmt: skip


def _scan(connection: sqlite3.Connection, findings: Findings, progress: Progress | None) -> tuple[int, TileCheck]:
    """Read the entries that stand at the start without a gap; most often these are all, and one pass tells."""
    first, last = connection.execute("SELECT min(sequence), max(sequence) FROM entry").fetchone()
    supposed = 0 if last is None or last < 0 else last + 1
    size, tiles = _read(connection, supposed, findings, progress)
    if size < supposed:
        gap = _gap(connection)
        findings.forget()
        findings.accuse(gap, "it is missing, and others follow", missing=True)
        size, tiles = _read(connection, gap, findings, progress)
    if first is not None and first < 0:
        findings.accuse(first, "it was added before the first")
    return size, tiles


def _read(
    connection: sqlite3.Connection, size: int, findings: Findings, progress: Progress | None
) -> tuple[int, TileCheck]:
    tiles, n_read = TileCheck(connection, findings), 0
    for number, block in enumerate(blocks(connection, size)):
        for stranger in block.strangers:
            findings.accuse(stranger, "its payload is not the one that it names")
        tiles.take(block)
        n_read += len(block.hashes)
        if progress is not None and number % EVERY == 0:
            progress("entries", n_read, size)
    return n_read, tiles


def _check_ends(connection: sqlite3.Connection, log: str, size: int, findings: Findings) -> None:
    """Whether the first and the last leaf are entries of this log; the tree itself binds the bytes to their places."""
    for sequence in sorted({0, size - 1}) if size else ():
        row = connection.execute("SELECT leaf FROM entry WHERE sequence = ?", (sequence,)).fetchone()
        try:
            is_here = row is not None and isinstance(row[0], bytes) and entry_of(row[0], log).sequence == sequence
        except LedgerDamaged:
            is_here = False
        if not is_here:
            findings.accuse(sequence, f"it is no entry of the log {log} at this place")


def _gap(connection: sqlite3.Connection) -> int:
    rows = connection.execute("SELECT sequence FROM entry WHERE sequence >= 0 ORDER BY sequence")
    return next((place for place, (sequence,) in enumerate(rows) if sequence != place), 0)


def _tree(tiles: TileCheck) -> Tree:
    def fetch(level: int, index: int) -> bytes:
        stored = tiles.stored(level, index)
        if stored is None:
            raise LedgerDamaged(f"The tile {level}/{index} is missing.")
        return stored

    return Tree(fetch)
