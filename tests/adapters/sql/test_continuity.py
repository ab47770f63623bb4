"""What this machine has seen of a ledger is not forgotten: old copies and second histories are refused."""

import shutil
from base64 import b64encode
from pathlib import Path

import pytest
from tests.adapters.sql.ledgers import KEY, draft, examine, fill, make, reopen

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.errors.ledger import HistoryForked, LedgerBroken, WorkspaceBehind


def heads(folder: Path) -> tuple[int, str]:
    mark = FileHighWater(folder / "state").read("w-1")
    assert mark is not None
    return mark.size, b64encode(mark.root).decode()


def test_a_new_ledger_is_first_seen_and_then_known(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        assert ledger.first_seen
        fill(ledger, 3)
    with reopen(tmp_path) as again:
        assert not again.first_seen
    assert heads(tmp_path)[0] == 3


def test_a_copy_on_another_machine_is_first_seen_there_and_verifies(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    elsewhere = tmp_path / "elsewhere"

    found = examine(tmp_path, state=elsewhere)
    assert (found.is_whole, found.seen) == (True, None)
    with reopen(tmp_path, state=elsewhere) as copy:
        assert copy.first_seen


def test_a_restored_old_copy_is_refused_with_both_heads(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    shutil.copy(tmp_path / "evenhand.db", tmp_path / "old.db")
    old = heads(tmp_path)
    with reopen(tmp_path) as ledger:
        fill(ledger, 2)
    new = heads(tmp_path)
    shutil.copy(tmp_path / "old.db", tmp_path / "evenhand.db")

    with pytest.raises(WorkspaceBehind) as refused:
        reopen(tmp_path)
    words = f"here 3 entries with root {old[1]}, seen before 5 entries with root {new[1]}"
    assert words in str(refused.value)
    assert (refused.value.facts["size"], refused.value.facts["seen_size"]) == (3, 5)

    found = examine(tmp_path)
    assert [damage.part for damage in found.damage] == ["mark"]
    assert new[1] in str(found.damage[0])
    assert old[1] in str(found.damage[0])


@pytest.mark.parametrize("n_entries", [5, 6, 300])
def test_a_second_history_of_the_same_id_is_refused_with_both_heads(tmp_path: Path, n_entries: int) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 5)
    seen = heads(tmp_path)
    with make(tmp_path / "second") as second:
        second.append(draft("thing:forged"))
        fill(second, n_entries - 1)
    shutil.copy(tmp_path / "second" / "evenhand.db", tmp_path / "evenhand.db")

    with pytest.raises(HistoryForked, match="has another past than was seen") as refused:
        reopen(tmp_path)

    assert f"here {n_entries} entries with root " in str(refused.value)
    assert f"seen before 5 entries with root {seen[1]}" in str(refused.value)
    assert not examine(tmp_path).is_whole


def test_a_ledger_that_grew_elsewhere_is_accepted_and_remembered(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 300)
    with reopen(tmp_path, state=tmp_path / "elsewhere") as ledger:
        fill(ledger, 300)
    assert heads(tmp_path)[0] == 300

    with reopen(tmp_path) as ledger:
        assert (ledger.first_seen, ledger.size) == (False, 600)
    assert heads(tmp_path)[0] == 600


def test_reading_alone_raises_no_mark(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
    with reopen(tmp_path, state=tmp_path / "elsewhere", read_only=True) as reading:
        assert reading.first_seen
    assert FileHighWater(tmp_path / "elsewhere").read("w-1") is None


def test_two_objects_on_one_file_see_what_the_other_appended(tmp_path: Path) -> None:
    with make(tmp_path) as one, reopen(tmp_path) as two:
        for at in range(0, 600, 25):
            drafts = [draft(f"thing:{number % 5}", at=number) for number in range(at, at + 25)]
            assert (one if at % 3 else two).append_together(drafts)[0].sequence == at
        assert one.entries() == two.entries()
    assert examine(tmp_path).is_whole


def test_a_file_that_was_replaced_under_an_open_ledger_is_noticed(tmp_path: Path) -> None:
    with make(tmp_path) as ledger:
        fill(ledger, 3)
        shutil.copy(tmp_path / "evenhand.db", tmp_path / "other.db")
        (tmp_path / "other.db").rename(tmp_path / "evenhand.db")

        with pytest.raises(LedgerBroken, match="the file was replaced by another"):
            ledger.append(draft())


def test_a_ledger_that_shrinks_while_it_is_open_is_refused(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with make(tmp_path) as ledger:
        fill(ledger, 5)
        with closing(sqlite3.connect(tmp_path / "evenhand.db")) as hostile:
            hostile.execute("DELETE FROM entry WHERE sequence = 4")
            hostile.commit()

        with pytest.raises(WorkspaceBehind, match="here 4 entries"):
            ledger.append(draft())


def test_a_removed_checkpoint_is_missed(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with make(tmp_path) as ledger:
        fill(ledger, 5)
        ledger.publish(KEY)
    with closing(sqlite3.connect(tmp_path / "evenhand.db")) as hostile:
        hostile.execute("DELETE FROM checkpoint")
        hostile.commit()

    with pytest.raises(WorkspaceBehind, match="lists 0 checkpoints, 1 were seen before"):
        reopen(tmp_path)
    assert [str(damage) for damage in examine(tmp_path).damage] == [
        "checkpoint: 0 are listed, this machine has seen 1"
    ]  # fmt: skip
