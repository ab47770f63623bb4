"""Writes what the projector says; used by the sequencer and, the same lines, by a rebuild."""

import sqlite3
from collections.abc import Sequence

from evenhand.governance.audit.entry import Change, Entry
from evenhand.kernel.canonical import canonical_bytes

_WRITE = """INSERT INTO record (kind, key, parent, body) VALUES (?, ?, ?, ?)
            ON CONFLICT (kind, key) DO UPDATE SET parent = excluded.parent, body = excluded.body"""
_HEAD = """INSERT INTO head (subject, sequence) VALUES (?, ?)
           ON CONFLICT (subject) DO UPDATE SET sequence = excluded.sequence"""


def apply(connection: sqlite3.Connection, entry: Entry, changes: Sequence[Change]) -> None:
    """Write the changes of one entry, and it as the head of every subject that it touched."""
    for change in changes:
        if change.body is None:
            connection.execute("DELETE FROM record WHERE kind = ? AND key = ?", (change.kind, change.key))
        else:
            body = canonical_bytes(change.body).decode()
            connection.execute(_WRITE, (change.kind, change.key, change.parent, body))
    for subject in {entry.about, *(change.subject for change in changes)}:
        connection.execute(_HEAD, (subject, entry.sequence))
