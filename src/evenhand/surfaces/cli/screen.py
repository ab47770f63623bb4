"""What every command prints: text for people, one JSON document for programs."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from evenhand.errors.base import EvenhandError

Command = Callable[..., Any]


def json_option(command: Command) -> Command:
    """Add ``--json``: one JSON document on standard output and nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def as_option(command: Command) -> Command:
    """Add ``--as``: who acts."""
    return click.option(
        "--as", "actor", envvar="EVENHAND_ACTOR", metavar="NAME", help="Who acts (an identity of yours)."
    )(command)


def show(document: Mapping[str, Any] | list[Any], text: str, *, as_json: bool) -> None:
    """Print ``document`` as JSON, or ``text``."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if as_json else text)


def note(text: str) -> None:
    """Tell a person something beside the answer, on standard error."""
    click.echo(text, err=True)


def show_failure(failure: EvenhandError, *, as_json: bool) -> None:
    """Print code, fact and remedy."""
    if as_json:
        facts = {name: str(value) for name, value in failure.facts.items()}
        error = {"code": failure.code, "fact": failure.fact, "remedy": failure.remedy, "facts": facts}
        click.echo(json.dumps({"error": error}, indent=2, ensure_ascii=False))
    mark = click.style(f"[{failure.code}]", fg="red", bold=True) if sys.stderr.isatty() else f"[{failure.code}]"
    click.echo(f"{mark} {failure.fact}\n  {failure.remedy}", err=True)
