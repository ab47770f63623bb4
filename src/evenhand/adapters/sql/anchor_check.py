"""Compares the tree with what others vouch for: signed checkpoints, the mark of this machine, witnesses."""

import sqlite3
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.adapters.sql.findings import Findings
from evenhand.errors.ledger import LedgerDamaged, NoteInvalid
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint, origin_of
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.tile import Tree
from evenhand.governance.audit.verification import Part
from evenhand.ports.high_water import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouchers:
    """What the examiner knows of a log from elsewhere.

    Attributes:
        seen: the high-water mark of this machine.
        trusted: keys whose signature on a checkpoint counts.
        witnessed: checkpoints that a witness kept, their signatures checked by the caller.
    """

    seen: Mark | None = None
    trusted: Sequence[VerifierKey] = ()
    witnessed: Sequence[Checkpoint] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    size: int
    root: bytes
    part: Part
    place: str


class AnchorCheck:
    """Compares one tree of ``size`` entries.

    Attributes:
        n_checkpoints: published checkpoints whose signature was checked.
        last_signed: entries under the last of them; ``None`` without one.
    """

    def __init__(self, connection: sqlite3.Connection, log: str, size: int, findings: Findings) -> None:
        self._connection = connection
        self._log = log
        self._size = size
        self._findings = findings
        self.n_checkpoints = 0
        self.last_signed: int | None = None

    def run(self, tree: Tree, vouchers: Vouchers) -> None:
        """Compare everything, smallest size first, so that a change is narrowed down as far as possible."""
        anchors = self._published(vouchers.trusted)
        anchors += [_Anchor(size=each.size, root=each.root, part="witness", place="") for each in vouchers.witnessed]
        if vouchers.seen is not None:
            seen = vouchers.seen
            anchors.append(_Anchor(size=seen.size, root=seen.root, part="mark", place=""))
            if self.n_checkpoints < seen.checkpoints:
                fact = f"{self.n_checkpoints} are listed, this machine has seen {seen.checkpoints}"
                self._findings.report("checkpoint", "", fact)
        good = 0
        for anchor in sorted(anchors, key=lambda anchor: anchor.size):
            good = self._compare(tree, anchor, good)

    def _compare(self, tree: Tree, anchor: _Anchor, good: int) -> int:
        stated = f"it states {anchor.size} entries with root {b64encode(anchor.root).decode()}"
        if anchor.size > self._size:
            self._findings.report(anchor.part, anchor.place, f"{stated}, {self._here(tree)}")
            return good
        try:
            here = tree.root(anchor.size)
        except (ValueError, LedgerDamaged) as unreadable:
            self._findings.report(anchor.part, anchor.place, f"it cannot be compared: {unreadable}")
            return good
        if here != anchor.root:
            change = f"an entry from {good} to {anchor.size - 1} was changed" if anchor.size else "its root is false"
            here_text = b64encode(here).decode()
            self._findings.report(anchor.part, anchor.place, f"{stated}, the ledger gives {here_text}: {change}")
            return good
        return anchor.size

    def _here(self, tree: Tree) -> str:
        try:
            root = b64encode(tree.root(self._size)).decode()
        except (ValueError, LedgerDamaged):
            root = "that cannot be read"
        return f"the ledger has {self._size} with root {root}"

    def _published(self, trusted: Sequence[VerifierKey]) -> list[_Anchor]:
        trusted = [key for key in trusted if key.name == origin_of(self._log)]
        keys = trusted or self._stored_key()
        if trusted and any(key not in trusted for key in self._stored_key()):
            self._findings.report("log", self._log, "it names another key than those that are trusted")
        anchors: list[_Anchor] = []
        rows = self._connection.execute("SELECT number, note FROM checkpoint ORDER BY number").fetchall()
        for place, (number, note) in enumerate(rows, start=1):
            if number != place:
                self._findings.report("checkpoint", place, "it is missing")
                break
            anchor = self._opened(number, note, keys)
            if anchor is None:
                continue
            if anchors and anchor.size <= anchors[-1].size:
                self._findings.report("checkpoint", number, "it is not larger than the one before it")
            anchors.append(anchor)
        self.n_checkpoints = len(anchors)
        if trusted and anchors:
            self.last_signed = anchors[-1].size
        return anchors

    def _opened(self, number: int, note: object, keys: Sequence[VerifierKey]) -> _Anchor | None:
        try:
            if not isinstance(note, bytes):
                raise NoteInvalid("It is no text.")
            opened = open_checkpoint(note.decode(), origin=origin_of(self._log), trusted=keys)
        except (NoteInvalid, UnicodeDecodeError) as invalid:
            fact = invalid.fact if isinstance(invalid, NoteInvalid) else "it is no text"
            self._findings.report("checkpoint", number, fact)
            return None
        return _Anchor(size=opened.size, root=opened.root, part="checkpoint", place=str(number))

    def _stored_key(self) -> list[VerifierKey]:
        row = self._connection.execute("SELECT verifier_key FROM log").fetchone()
        if row is None or row[0] is None:
            return []
        try:
            key = VerifierKey.parse(row[0].decode()) if isinstance(row[0], bytes) else None
        except (NoteInvalid, UnicodeDecodeError):
            key = None
        if key is None or str(key).encode() != row[0]:
            self._findings.report("log", self._log, "its verifier key cannot be read")
            return []
        return [key]
