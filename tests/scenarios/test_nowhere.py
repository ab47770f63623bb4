"""Every command, as its help shows it, where there is nothing: no workspace, no file, no key."""

import re
import shlex
from pathlib import Path

import pytest
from tests.docs.command_reference import commands, examples
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import entries, typed, typed_at

from evenhand.surfaces.cli.entry import root

# What needs no workspace and no file of the user's, so that its example just works.
WORKS = {
    ("document", "kinds"), ("identity", "create"), ("identity", "list"), ("policy", "check"), ("tier",),
    ("workspace", "create"), ("workspace", "draft"),
}  # fmt: skip
LONG = {("quickstart",), ("serve",)}
LINES = [
    pytest.param(path, line, id=f"{' '.join(path)} {place}")
    for path, command in commands(root) if path not in LONG
    for place, line in enumerate(examples(command))
]  # fmt: skip


@pytest.mark.parametrize(("path", "line"), LINES)
def test_an_example_where_there_is_nothing_ends_with_a_named_failure(
    path: tuple[str, ...], line: str, tmp_path: Path
) -> None:
    told = typed_at(tmp_path, *_words(line))

    if path not in WORKS:
        assert told.exit in (1, 2, 3), told
        assert told.code, told
        assert list(tmp_path.iterdir()) == [], told


@pytest.mark.parametrize("line", [line.values[1] for line in LINES])
def test_an_example_about_things_that_were_never_made_leaves_a_sound_ledger(line: str, stage: Stage) -> None:
    told = typed(stage, "ada", *_words(line))

    assert told.exit in (0, 1, 2, 3) or told.code == "DATABASE-UNREACHABLE", told
    assert (told.exit == 0) == (told.code == ""), told
    assert entries(stage) > 0


def _words(line: str) -> list[str]:
    return shlex.split(re.sub(r"\(.*\)$|>.*$|--as \S+", "", line))[1:]
