"""What somebody does who can write the file but holds no key and no mark."""

import sqlite3
from contextlib import closing
from pathlib import Path

from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.tile import Edge
from evenhand.governance.audit.verification import Verification

SIZE = 300
"""Entries of the ledger that the fixture ``folder`` gives."""


def change(folder: Path, *statements: str) -> None:
    """Run statements on the file of the folder."""
    with closing(sqlite3.connect(folder / "evenhand.db")) as hostile:
        for statement in statements:
            hostile.execute(statement)
        hostile.commit()


def parts(found: Verification) -> set[str]:
    """The parts that were found wrong."""
    return {damage.part for damage in found.damage}


def rewrite(folder: Path) -> None:
    """What a thorough forger does after changing entries: make all tiles anew."""
    edge = Edge()
    with closing(sqlite3.connect(folder / "evenhand.db")) as hostile:
        for (leaf,) in hostile.execute("SELECT leaf FROM entry ORDER BY sequence").fetchall():
            edge.add(leaf_hash(leaf.encode()))
        hostile.executemany("REPLACE INTO tile VALUES (?, ?, ?)", [(*at, tile) for at, tile in edge.changed().items()])
        hostile.commit()


def forge(folder: Path, sequence: int) -> None:
    """Change who acted in one entry, thoroughly."""
    change(folder, f"UPDATE entry SET leaf = replace(leaf, '\"ada\"', '\"eve\"') WHERE sequence = {sequence}")
    rewrite(folder)
