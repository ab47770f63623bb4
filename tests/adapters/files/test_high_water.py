"""A mark only rises, survives a torn write, and is never silently taken for absent."""

import os
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.files.high_water import SLOT, FileHighWater
from evenhand.errors.ledger import MarkUnreadable
from evenhand.ports.high_water import Mark


def mark(size: int, *, checkpoints: int = 0) -> Mark:
    return Mark(size=size, root=size.to_bytes(32), checkpoints=checkpoints)


def test_what_was_never_seen_has_no_mark(tmp_path: Path) -> None:
    assert FileHighWater(tmp_path / "none").read("w-1") is None
    assert not (tmp_path / "none").exists()


def test_a_mark_is_read_back_by_its_log(tmp_path: Path) -> None:
    marks = FileHighWater(tmp_path / "a" / "b")
    marks.lift("w-1", mark(5, checkpoints=2))
    marks.lift("w-2", mark(0))

    assert marks.read("w-1") == mark(5, checkpoints=2)
    assert marks.read("w-2") == mark(0)


@given(lifts=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1))
def test_a_mark_only_rises(tmp_path_factory: pytest.TempPathFactory, lifts: list[tuple[int, int]]) -> None:
    marks = FileHighWater(tmp_path_factory.mktemp("marks"))
    for size, checkpoints in lifts:
        marks.lift("w-1", mark(size, checkpoints=checkpoints))
    highest = max(lifts)

    assert marks.read("w-1") == mark(highest[0], checkpoints=highest[1])


@pytest.mark.parametrize("at", range(0, 2 * SLOT, 97))
def test_a_torn_write_leaves_the_mark_before_it_or_the_new_one(tmp_path: Path, at: int) -> None:
    marks = FileHighWater(tmp_path)
    for size in (7, 8, 9):
        marks.lift("w-1", mark(size))
    path = tmp_path / "w-1.mark"
    content = bytearray(path.read_bytes())
    content[at] ^= 0x55
    path.write_bytes(content)

    read = marks.read("w-1")

    assert read in {mark(8), mark(9)}
    marks.lift("w-1", mark(10))
    assert marks.read("w-1") == mark(10)


@pytest.mark.parametrize("content", [b"", b"{}", b"\0" * 1024, b"\xff" * 1024, b"null 74234e98afe7498f"])
def test_what_cannot_be_read_is_not_taken_for_absent(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w-1.mark").write_bytes(content)

    with pytest.raises(MarkUnreadable, match=r"holds no mark of w-1"):
        FileHighWater(tmp_path).read("w-1")
    with pytest.raises(MarkUnreadable):
        FileHighWater(tmp_path).lift("w-1", mark(1))


def test_the_mark_of_another_log_does_not_count(tmp_path: Path) -> None:
    FileHighWater(tmp_path).lift("w-2", mark(5))
    (tmp_path / "w-2.mark").rename(tmp_path / "w-1.mark")

    with pytest.raises(MarkUnreadable):
        FileHighWater(tmp_path).read("w-1")


def test_a_folder_in_place_of_the_mark_is_named(tmp_path: Path) -> None:
    (tmp_path / "w-1.mark").mkdir()

    with pytest.raises(MarkUnreadable, match="cannot be read"):
        FileHighWater(tmp_path).read("w-1")


def test_the_mark_is_its_owners_alone(tmp_path: Path) -> None:
    FileHighWater(tmp_path / "state").lift("w-1", mark(5))

    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "state" / "w-1.mark").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["w-1.mark"]


def test_processes_that_lift_at_once_keep_the_highest(tmp_path: Path) -> None:
    workers = [get_context("fork").Process(target=_lift_all, args=(tmp_path, first)) for first in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert FileHighWater(tmp_path).read("w-1") == mark(29)


def test_a_wrong_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="is no mark"):
        Mark(size=-1, root=b"\0" * 32)
    with pytest.raises(ValueError, match="is no mark"):
        Mark(size=1, root=b"")


def _lift_all(folder: Path, first: int) -> None:
    for size in range(first, 30, 3):
        FileHighWater(folder).lift("w-1", mark(size))
    os._exit(0)
