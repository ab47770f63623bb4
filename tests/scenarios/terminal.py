"""Commands typed by one of the people of a stage, and what they say."""

import io
import os
import re
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.scenarios.stage import SCORER, Stage

from evenhand.surfaces.cli.entry import main

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FAILURE = re.compile(r"\[([A-Z0-9-]+)\] (.+)\n  (\S.+)\n\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one command ended with.

    Attributes:
        exit: the exit code.
        out, err: all that it printed.
    """

    exit: int
    out: str
    err: str

    @property
    def code(self) -> str:
        """Of the failure; empty when there was none."""
        found = _FAILURE.search(self.err)
        return "" if found is None else found[1]


def typed(stage: Stage, name: str, *words: object, at: Path | None = None) -> Told:
    """What the command line answers to ``words`` of one person, in this process."""
    with stage.acting(name):
        before = os.environ.get("EVENHAND_ACTOR")
        os.environ["EVENHAND_ACTOR"] = name
        try:
            return typed_at(at or stage.workspace, *words)
        finally:
            os.environ.pop("EVENHAND_ACTOR") if before is None else os.environ.__setitem__("EVENHAND_ACTOR", before)


def typed_at(folder: Path, *words: object) -> Told:
    """What the command line answers to ``words`` in a folder, in this process."""
    out, err = io.StringIO(), io.StringIO()
    ended: object = None
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            ended = end.code
    assert isinstance(ended, int), f"{words} did not end as a command does"
    told = Told(exit=ended, out=out.getvalue(), err=err.getvalue())
    require_manners(told)
    return told


def require_manners(told: Told) -> None:
    """Whatever happens: a known exit code, no trace, no failure without a name, nothing that steers a terminal."""
    said = told.out + told.err
    assert told.exit in range(5), said
    assert "Traceback" not in said
    assert "UNEXPECTED" not in said
    assert not _CONTROL.search(said), repr(said)


def refused(told: Told, code: str, exit_code: int, words: str = "") -> None:
    """It failed with a code, a fact and a way out, and printed nothing that reads like an answer."""
    found = _FAILURE.search(told.err)
    assert found is not None, told
    assert (found[1], told.exit) == (code, exit_code), told.err
    assert re.search(words, found[2]), found[2]


def entries(stage: Stage) -> int:
    """How many entries the ledger has, after all of them were projected anew and every table compared."""
    told = typed(stage, "ada", "audit", "verify", "--rebuild", "--json")
    assert told.exit == 0, told.out
    found = re.search(r'"size": (\d+)', told.out)
    assert found is not None
    return int(found[1])


def model_of(stage: Stage, scorer: str = SCORER) -> Path:
    """The folder of the model that everybody registers."""
    folder = stage.root / "model"
    folder.mkdir(exist_ok=True)
    (folder / "scoring.py").write_text(scorer)
    return folder
