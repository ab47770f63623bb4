"""A long ledger made quickly: the bytes that the sequencer would write, without asking it a million times.

``tests/slow/test_generated.py`` holds the two ways against each other.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from evenhand.adapters.sql.database import make
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.tile import Edge
from evenhand.kernel.canonical import Json, canonical_bytes

LOG = "generated"
AT = "2026-11-23T07:00:00.000000Z"
SUBJECTS = 10_000
GROUP = 10_000


def project(_state: Reader, entry: Entry, payload: "dict[str, Json]") -> list[Change]:
    """The last document of each subject."""
    kind, _, key = entry.about.partition(":")
    return [Change(kind=kind, key=key, parent=str(entry.sequence % 7), body={"last": payload["number"]})]


def payload_of(number: int) -> dict[str, Json]:
    """A document of about 300 bytes."""
    return {"document": "d" * 240, "number": number, "share": 0.25}


def generate(path: Path, n_entries: int) -> bytes:
    """Make a ledger of ``n_entries`` at ``path`` and give its root."""
    make(path, log=LOG, verifier_key=None)
    edge = Edge()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for start in range(0, n_entries, GROUP):
            connection.execute("BEGIN")
            rows = list(_rows(start, min(start + GROUP, n_entries)))
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
            for row in rows:
                edge.add(leaf_hash(row[1].encode()))
            connection.executemany(
                "INSERT OR REPLACE INTO tile VALUES (?, ?, ?)",
                [(*place, tile) for place, tile in edge.changed().items()],
            )
            edge.settle()
            connection.execute("COMMIT")
        _project(connection, n_entries)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return edge.root()


def _rows(start: int, stop: int) -> Iterator[tuple[int, str, str]]:
    shape = canonical_bytes(payload_of(0)).decode()
    for number in range(start, stop):
        payload = shape.replace('"number":0', f'"number":{number}')
        digest = sha256(payload.encode())
        about = f"thing:{number % SUBJECTS}"
        before = number - SUBJECTS if number >= SUBJECTS else "null"
        leaf = (
            f'{{"about":"{about}","action":"thing.changed","actor":"somebody","at":"{AT}","expects":{{"{about}":{before}}},'
            f'"log":"{LOG}","payload":"sha256:{digest.hexdigest()}","policy":null,"schema":"evenhand/entry/v1",'
            f'"sealed":null,"sequence":{number}}}'
        )
        yield number, leaf, payload


def _project(connection: sqlite3.Connection, n_entries: int) -> None:
    connection.execute("BEGIN")
    for subject in range(min(SUBJECTS, n_entries)):
        last = subject + (n_entries - 1 - subject) // SUBJECTS * SUBJECTS
        connection.execute(
            "INSERT INTO record (kind, key, parent, body) VALUES ('thing', ?, ?, ?)",
            (str(subject), str(last % 7), f'{{"last":{last}}}'),
        )
    places = sorted((f"thing:{number % SUBJECTS}", number) for number in range(n_entries))
    connection.executemany("INSERT INTO history VALUES (?, ?)", places)
    found = connection.execute("SELECT substr(leaf, instr(leaf, 'sha256:') + 7, 64), sequence FROM entry").fetchall()
    documents = sorted((bytes.fromhex(digest), sequence) for digest, sequence in found)
    connection.executemany("INSERT INTO document VALUES (?, ?)", documents)
    connection.execute("COMMIT")
