import subprocess
from pathlib import Path

import pytest

from evenhand.adapters.trainer.asked import AskedParameters
from evenhand.adapters.trainer.repository import commit_of
from evenhand.adapters.trainer.source_code import code_of_file
from evenhand.errors.training import TrainingCodeUnreadable


def _git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def test_the_commit_and_whether_anything_differs_from_it(tmp_path: Path) -> None:
    place = tmp_path / "train.py"
    place.write_text("def train(): ...\n")
    assert commit_of(place) == (None, None)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "train.py")
    _git(tmp_path, "commit", "-qm", "One")

    commit, is_dirty = commit_of(place)
    assert commit is not None
    assert (len(commit), is_dirty) == (40, False)

    place.write_text("def train(): return 1\n")
    assert commit_of(place)[1] is True
    (tmp_path / "other.py").write_text("def train(): ...\n")
    _git(tmp_path, "checkout", "-q", "train.py")
    assert commit_of(tmp_path / "other.py")[1] is True, "a file that the repository does not hold"


def test_the_function_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "fits.py").write_text("from x import fit\n")

    assert code_of_file(f"{tmp_path / 'fits.py'}:fit").entry == "fit"


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone.py", "does not exist"), (".", "no regular file"), ("my-train.py", "'my-train' is no name of a module")],
)
def test_what_is_no_code_is_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "my-train.py").write_text("def train(): ...\n")

    with pytest.raises(TrainingCodeUnreadable, match=words):
        code_of_file(tmp_path / name)


def test_whoever_goes_through_all_parameters_has_read_them() -> None:
    asked = AskedParameters({"a": 1, "b": 2})

    assert {**asked} == {"a": 1, "b": 2}
    assert asked.unread == []
