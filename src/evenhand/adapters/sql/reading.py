"""Reads of the ledger's tables; each hands out only what it could check by itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from evenhand.adapters.sql.database import is_log
from evenhand.adapters.sql.projection import raw_digest
from evenhand.errors.ledger import EntryMissing, LedgerDamaged, LedgerUnreadable, ProofInvalid
from evenhand.governance.audit.entry import NO_PAYLOAD, Entry, Record, Subject, entry_of, subject_of
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.proof import (
    ConsistencyProof,
    InclusionProof,
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)
from evenhand.governance.audit.tile import Tree
from evenhand.kernel.canonical import Json, from_canonical
from evenhand.kernel.digest import Digest, digest_of, is_digest

_HEAD = "(SELECT max(sequence) FROM history WHERE subject = record.kind || ':' || record.key)"
_RECORD = f"SELECT kind, key, parent, body, {_HEAD} FROM record WHERE kind = ?"  # noqa: S608 (all of it stands here)
_PAYLOAD = "SELECT payload FROM document JOIN entry USING (sequence) WHERE digest = ?"


def log_of(connection: sqlite3.Connection, path: Path) -> str:
    """The id of the log in a database.

    Raises:
        LedgerUnreadable: it states none.
    """
    row = connection.execute("SELECT id FROM log").fetchone()
    if row is None or not is_log(row[0]):
        raise LedgerUnreadable(f"{path} states no log id.", path=str(path))
    return str(row[0])


class Reading:
    """The ``Reader`` over one connection: inside a transaction it sees what that transaction wrote."""

    def __init__(self, connection: sqlite3.Connection, log: str) -> None:
        self._connection = connection
        self._log = log
        self.tree = Tree(self._tile)

    @property
    def size(self) -> int:
        """Number of entries."""
        last = self._connection.execute("SELECT max(sequence) FROM entry").fetchone()[0]
        return 0 if last is None else int(last) + 1

    def record(self, kind: str, key: str) -> Record | None:
        """See ``Reader``."""
        row = self._connection.execute(f"{_RECORD} AND key = ?", (kind, key)).fetchone()
        return None if row is None else _record(*row)

    def records(self, kind: str, parent: str | None = None) -> Sequence[Record]:
        """See ``Reader``."""
        if parent is None:
            rows = self._connection.execute(f"{_RECORD} ORDER BY position", (kind,))
        else:
            rows = self._connection.execute(f"{_RECORD} AND parent = ? ORDER BY position", (kind, parent))
        return [_record(*row) for row in rows.fetchall()]

    def head(self, subject: Subject) -> int | None:
        """See ``UnitOfWork``."""
        row = self._connection.execute("SELECT max(sequence) FROM history WHERE subject = ?", (subject,)).fetchone()
        return None if row[0] is None else int(row[0])

    def entry(self, sequence: int) -> Entry:
        """The entry at an index.

        Raises:
            EntryMissing: the log is shorter.
        """
        return entry_of(self.leaf(sequence), self._log)

    def leaf(self, sequence: int) -> bytes:
        """The bytes of a leaf.

        Raises:
            EntryMissing: the log is shorter.
        """
        row = self._connection.execute("SELECT leaf FROM entry WHERE sequence = ?", (sequence,)).fetchone()
        if row is None:
            raise EntryMissing(f"There is no entry {sequence}.", sequence=sequence)
        return str(row[0]).encode()

    def find(self, digest: Digest) -> int:
        """See ``Trail``."""
        row = None
        if is_digest(digest):
            query = "SELECT sequence FROM document WHERE digest = ?"
            row = self._connection.execute(query, (raw_digest(digest),)).fetchone()
        if row is None:
            raise EntryMissing(f"No entry has the payload {digest}.", digest=digest)
        return int(row[0])

    def entries(self, about: Subject | None = None, action: str | None = None) -> Sequence[Entry]:
        """See ``UnitOfWork``."""
        return list(self.walk(about=about, action=action))

    def walk(self, *, about: Subject | None = None, action: str | None = None, start: int = 0) -> Iterator[Entry]:
        """The entries from ``start`` on, one after the other."""
        query = "SELECT leaf FROM entry WHERE sequence >= ?"
        values: list[int | str] = [start]
        if about is not None:
            query = "SELECT leaf FROM history JOIN entry USING (sequence) WHERE sequence >= ? AND subject = ?"
            values = [start, about]
        if action is not None:
            query, values = f"{query} AND instr(leaf, ?) > 0", [*values, f'"action":"{action}"']
        for (leaf,) in self._connection.execute(f"{query} ORDER BY sequence", values):
            entry = entry_of(leaf.encode(), self._log)
            if about in {None, entry.about} and action in {None, entry.action}:
                yield entry

    def payload(self, digest: Digest) -> Json:
        """See ``UnitOfWork``."""
        return from_canonical(self.payload_bytes(digest))

    def payload_bytes(self, digest: Digest) -> bytes:
        """The canonical bytes of the document of that digest.

        Raises:
            EntryMissing: no entry has it.
            LedgerDamaged: what is stored under the digest is something else.
        """
        if digest == NO_PAYLOAD:
            return b"{}"
        row = self._connection.execute(_PAYLOAD, (raw_digest(digest),)).fetchone()
        if row is None:
            raise EntryMissing(f"No entry has the payload {digest}.", digest=digest)
        content = str(row[0]).encode()
        if digest_of(content) != digest:
            raise LedgerDamaged(f"The payload stored as {digest} is another document.", digest=digest)
        return content

    def prove(self, sequence: int, size: int) -> InclusionProof:
        """See ``Trail``."""
        if size > self.size:
            raise ProofInvalid(f"The log has {self.size} entries, not {size}.", size=size)
        proof = prove_inclusion(self.tree, index=sequence, size=size)
        check_inclusion(proof, leaf=leaf_hash(self.leaf(sequence)), root=self.tree.root(size))
        return proof

    def prove_growth(self, old: int, size: int) -> ConsistencyProof:
        """See ``Trail``."""
        if size > self.size:
            raise ProofInvalid(f"The log has {self.size} entries, not {size}.", size=size)
        proof = prove_consistency(self.tree, old=old, new=size)
        check_consistency(proof, old_root=self.tree.root(old), new_root=self.tree.root(size))
        return proof

    def checkpoints(self) -> list[tuple[int, str]]:
        """Number and note of each published checkpoint."""
        return self._connection.execute("SELECT number, note FROM checkpoint ORDER BY number").fetchall()

    def _tile(self, level: int, index: int) -> bytes:
        row = self._connection.execute(
            "SELECT hashes FROM tile WHERE level = ? AND position = ?", (level, index)
        ).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise LedgerDamaged(f"The tile {level}/{index} is missing.", level=level, index=index)
        return row[0]


def _record(kind: str, key: str, parent: str | None, body: object, head: int | None) -> Record:
    content = from_canonical(str(body).encode())
    if not isinstance(content, dict) or head is None:
        raise LedgerDamaged(f"The record {subject_of(kind, key)} is no row of the projector.", kind=kind, key=key)
    return Record(kind=kind, key=key, parent=parent, body=content, head=head)
