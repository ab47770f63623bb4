"""How the examples of a page run: from top to bottom, in one empty folder, with homes of their own.

``python`` blocks share their names, ``sh`` blocks must succeed, and a ``console`` block shows commands after
``$ `` and what they print; a command that ends with another code than 0 prints ``[exit N]`` last.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from unittest import SkipTest

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from tests.docs.warm import folder_with_command

FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE
SECONDS = 300


def run_page(page: Path) -> int:
    """Run every example of ``page`` in the current folder and count those that ran."""
    ran = 0
    for example in SYBIL.parse(page).examples():
        try:
            example.evaluate()
        except SkipTest:
            continue
        ran += not isinstance(example.parsed, tuple)  # an instruction to skip is none
    return ran


@dataclass(frozen=True)
class Command:
    """A command of a console block and what the page says that it prints."""

    line: str
    shown: str


def commands(block: str) -> Iterator[Command]:
    """Read a console block."""
    for part in f"\n{block}".split("\n$ ")[1:]:
        line, _, shown = part.partition("\n")
        while line.endswith("\\"):
            more, _, shown = shown.partition("\n")
            line = f"{line}\n{more}"
        yield Command(line=line, shown=shown)


def _shell(line: str) -> tuple[int, str]:
    path = os.pathsep.join([str(folder_with_command()), str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    return done.returncode, done.stdout


def _evaluate_sh(example: Example) -> str | None:
    code, printed = _shell(str(example.parsed))
    return f"the block ended with {code} and printed:\n{printed}" if code else None


def _evaluate_console(example: Example) -> str | None:
    for command in commands(str(example.parsed)):
        code, printed = _shell(command.line)
        got = printed if code == 0 else f"{printed.rstrip()}\n[exit {code}]\n"
        shown = command.shown.strip()
        if (shown or code) and not OutputChecker().check_output(f"{shown}\n", got, FLAGS):
            return f"$ {command.line}\nthe page shows:\n{command.shown}\nit printed:\n{got}"
    return None


SYBIL = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser("sh", _evaluate_sh),
        CodeBlockParser("console", _evaluate_console),
        SkipParser(),
    ]
)
