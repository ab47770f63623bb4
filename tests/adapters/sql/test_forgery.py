"""A thorough forger makes all tiles anew; what others hold still contradicts him."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.adapters.sql.hostile import change, forge, parts
from tests.adapters.sql.ledgers import KEY, examine, fill, make

from evenhand.governance.audit.checkpoint import open_checkpoint


@pytest.mark.parametrize(("first", "narrowed"), [(7, "from 0 to 199"), (250, "from 200 to 299")])
def test_a_rewritten_history_contradicts_checkpoints_and_is_narrowed_down(
    folder: Path, first: int, narrowed: str
) -> None:
    forge(folder, first)
    found = examine(folder, rebuild=False, state=folder / "elsewhere")

    assert parts(found) == {"checkpoint"}
    assert f"an entry {narrowed} was changed" in str(found.damage[0])


def test_a_rewritten_history_contradicts_the_mark_though_all_checkpoints_were_removed(folder: Path) -> None:
    forge(folder, 7)
    change(folder, "DELETE FROM checkpoint", "UPDATE log SET verifier_key = NULL")
    found = examine(folder, rebuild=False)

    assert parts(found) == {"checkpoint", "mark"}


def test_a_rewritten_history_contradicts_the_witness_where_nothing_else_is_left(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "evenhand.db")) as reading:
        note = reading.execute("SELECT note FROM checkpoint WHERE number = 1").fetchone()[0]
    kept = open_checkpoint(note, origin="evenhand/w-1", trusted=[KEY.verifier])
    forge(folder, 7)
    change(folder, "DELETE FROM checkpoint")
    elsewhere = folder / "elsewhere"

    assert examine(folder, rebuild=False, state=elsewhere).is_whole
    assert parts(examine(folder, rebuild=False, state=elsewhere, witnessed=[kept])) == {"witness"}


def test_a_cut_history_contradicts_the_witness(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "evenhand.db")) as reading:
        note = reading.execute("SELECT note FROM checkpoint WHERE number = 2").fetchone()[0]
    kept = open_checkpoint(note, origin="evenhand/w-1", trusted=[KEY.verifier])
    with make(folder / "short") as ledger:
        fill(ledger, 100)
    found = examine(folder / "short", witnessed=[kept])

    assert [damage.part for damage in found.damage] == ["witness"]
    assert "it states 300 entries" in str(found.damage[0])
