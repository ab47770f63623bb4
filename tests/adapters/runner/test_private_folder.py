import os
import shutil
from pathlib import Path

import pytest

from evenhand.adapters.runner.private_folder import private_folder
from evenhand.errors.model import RunnerUnavailable


@pytest.fixture(autouse=True)
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def aged(room: Path) -> None:
    os.utime(room, (0, 0))


def left_by_a_killed_process(rooms: Path) -> Path:
    process = os.fork()
    if process == 0:
        with private_folder() as room:
            (room / "model").write_text("weights")
            os._exit(9)
    os.waitpid(process, 0)
    [room] = rooms.iterdir()
    return room


def test_it_is_ours_alone_and_gone_afterwards(rooms: Path) -> None:
    with private_folder() as room:
        assert oct(room.stat().st_mode & 0o777) == "0o700"
        assert room.parent == rooms.resolve()

    assert list(rooms.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away_by_the_next(rooms: Path) -> None:
    left = left_by_a_killed_process(rooms)
    aged(left)

    with private_folder():
        assert not left.exists()


def test_a_young_folder_is_left_alone(rooms: Path) -> None:
    left = left_by_a_killed_process(rooms)

    with private_folder():
        assert left.exists()


def test_a_folder_in_use_is_left_alone_however_old() -> None:
    with private_folder() as mine:
        aged(mine)
        with private_folder():
            assert mine.exists()


def test_what_only_looks_like_one_is_left_alone(rooms: Path) -> None:
    elsewhere = rooms / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (rooms / "evenhand-model-link").symlink_to(elsewhere)
    (rooms / "evenhand-model-unlocked").mkdir()
    (rooms / "evenhand-model-file").touch()
    for entry in rooms.iterdir():
        os.utime(entry, (0, 0), follow_symlinks=False)

    with private_folder():
        assert elsewhere.exists()
        assert (rooms / "evenhand-model-unlocked").exists()


def test_a_temporary_folder_that_is_not_there_is_named(rooms: Path) -> None:
    shutil.rmtree(rooms)

    with pytest.raises(RunnerUnavailable, match="No private folder could be made"), private_folder():
        pytest.fail("it was made")
