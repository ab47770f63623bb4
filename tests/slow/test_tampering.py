"""Thousands of seeded changes to a ledger's file: every one that changes what it says is reported.

Run with ``pytest tests/slow/test_tampering.py``; ``EVENHAND_SLOW=full`` tries 10,000 changes.
"""

import os
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tests.adapters.sql.ledgers import KEY, draft, examine, fill, make, reopen

from evenhand.errors.base import EvenhandError

IS_FULL = os.environ.get("EVENHAND_SLOW") == "full"
TABLES = ("log", "entry", "tile", "checkpoint", "record", "history", "document")


def original(folder: Path) -> Path:
    """A ledger of 300 entries with three checkpoints."""
    with make(folder) as ledger:
        for _ in range(3):
            fill(ledger, 100)
            ledger.publish(KEY)
    return folder


def fresh_copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def spoiled(value: object, chance: random.Random) -> object:
    """Another value of the same type, most often close to it."""
    if isinstance(value, int):
        return value + chance.choice([-1000, -1, 1, 256, 1000])
    if isinstance(value, bytes):
        return _flipped(value, chance)
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        ways = [value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :], value[:at] + value[at + 1 :], value + " "]
        return chance.choice([way for way in ways if way != value])
    return "x"


def mutate(connection: sqlite3.Connection, chance: random.Random) -> str | None:
    """Change, delete, add or swap rows of one table; ``None`` when the file itself refuses it."""
    table = chance.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    row = chance.choice(rows)
    way = chance.choice(["edit", "edit", "edit", "delete", "add", "swap"])
    where = " AND ".join(f"{column} IS ?" for column in columns)
    try:
        if way == "delete":
            connection.execute(f"DELETE FROM {table} WHERE {where}", row)
        elif way == "add":
            at = chance.randrange(len(columns))
            new = [spoiled(value, chance) if place == at else value for place, value in enumerate(row)]
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(new))})", new)
        elif way == "swap":
            other, column = chance.choice(rows), chance.choice(columns[1:] or columns)
            at = columns.index(column)
            if other[at] == row[at]:
                return None
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (other[at], *row))
        else:
            at = chance.randrange(len(columns))
            value = spoiled(row[at], chance)
            connection.execute(f"UPDATE {table} SET {columns[at]} = ? WHERE {where}", (value, *row))
    except sqlite3.IntegrityError:
        return None
    return f"{way} {table}"


def test_every_changed_row_is_reported(tmp_path: Path) -> None:
    source, target, chance = original(tmp_path / "source"), tmp_path / "copy", random.Random(1)
    n_tried, unnoticed = 0, []
    while n_tried < (10_000 if IS_FULL else 250):
        fresh_copy(source, target)
        with closing(sqlite3.connect(target / "evenhand.db")) as hostile:
            told = mutate(hostile, chance)
            hostile.commit()
        if told is None:
            continue
        n_tried += 1
        try:
            if examine(target, trusted=[KEY.verifier]).is_whole:
                unnoticed.append(told)
        except EvenhandError:
            pass

    assert unnoticed == []


def test_an_untouched_copy_is_never_reported(tmp_path: Path) -> None:
    source = original(tmp_path / "source")
    for _ in range(20):
        fresh_copy(source, tmp_path / "copy")
        assert examine(tmp_path / "copy", trusted=[KEY.verifier]).damage == ()


def said(path: Path) -> list[str]:
    """All rows of all tables."""
    with closing(sqlite3.connect(path)) as reading:
        return [*reading.iterdump()]


def test_a_flipped_bit_is_reported_or_says_nothing(tmp_path: Path) -> None:
    source, target, chance = original(tmp_path / "source"), tmp_path / "copy", random.Random(2)
    before = said(source / "evenhand.db")
    n_noticed, changed_unnoticed = 0, 0
    for _ in range(3_000 if IS_FULL else 100):
        fresh_copy(source, target)
        content = (target / "evenhand.db").read_bytes()
        content = _flipped(content, chance) if chance.random() < 0.5 else _flipped_in_a_header(content, chance)
        (target / "evenhand.db").write_bytes(content)
        try:
            is_noticed = not examine(target, trusted=[KEY.verifier]).is_whole
        except EvenhandError:
            is_noticed = True
        with suppress(EvenhandError):  # no other error may come out
            reopen(target).close()
        n_noticed += is_noticed
        changed_unnoticed += not is_noticed and said(target / "evenhand.db") != before

    assert changed_unnoticed == 0
    assert n_noticed > 0


def test_a_spoiled_write_ahead_log_never_passes_for_the_whole(tmp_path: Path) -> None:
    """Opened with the mark, a cut or flipped log is whole or refused; it is never silently shorter."""
    source, target, chance = tmp_path / "source", tmp_path / "copy", random.Random(3)
    n_refused, n_whole = 0, 0
    with make(source) as ledger:
        for at in range(60):
            ledger.append(draft(f"thing:{at % 7}", at=at))
        log = (source / "evenhand.db-wal").read_bytes()
        for _ in range(1_000 if IS_FULL else 80):
            fresh_copy(source, target)
            (target / "evenhand.db-shm").unlink()
            cut = log[: chance.randrange(len(log))] if chance.random() < 0.5 else _flipped(log, chance)
            (target / "evenhand.db-wal").write_bytes(cut)
            try:
                with reopen(target) as copy:
                    assert copy.size == 60
                assert examine(target).is_whole
                n_whole += 1
            except EvenhandError as refusal:
                assert refusal.code in {"WORKSPACE-BEHIND", "HISTORY-FORKED", "LEDGER-UNREADABLE", "LEDGER-DAMAGED"}  # noqa: PT017
                n_refused += 1

    assert n_refused > n_whole


def _flipped_in_a_header(content: bytes, chance: random.Random) -> bytes:
    """A bit where SQLite keeps the kinds and lengths of rows: near the start of a page or of a row."""
    page = chance.randrange(len(content) // 4096) * 4096
    ends = [page + at for at in range(4096) if content[page + at : page + at + 6] in {b'{"abou', b"thing:"}]
    start = chance.choice([page, *(end - 12 for end in ends)])
    return content[:start] + _flipped(content[start : start + 12], chance) + content[start + 12 :]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"\0")
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)
