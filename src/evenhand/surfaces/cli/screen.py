"""What every command prints: text for people, one JSON document for programs, and nothing that steers a terminal."""

import json
import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from evenhand.errors.base import EvenhandError

Command = Callable[..., Any]
_JOINERS = "\u200c\u200d"
_LONGEST = 2000
"""Characters of a fact that are shown on a terminal; ``--json`` has them all."""


def json_option(command: Command) -> Command:
    """Add ``--json``: one JSON document on standard output and nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def as_option(command: Command) -> Command:
    """Add ``--as``: who acts."""
    return click.option(
        "--as", "actor", envvar="EVENHAND_ACTOR", metavar="NAME", help="Who acts (an identity of yours)."
    )(command)


class Share(click.FloatRange):
    """A number from 0 to 1; NaN, which is in no range and outside of none, is refused too."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number


def show(document: Mapping[str, Any] | list[Any], text: str, *, as_json: bool) -> None:
    """Print ``document`` as JSON, or ``text``."""
    click.echo(json_text(document) if as_json else plain(text))


def note(text: str) -> None:
    """Tell a person something beside the answer, on standard error."""
    click.echo(plain(text), err=True)


def show_failure(failure: EvenhandError, *, as_json: bool) -> None:
    """Print code, fact and remedy."""
    if as_json:
        facts = {name: str(value) for name, value in failure.facts.items()}
        error = {"code": failure.code, "fact": failure.fact, "remedy": failure.remedy, "facts": facts}
        click.echo(json_text({"error": error}))
    mark = click.style(f"[{failure.code}]", fg="red", bold=True) if sys.stderr.isatty() else f"[{failure.code}]"
    click.echo(f"{mark} {_short(failure.fact)}\n  {_short(failure.remedy)}", err=True)


def plain(text: str) -> str:
    r"""Text whose lines stay as they are, and in which whatever would move a cursor or turn a line round is spelt out.

    Examples:
        >>> plain("two\nlines \x1b[2J")
        'two\nlines \\x1b[2J'
    """
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_spelt, line)) for line in lines)


def json_text(document: Mapping[str, Any] | list[Any]) -> str:
    r"""A JSON document that reads on every terminal and every encoding of one.

    Examples:
        >>> print(json_text(["é \u202e"]))
        [
          "é \u202e"
        ]
    """
    lines = json.dumps(document, indent=2, ensure_ascii=False).split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in lines)


def _short(text: str) -> str:
    return plain(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... (cut; {len(text):,} characters)")


def _spelt(mark: str) -> str:
    if mark.isprintable() or mark in _JOINERS:
        return mark
    return mark.encode("unicode_escape", "surrogatepass").decode("ascii")


def _escaped(mark: str) -> str:
    return mark if mark.isprintable() else json.dumps(mark)[1:-1]
