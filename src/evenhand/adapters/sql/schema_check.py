"""Whether a file holds the tables of a ledger and nothing that acts on its own."""

import re
import sqlite3
from contextlib import closing

from evenhand.adapters.sql.database import schema
from evenhand.adapters.sql.findings import Findings

_DISPOSABLE = re.compile(r"(?:cache|lease|sqlite)_")


def check_schema(connection: sqlite3.Connection, log: str, findings: Findings) -> None:
    """Compare tables, indexes, triggers and views with those that ``make`` makes; disposable tables may be there too.

    Disposable are tables whose name begins with ``cache_`` or ``lease_``.
    ``connection`` gives text as bytes.
    """
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.text_factory = bytes
        fresh.executescript(schema())
        expected = _parts(fresh)
    found = _parts(connection)
    for name in sorted(expected.keys() | found.keys()):
        if found.get(name) == expected.get(name):
            continue
        kind, table, _ = found.get(name) or expected[name]
        if name in expected or kind not in {"table", "index"} or not _DISPOSABLE.match(table):
            fact = "is missing" if name not in found else "was changed" if name in expected else "was added"
            findings.report("file", "", f"the {kind} {name} {fact}")
    row = connection.execute("SELECT count(*), min(id) FROM log").fetchone()
    if row != (1, log.encode()):
        findings.report("log", log, "the file does not name one log, this one")


def _parts(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    rows = connection.execute("SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_master").fetchall()
    texts = (tuple(_text(value) for value in row) for row in rows)
    return {name: (kind, table, sql) for name, kind, table, sql in texts}


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else repr(value)
