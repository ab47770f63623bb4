"""Writes what follows from an entry; used by the sequencer and, the same lines, by a rebuild."""

import sqlite3
from collections.abc import Sequence

from evenhand.governance.audit.entry import NO_PAYLOAD, Change, Entry
from evenhand.kernel.canonical import canonical_bytes

_RECORD = """INSERT INTO record (kind, key, parent, body) VALUES (?, ?, ?, ?)
             ON CONFLICT (kind, key) DO UPDATE SET parent = excluded.parent, body = excluded.body"""


def apply(connection: sqlite3.Connection, entry: Entry, changes: Sequence[Change]) -> None:
    """Write the changes of one entry, its place in the history of every subject it touches, and that of its payload."""
    for change in changes:
        if change.body is None:
            connection.execute("DELETE FROM record WHERE kind = ? AND key = ?", (change.kind, change.key))
        else:
            body = canonical_bytes(change.body).decode()
            connection.execute(_RECORD, (change.kind, change.key, change.parent, body))
    for subject in {entry.about, *(change.subject for change in changes)}:
        connection.execute("INSERT INTO history (subject, sequence) VALUES (?, ?)", (subject, entry.sequence))
    if entry.payload != NO_PAYLOAD:
        row = (raw_digest(entry.payload), entry.sequence)
        connection.execute("INSERT INTO document (digest, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING", row)


def raw_digest(digest: str) -> bytes:
    r"""The 32 bytes behind the text.

    Examples:
        >>> raw_digest("sha256:" + "ff" * 32) == b"\xff" * 32
        True
    """
    return bytes.fromhex(digest.removeprefix("sha256:"))
