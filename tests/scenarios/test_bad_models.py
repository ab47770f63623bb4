"""Model files of the wrong or a hostile kind: nothing runs outside its cage, and no version comes of them."""

import os
import pickle
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from tests.scenarios.stage import SCORER, Stage
from tests.scenarios.terminal import entries, model_of, refused, typed

SCORE = "1 / (1 + np.exp(-(income - 50) / 8))"


class Runs:
    """A pickle that runs a line of Python when it is read."""

    def __init__(self, line: str) -> None:
        self._line = line

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, (self._line,)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def linked(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside", "x")
    return path


def folder(path: Path, **files: str) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / name.replace("_", ".")).write_text(text)
    return path


def refusing(path: Path) -> Path:
    os.mkfifo(path)
    return path


NOT_A_MODEL: dict[str, tuple[Callable[[Path], Path], str, int]] = {
    "nothing": (lambda root: root / "no.pkl", "COMMAND-UNCLEAR", 2),
    "an empty file": (lambda root: written(root / "m.pkl", b""), "MODEL-UNREADABLE", 1),
    "noise": (lambda root: written(root / "m.joblib", bytes(range(256))), "MODEL-UNREADABLE", 1),
    "a zip": (lambda root: zipped(root / "m.zip"), "MODEL-FORMAT-UNSUPPORTED", 2),
    "half a LightGBM text": (
        lambda root: written(root / "m.txt", b"tree\nversion=v4\nnum_class=1\ntree_sizes=300\n\nTree=0\nnum_le"),
        "MODEL-UNREADABLE", 1,
    ),
    "half a pickle": (lambda root: written(root / "m.pkl", pickle.dumps(list(range(999)))[:50]), "MODEL-UNREADABLE", 1),
    "a number in a pickle": (lambda root: written(root / "m.pkl", pickle.dumps(5)), "MODEL-UNREADABLE", 1),
    "a folder without a model": (lambda root: folder(root / "m", notes_txt="x"), "MODEL-UNREADABLE", 1),
    "a broken MLmodel": (lambda root: folder(root / "m", MLmodel="flavors: [\n"), "MODEL-UNREADABLE", 1),
    "a link in a circle": (lambda root: linked(root / "m.pkl", root / "m.pkl"), "COMMAND-UNCLEAR", 2),
    "a link out of the folder": (
        lambda root: linked(folder(root / "m") / "scoring.py", Path("/etc/passwd")).parent, "MODEL-UNREADABLE", 1,
    ),
    "a pipe": (lambda root: refusing(root / "m.pkl"), "MODEL-UNREADABLE", 1),
    "a device": (lambda _: Path("/dev/zero"), "MODEL-UNREADABLE", 1),
    "Python that is none": (lambda root: folder(root / "m", scoring_py="def ("), "MODEL-UNREADABLE", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_A_MODEL)
def test_what_is_no_model_becomes_no_version(stage: Stage, name: str) -> None:
    made, code, exit_code = NOT_A_MODEL[name]

    refused(typed(stage, "ada", "register", made(stage.root), "--data", stage.rows), code, exit_code)
    assert entries(stage) == 5


def test_a_pickle_can_neither_write_nor_call_nor_read_keys_nor_end_the_caller(stage: Stage) -> None:
    key = stage.root / "homes" / "ada" / "identities" / "ada" / "id_ed25519"
    lines = (
        f"open({str(stage.root / 'pwned')!r}, 'w')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        f"raise SystemError(open({str(key)!r}).read())",
        "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    )
    for line in lines:
        hostile = written(stage.root / "m.pkl", pickle.dumps(Runs(line)))
        told = typed(stage, "ada", "register", hostile, "--data", stage.rows)
        refused(told, "MODEL-UNREADABLE", 1, "PermissionError|not permitted|refused")
        assert "PRIVATE" not in told.err
    assert not (stage.root / "pwned").exists()
    assert entries(stage) == 5


def test_what_a_pickle_prints_does_not_reach_the_terminal(stage: Stage) -> None:
    hostile = written(stage.root / "m.pkl", pickle.dumps(Runs("raise ValueError('\\x1b[2Jno' + 'o' * 10**6)")))

    told = typed(stage, "ada", "register", hostile, "--data", stage.rows)

    refused(told, "MODEL-UNREADABLE", 1, r"ValueError: \?\[2Jnooo")
    assert len(told.err) < 2_000


def test_a_class_of_main_needs_a_file_of_its_own(stage: Stage) -> None:
    class Scorer:
        def predict_proba(self, table: object) -> object:
            return table

    Scorer.__module__, Scorer.__qualname__ = "__main__", "Scorer"
    main: ModuleType = sys.modules["__main__"]
    main.Scorer = Scorer  # type: ignore[attr-defined]
    try:
        orphan = written(stage.root / "m.pkl", pickle.dumps(Scorer()))
    finally:
        del main.Scorer  # type: ignore[attr-defined]

    told = typed(stage, "ada", "register", orphan, "--data", stage.rows)

    refused(told, "MODEL-CODE-MISSING", 2, "Scorer")


@pytest.mark.parametrize(
    ("scorer", "code", "exit_code"),
    [
        (SCORER.replace(SCORE, "income * 2"), "MODEL-ANSWER-INVALID", 4),
        (SCORER.replace(SCORE, "income * np.nan"), "MODEL-ANSWER-INVALID", 4),
        (SCORER.replace(SCORE, f"({SCORE})[:3]"), "MODEL-ANSWER-INVALID", 4),
        (SCORER.replace(SCORE, "[str(each) for each in 'no']"), "MODEL-FAILED", 4),
        (SCORER.replace('"age"]', '"postcode"]'), "COLUMN-MISSING", 2),
        (SCORER.replace("[0, 1]", "[7, 8]"), "MODEL-CLASS-UNKNOWN", 1),
    ],
    ids=["scores of 100", "NaN", "too few", "words", "another column", "other classes"],
)
def test_a_model_that_answers_nonsense_becomes_no_version(stage: Stage, scorer: str, code: str, exit_code: int) -> None:
    told = typed(stage, "ada", "register", model_of(stage, scorer), "--data", stage.rows)

    refused(told, code, exit_code)
    if code in ("MODEL-ANSWER-INVALID", "MODEL-FAILED"):
        assert "made up from the contract" in told.err
    assert entries(stage) == 5


def test_classes_and_code_that_are_none(stage: Stage) -> None:
    model = model_of(stage)
    told = typed(stage, "ada", "register", model, "--data", stage.rows, "--class", "nan", "--class", "inf")
    refused(told, "MODEL-CLASS-UNKNOWN", 1)
    for code in (stage.root / "no.py", Path("/dev/zero")):
        told = typed(stage, "ada", "register", model, "--data", stage.rows, "--code", code)
        refused(told, "MODEL-UNREADABLE", 1, "neither file nor folder")
