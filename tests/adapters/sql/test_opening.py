"""A ledger is made whole or not at all, and what is none is refused with its reason."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.adapters.sql.ledgers import draft, examine, fill, make, project, reopen

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.database import connect
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.errors.ledger import LedgerBusy, LedgerExists, LedgerMissing, LedgerReadOnly, LedgerUnreadable


def test_what_was_appended_is_there_after_opening_again(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        entries = [ledger.append(draft(at=at)) for at in range(3)]
    with reopen(tmp_path) as again:
        assert again.entries() == entries
        assert again.append(draft()).sequence == 3


def test_an_empty_ledger_needs_no_write_ahead_log_to_be_read(tmp_path: Path) -> None:
    make(tmp_path).close()

    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "evenhand.db").write_bytes((tmp_path / "evenhand.db").read_bytes())

    with reopen(tmp_path / "copy", state=tmp_path / "state") as ledger:
        assert (ledger.log, ledger.size) == ("w-1", 0)


def test_nothing_is_made_over_what_is_there(tmp_path: Path) -> None:
    make(tmp_path).close()
    before = (tmp_path / "evenhand.db").read_bytes()

    with pytest.raises(LedgerExists, match=r"evenhand\.db is there already"):
        make(tmp_path)

    assert (tmp_path / "evenhand.db").read_bytes() == before


def test_the_remains_of_a_ledger_are_not_replayed_into_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "evenhand.db-wal").write_bytes(b"old pages")

    with pytest.raises(LedgerExists, match="wal is there already"):
        make(tmp_path)


def test_making_leaves_nothing_else_behind(tmp_path: Path) -> None:
    make(tmp_path).close()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["evenhand.db", "state"]


@pytest.mark.parametrize("log", ["", "../x", "W-1", "a" * 65, "a b", "-a", "a\n"])
def test_an_id_that_could_leave_its_folder_is_refused(tmp_path: Path, log: str) -> None:
    with pytest.raises(ValueError, match="no id of a log"):
        make(tmp_path, log=log)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="no ledger at"):
        reopen(tmp_path)
    with pytest.raises(LedgerMissing, match="no ledger at"):
        examine(tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "evenhand.db").write_bytes(content)

    with pytest.raises(LedgerUnreadable):
        reopen(tmp_path)
    with pytest.raises(LedgerUnreadable):
        examine(tmp_path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "evenhand.db")) as other:
        other.execute("CREATE TABLE log (id TEXT)")

    with pytest.raises(LedgerUnreadable, match="database of another program"):
        reopen(tmp_path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    make(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "evenhand.db")) as newer:
        newer.execute("PRAGMA user_version = 2")

    with pytest.raises(LedgerUnreadable, match="has the format 2, known here is 1"):
        reopen(tmp_path)


@pytest.mark.parametrize("named", ["DELETE FROM log", "UPDATE log SET id = '../../x'"])
def test_a_ledger_without_a_sound_id_is_refused(tmp_path: Path, named: str) -> None:
    make(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "evenhand.db")) as hostile:
        hostile.execute(named)
        hostile.commit()

    with pytest.raises(LedgerUnreadable, match="states no log id"):
        reopen(tmp_path)


def test_a_ledger_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    with reopen(tmp_path, read_only=True) as reading:
        assert reading.size == 3
        with pytest.raises(LedgerReadOnly):
            reading.append(draft())


def test_a_copy_is_examined_without_a_trace_beside_it(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    file = LedgerFile(
        tmp_path / "evenhand.db", projector=project, high_water=FileHighWater(tmp_path / "none"), is_copy=True
    )

    assert (file.examine(rebuild=True).size, file.log) == (3, "w-1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evenhand.db", "state"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_ledger_in_a_folder_that_cannot_be_written_is_examined(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    (tmp_path / "evenhand.db").chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert examine(tmp_path).is_whole
    finally:
        tmp_path.chmod(0o700)


def test_a_copy_with_its_write_ahead_log_is_examined_whole(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
        (tmp_path / "copy").mkdir()
        for end in ("", "-wal"):
            (tmp_path / "copy" / f"evenhand.db{end}").write_bytes((tmp_path / f"evenhand.db{end}").read_bytes())

    assert examine(tmp_path / "copy", state=tmp_path / "state").size == 3


def test_a_ledger_that_another_one_holds_is_busy_and_stays_usable(tmp_path: Path) -> None:
    from evenhand.adapters.sql.sequencer import Limits

    with make(tmp_path) as ledger, closing(connect(tmp_path / "evenhand.db", wait_seconds=0)) as other:
        patient = reopen(tmp_path, limits=Limits(wait_seconds=0.05))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match="Another process holds"):
            patient.append(draft())
        other.execute("ROLLBACK")

        assert patient.append(draft()).sequence == 0
        assert ledger.append(draft()).sequence == 1
        patient.close()


def test_an_object_does_not_follow_into_a_child(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        child = os.fork()
        if child == 0:  # pragma: no cover (the child is not traced)
            try:
                ledger.append(draft())
            except BaseException as refusal:  # noqa: BLE001 (a child of a test must end here)
                os._exit(7 if "opened by another process" in str(refusal) else 1)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert ledger.append(draft()).sequence == 0
