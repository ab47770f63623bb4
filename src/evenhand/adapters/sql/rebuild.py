"""Computes what follows from the entries anew, with the lines that the sequencer uses, and compares it row by row."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from typing import Any, TypeAlias

from evenhand.adapters.sql.database import schema
from evenhand.adapters.sql.findings import Findings
from evenhand.adapters.sql.projection import apply
from evenhand.adapters.sql.reading import Reading
from evenhand.errors.base import EvenhandError
from evenhand.errors.ledger import LedgerDamaged
from evenhand.governance.audit.entry import NO_PAYLOAD, Entry, Projector, entry_of, leaf_bytes
from evenhand.governance.audit.verification import Part, Progress
from evenhand.kernel.canonical import Json, from_canonical

SHOWN = 60
"""Characters of two rows that are shown when they differ."""
EVERY = 1000
"""Entries between two reports of progress."""

Row: TypeAlias = tuple[Any, ...]

_ENTRIES = "SELECT sequence, leaf, payload FROM entry WHERE sequence >= 0 ORDER BY sequence"
_TABLES: tuple[tuple[Part, str, int], ...] = (
    ("record", "SELECT kind || ':' || key, parent, body, position FROM record ORDER BY kind, key", 1),
    ("history", "SELECT subject, sequence FROM history ORDER BY subject, sequence", 2),
    ("document", "SELECT hex(digest), sequence FROM document ORDER BY digest", 1),
)


class Rebuild:
    """One rebuild of the log ``log``, whose leaves were found to be whole or not by an examination."""

    def __init__(self, log: str, projector: Projector, findings: Findings) -> None:
        self._log = log
        self._projector = projector
        self._findings = findings
        self._last: str = ""

    def run(self, stored: sqlite3.Connection, progress: Progress | None = None) -> None:
        """Project every entry into a database in memory and report the differences to the stored tables.

        ``stored`` stays in one read transaction. When an entry cannot be projected, that is reported and the tables
        are not compared: what would follow from it is unknown.
        """
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
            fresh.executescript(schema())
            fresh.execute("BEGIN")
            if self._project(stored, fresh, progress):
                for part, query, n_keys in _TABLES:
                    self._compare(part, n_keys, stored.execute(query), fresh.execute(query))
        for (fault,) in stored.execute("PRAGMA integrity_check(5)"):
            if fault != "ok":
                self._findings.report("file", "", str(fault))

    def _project(self, stored: sqlite3.Connection, fresh: sqlite3.Connection, progress: Progress | None) -> bool:
        reading = Reading(fresh, self._log)
        total = stored.execute("SELECT count(*) FROM entry").fetchone()[0]
        for place, (sequence, leaf, payload) in enumerate(stored.execute(_ENTRIES)):
            try:
                entry = self._entry(place, leaf, reading)
                document = _document(entry, payload)
                apply(fresh, entry, self._projector(reading, entry, document))
            except sqlite3.Error:
                raise
            except Exception as refusal:  # noqa: BLE001 (whatever stops the projector is named with its entry)
                fact = refusal.fact if isinstance(refusal, EvenhandError) else f"{type(refusal).__name__}: {refusal}"
                self._findings.accuse(sequence, f"it cannot be projected again: {fact}")
                return False
            if progress is not None and place % EVERY == 0:
                progress("projection", place, total)
        return True

    def _entry(self, place: int, stored: object, reading: Reading) -> Entry:
        if not isinstance(stored, str):
            raise LedgerDamaged("its leaf is no text")
        leaf = stored.encode()
        entry = entry_of(leaf, self._log)
        if entry.sequence != place:
            raise LedgerDamaged(f"it states the sequence {entry.sequence}, it stands at {place}")
        if leaf_bytes(entry, self._log) != leaf:
            raise LedgerDamaged("its leaf is not in canonical form")
        if entry.at < self._last:
            raise LedgerDamaged(f"it states {entry.at}, the one before it {self._last}")
        for subject, expected in entry.expects.items():
            if (found := reading.head(subject)) != expected:
                raise LedgerDamaged(f"it expects {subject} at {expected}, it was at {found}")
        self._last = entry.at
        return entry

    def _compare(self, part: Part, n_keys: int, stored: Iterator[Row], fresh: Iterator[Row]) -> None:
        for kept, computed in zip_longest(stored, fresh):
            if kept == computed:
                continue
            if computed is None or (kept is not None and _precedes(kept[:n_keys], computed[:n_keys])):
                self._findings.report(part, _place(kept), "it was added, or moved here from its place")
            elif kept is None or _precedes(computed[:n_keys], kept[:n_keys]):
                self._findings.report(part, _place(computed), "it is missing")
            else:
                self._findings.report(part, _place(kept), _difference(kept[n_keys:], computed[n_keys:]))
            return


def _document(entry: Entry, payload: object) -> dict[str, Json]:
    if not isinstance(payload, str | None) or (payload is None) != (entry.payload == NO_PAYLOAD):
        raise LedgerDamaged("its payload is not the one that it names")
    document = from_canonical(b"{}" if payload is None else payload.encode())
    if not isinstance(document, dict):
        raise LedgerDamaged("its payload is no map")
    return document


def _precedes(left: Row, right: Row) -> bool:
    try:
        return left < right
    except TypeError:  # a damaged page gives numbers or nothing where there was text
        return repr(left) < repr(right)


def _difference(kept: Row, computed: Row) -> str:
    """The first column that differs, from shortly before the first character that does."""
    left, right = next((str(a), str(b)) for a, b in zip(kept, computed, strict=True) if a != b)
    at = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    begin = max(0, at - SHOWN // 2)
    return f"it reads {left[begin : begin + SHOWN]!r}, the entries give {right[begin : begin + SHOWN]!r}"


def _place(row: Row) -> str:
    return str(row[0])
