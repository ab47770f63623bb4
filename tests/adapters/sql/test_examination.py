"""Whoever can write the file but holds no key is noticed: the entry, the tile, the checkpoint is named."""

import sqlite3
from pathlib import Path

import pytest
from tests.adapters.sql.hostile import SIZE, change, parts
from tests.adapters.sql.ledgers import KEY, draft, examine, fill, make, reopen

from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import LedgerDamaged
from evenhand.governance.audit.note import NoteKey
from evenhand.ports.ledger import Draft


def test_an_untouched_ledger_is_whole(folder: Path) -> None:
    found = examine(folder, trusted=[KEY.verifier])

    assert found.damage == ()
    assert (found.size, found.n_checkpoints, found.last_signed, found.seen) == (SIZE, 2, SIZE, SIZE)
    assert (found.rebuilt, found.first_bad_entry) == (True, None)


def test_without_a_trusted_key_checkpoints_are_compared_and_nobody_is_named(folder: Path) -> None:
    found = examine(folder)

    assert (found.is_whole, found.n_checkpoints, found.last_signed) == (True, 2, None)


@pytest.mark.parametrize("at", [0, 1, 133, 255, 256, SIZE - 1])
@pytest.mark.parametrize("rebuild", [True, False])
def test_an_edited_leaf_is_named(folder: Path, at: int, *, rebuild: bool) -> None:
    change(folder, f"UPDATE entry SET leaf = replace(leaf, '\"ada\"', '\"eve\"') WHERE sequence = {at}")
    found = examine(folder, rebuild=rebuild)

    assert found.first_bad_entry == at
    assert "entry" in parts(found)


@pytest.mark.parametrize("at", [0, 133, 256, SIZE - 1])
@pytest.mark.parametrize("payload", ["'{}'", "NULL", "replace(payload, '0.5', '0.9')", "payload || ' '"])
def test_an_edited_payload_is_named(folder: Path, at: int, payload: str) -> None:
    change(folder, f"UPDATE entry SET payload = {payload} WHERE sequence = {at}")
    found = examine(folder, rebuild=False)

    assert (found.first_bad_entry, parts(found)) == (at, {"entry"})
    assert str(found.damage[0]) == f"entry {at}: its payload is not the one that it names"


def test_a_payload_put_beside_a_sealed_entry_is_named(folder: Path) -> None:
    change(folder, "UPDATE entry SET payload = '{}' WHERE sequence = 200")

    assert examine(folder, rebuild=False).first_bad_entry == 200


@pytest.mark.parametrize("at", [0, 133, 255, 256, SIZE - 1])
def test_a_deleted_entry_is_named(folder: Path, at: int) -> None:
    change(folder, f"DELETE FROM entry WHERE sequence = {at}")

    assert examine(folder).first_bad_entry == at


@pytest.mark.parametrize(("first", "second"), [(0, 1), (10, 290), (255, 256)])
def test_swapped_entries_are_named(folder: Path, first: int, second: int) -> None:
    change(
        folder,
        f"UPDATE entry SET sequence = -5 WHERE sequence = {first}",
        f"UPDATE entry SET sequence = {first} WHERE sequence = {second}",
        f"UPDATE entry SET sequence = {second} WHERE sequence = -5",
    )

    assert examine(folder, rebuild=False).first_bad_entry == first


@pytest.mark.parametrize("at", [SIZE, SIZE + 1, -1, 10_000])
def test_an_added_entry_is_named(folder: Path, at: int) -> None:
    change(folder, f"INSERT INTO entry SELECT {at}, leaf, payload FROM entry WHERE sequence = 7")
    found = examine(folder, rebuild=False)

    assert found.first_bad_entry == (at if at in {-1, SIZE} else SIZE)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND position = 0", "0/0"),
        ("UPDATE tile SET hashes = zeroblob(32) WHERE level = 1", "1/0"),
        ("UPDATE tile SET hashes = x'' WHERE level = 1", "1/0"),
        ("UPDATE tile SET hashes = CAST(substr(hashes, 1, 8191) AS BLOB) WHERE position = 0 AND level = 0", "0/0"),
        ("UPDATE tile SET hashes = CAST(hashes || x'00' AS BLOB) WHERE position = 0 AND level = 0", "0/0"),
        ("DELETE FROM tile WHERE level = 0 AND position = 0", "0/0"),
        ("DELETE FROM tile WHERE level = 0 AND position = 1", "0/1"),
        ("DELETE FROM tile WHERE level = 1", "1/0"),
        ("INSERT INTO tile VALUES (0, 2, zeroblob(32))", "0/2"),
        ("INSERT INTO tile VALUES (2, 0, zeroblob(32))", "2/0"),
        ("INSERT INTO tile VALUES (0, -1, zeroblob(32))", "0/-1"),
        ("UPDATE tile SET position = 7 WHERE level = 1", "1/0"),
    ],
)
def test_a_changed_tile_is_named(folder: Path, statement: str, place: str) -> None:
    change(folder, statement)
    found = examine(folder, rebuild=False)

    assert ("tile", place) in [(damage.part, damage.place) for damage in found.damage]
    assert found.first_bad_entry is None


def test_a_changed_last_tile_contradicts_its_entries(folder: Path) -> None:
    change(
        folder,
        "UPDATE tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0 AND position = 1",
    )

    assert "entry 256: its bytes and the tile 0/1 contradict each other" in map(str, examine(folder).damage)


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        ("DELETE FROM checkpoint WHERE number = 1", "checkpoint 1: it is missing"),
        ("DELETE FROM checkpoint WHERE number = 2", "1 are listed, this machine has seen 2"),
        ("UPDATE checkpoint SET note = replace(note, '300', '299') WHERE number = 2", "does not fit the text"),
        ("UPDATE checkpoint SET note = '' WHERE number = 2", "no block of signatures"),
        ("INSERT INTO checkpoint SELECT 3, note FROM checkpoint WHERE number = 1", "not larger than the one before"),
        ("INSERT INTO checkpoint SELECT 3, note FROM checkpoint WHERE number = 2", "not larger than the one before"),
        ("UPDATE checkpoint SET number = 3 - number + 10", "checkpoint 1: it is missing"),
    ],
)
def test_a_changed_list_of_checkpoints_is_named(folder: Path, statement: str, fact: str) -> None:
    change(folder, statement)

    assert fact in "; ".join(map(str, examine(folder, rebuild=False, trusted=[KEY.verifier]).damage))


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        ("UPDATE log SET verifier_key = NULL", "No trusted key signed"),
        ("UPDATE log SET verifier_key = 'x'", "its verifier key cannot be read"),
        ("INSERT INTO log VALUES (2, 'w-2', NULL)", "CHECK"),
        ("CREATE TABLE notes (text)", "the table notes was added"),
        ("CREATE VIEW entries AS SELECT 1", "the view entries was added"),
        ("CREATE TRIGGER cache_t AFTER INSERT ON entry BEGIN SELECT 1; END", "the trigger cache_t was added"),
        ("DROP INDEX record_parent", "the index record_parent is missing"),
        ("DROP TABLE document", "the table document is missing"),
        ("ALTER TABLE checkpoint ADD COLUMN more TEXT", "the table checkpoint was changed"),
    ],
)
def test_a_changed_file_is_named(folder: Path, statement: str, fact: str) -> None:
    if fact == "CHECK":
        with pytest.raises(sqlite3.IntegrityError):
            change(folder, statement)
        return
    change(folder, statement)

    assert fact in "; ".join(map(str, examine(folder, rebuild=False).damage))


def test_disposable_tables_are_let_be(folder: Path) -> None:
    change(folder, "CREATE TABLE cache_scores (text)", "CREATE INDEX of_scores ON cache_scores (text)")

    assert examine(folder).is_whole


def test_another_key_than_the_trusted_one_is_named(folder: Path) -> None:
    other = NoteKey(name="evenhand/w-1", seed=b"\2" * 32)
    found = examine(folder, rebuild=False, trusted=[other.verifier])

    assert parts(found) == {"log", "checkpoint"}


def test_the_first_few_faults_stand_for_the_rest(folder: Path) -> None:
    change(folder, "UPDATE entry SET payload = '{}'")
    found = examine(folder, rebuild=False)

    assert found.first_bad_entry == 0
    assert [damage.place for damage in found.damage] == ["0", "1", "2", "3", "4", ""]
    assert "more" in str(found.damage[-1])


def test_a_ledger_that_is_not_whole_refuses_to_go_on(folder: Path) -> None:
    with reopen(folder) as ledger:
        assert ledger.verify(rebuild=True).is_whole
        change(folder, "UPDATE record SET body = '{}'")
        with pytest.raises(LedgerDamaged, match="The ledger w-1 was changed: record "):
            ledger.verify(rebuild=True)


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    examine(folder, progress=lambda *step: told.append(step))

    assert ("entries", 256, SIZE) in told
    assert ("projection", 0, SIZE) in told


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512])
def test_ledgers_of_every_shape_are_whole(tmp_path: Path, size: int) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, size)
    found = examine(tmp_path)

    assert (found.damage, found.size) == ((), size)


def test_a_mixed_block_is_read_entry_by_entry(tmp_path: Path) -> None:
    policy = "sha256:" + "0" * 64
    with make(tmp_path) as ledger:
        for start in range(0, 512, 128):
            ledger.append_together([
                Draft(actor="ada", action="a.b", about="a:b", payload={"at": at} if at % 3 else {}, policy=policy)
                for at in range(start, start + 128)
            ])  # fmt: skip
    assert examine(tmp_path).is_whole

    change(tmp_path, "UPDATE entry SET payload = '{}' WHERE sequence = 301")
    assert examine(tmp_path, rebuild=False).first_bad_entry == 301


def test_a_ledger_is_examined_while_it_is_written(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 300)

        def append_meanwhile(*_: object) -> None:
            ledger.append(draft())

        found = examine(tmp_path, progress=append_meanwhile)
        assert isinstance(ledger, Ledger)
        assert (found.is_whole, found.size) == (True, 300)
        assert ledger.size > 300
