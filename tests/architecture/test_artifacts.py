"""One place decides whether the stored files of a workspace are sealed."""

from pathlib import Path

import evenhand


def test_nobody_else_opens_the_stored_files_past_the_encryption() -> None:
    package = Path(evenhand.__file__).parent
    places = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "FileArtifacts(" in path.read_text(encoding="utf-8")
    ]

    assert places == ["wiring/artifacts.py"]
