"""What follows from the entries is computed anew: a changed row of any table is named."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.adapters.sql.hostile import change, parts, rewrite
from tests.adapters.sql.ledgers import draft, examine, make

COLUMNS = {
    "record": {"kind": "'x'", "key": "'x'", "parent": "'x'", "body": "'{}'", "position": "99999"},
    "history": {"subject": "'x'", "sequence": "99999"},
    "document": {"digest": "zeroblob(32)", "sequence": "99999"},
}
KEYS = {"record": "position", "history": "subject || sequence", "document": "digest"}


def _mutations() -> Iterator[tuple[str, str]]:
    for table, columns in COLUMNS.items():
        yield table, f"DELETE FROM {table}"
        yield from ((table, f"UPDATE {table} SET {column} = {value}") for column, value in columns.items())


@pytest.mark.parametrize(("table", "statement"), [*_mutations()])
def test_a_changed_row_of_a_derived_table_is_named(folder: Path, table: str, statement: str) -> None:
    with closing(sqlite3.connect(folder / "evenhand.db")) as reading:
        rows = reading.execute(f"SELECT quote({KEYS[table]}) FROM {table} ORDER BY 1").fetchall()
    change(folder, f"{statement} WHERE {KEYS[table]} = {random.Random(statement).choice(rows)[0]}")
    found = examine(folder)

    assert parts(found) == {table}
    assert examine(folder, rebuild=False).is_whole


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("record", "(NULL, 'thing', 'new', NULL, '{}')"),
        ("history", "('thing:new', 3)"),
        ("document", "(zeroblob(32), 3)"),
    ],
)
def test_an_added_row_of_a_derived_table_is_named(folder: Path, table: str, values: str) -> None:
    change(folder, f"INSERT INTO {table} VALUES {values}")

    assert [(damage.part, "added" in damage.fact) for damage in examine(folder).damage] == [(table, True)]


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ('"thing:1":0', '"thing:1":null', "it expects thing:1 at None, it was at 0"),
        ('"sequence":1}', '"sequence":2}', "it states the sequence 2, it stands at 1"),
        ("2026-11-23", "2026-11-22", "it states 2026-11-22T07:00:02.000000Z, the one before it 2026-11-23"),
        ('"w-1"', '"w-2"', "is no entry of the log w-1"),
        ('"schema"', ' "schema"', "its leaf is not in canonical form"),
    ],
)
def test_a_forged_entry_that_could_not_have_been_taken_is_named(
    tmp_path: Path, before: str, after: str, fact: str
) -> None:
    with make(tmp_path) as ledger:
        for _ in range(3):
            ledger.append(draft())
    change(tmp_path, f"UPDATE entry SET leaf = replace(leaf, '{before}', '{after}') WHERE sequence = 1")
    rewrite(tmp_path)
    found = examine(tmp_path, state=tmp_path / "elsewhere")

    assert found.first_bad_entry == 1
    assert fact in str(found.damage[0])
