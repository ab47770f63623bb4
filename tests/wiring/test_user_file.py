"""Files that a user names are written whole, or not at all with the reason."""

import os
from errno import EACCES, EDQUOT, ENOSPC
from pathlib import Path

import pytest

from evenhand.errors.workspace import FileUnwritable
from evenhand.wiring.user_file import writing


def _write_until(path: Path, errno: int) -> None:
    with writing(path) as made:
        made.write(b"half")
        raise OSError(errno, os.strerror(errno))


@pytest.mark.parametrize("errno", [ENOSPC, EDQUOT])
def test_a_full_disk_is_called_full(tmp_path: Path, errno: int) -> None:
    with pytest.raises(FileUnwritable, match=r"page\.html cannot be written: the disk is full\. Make room"):
        _write_until(tmp_path / "page.html", errno)
    assert list(tmp_path.iterdir()) == []


def test_other_refusals_keep_their_words(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match=r"Permission denied\. Name a file in a folder"):
        _write_until(tmp_path / "page.html", EACCES)
