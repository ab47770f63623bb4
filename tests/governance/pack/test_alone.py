"""The stand-alone verifier on its own: without evenhand, from the command line."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.governance.pack.story import Story, trust

from evenhand.resources import verify_pack

SCRIPT = Path(verify_pack.__file__)
AT = "2026-12-01T00:00:00Z"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    story = Story().told()
    (folder / "verify.py").write_bytes(SCRIPT.read_bytes())
    (folder / "credit.pack").write_bytes(story.pack(models=True))
    (folder / "trust.json").write_bytes(trust().as_bytes())
    (folder / "seen.txt").write_text(f"{story.checkpoint(3)}\n{story.checkpoint(8)}", encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", *arguments, "--at", AT],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).splitlines()[-1]


def test_it_needs_the_standard_library_and_cryptography_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    roots = {str(name).partition(".")[0] for name in named}

    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_it_establishes_what_the_reader_can_establish(folder: Path) -> None:
    code, line = run(folder, "credit.pack", "--trust", "trust.json", "--witness", "seen.txt")

    assert (code, line) == (0, "Established: credit@3 was released for production.")


def test_it_says_what_stays_open(folder: Path) -> None:
    code, line = run(folder, "credit.pack")

    assert (code, line[:52]) == (3, "Consistent with itself, signers not established: cre")


def test_it_refuses(folder: Path) -> None:
    assert run(folder, "verify.py") == (1, "Refused: The file is no evidence pack.")


def test_it_tells_wrong_use_apart(folder: Path) -> None:
    code, line = run(folder, "credit.pack", "--trust", "verify.py")

    assert code == 2
    assert "cannot read what was given" in line


def test_trust_and_witness_are_checked_before_the_pack(folder: Path) -> None:
    (folder / "empty.txt").write_text("no note\n", encoding="utf-8")

    assert run(folder, "credit.pack", "--witness", "empty.txt")[0] == 2
