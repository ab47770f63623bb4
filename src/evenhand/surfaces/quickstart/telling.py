"""What the story says: shown line by line to a person as it happens, and kept as a record for programs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, Literal

import click

Tone = Literal["done", "pass", "refused", "undecided", "waived", "note"]

WIDEST, NARROWEST = 100, 60
_MARGIN = 3
_LABEL = 11
_COLOURS: dict[Tone, str] = {"pass": "green", "refused": "red", "undecided": "yellow", "waived": "yellow"}


class Telling:
    """The steps so far.

    Args:
        is_shown: whether a person reads along on standard output.

    Attributes:
        steps: chapter, label, text and outcome of every step, with the facts behind it.
    """

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._chapter = ""
        self._n_chapters = 0
        self.steps: list[dict[str, Any]] = []

    def chapter(self, title: str) -> None:
        """Begin a part of the story."""
        self._n_chapters += 1
        self._chapter = title
        self._show(f"\n{click.style(f'{self._n_chapters}  {title}', bold=True)}")

    def say(self, label: str, text: str, *, outcome: Tone = "done", **facts: Any) -> None:
        """Tell one step; ``facts`` go into the record alone."""
        step = {"chapter": self._n_chapters, "title": self._chapter, "label": label, "outcome": outcome, "text": text}
        self.steps.append(step | facts)
        margin = " " * (_MARGIN + _LABEL)
        first, *more = wrap(
            text, _width(), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False,
            break_long_words=False,
        )  # fmt: skip
        shown = click.style(label.ljust(_LABEL), fg=_COLOURS.get(outcome), bold=outcome == "refused" or None)
        self._show("\n".join([f"{' ' * _MARGIN}{shown}{first.lstrip()}", *more]))

    def plain(self, text: str) -> None:
        """Show a line that is no step."""
        self._show(text)

    @contextmanager
    def busy(self, doing: str) -> Iterator[None]:
        """Show on a terminal what takes its time, and wipe it out afterwards."""
        is_seen = self._is_shown and sys.stdout.isatty() and sys.stderr.isatty()
        if is_seen:
            click.echo(f"{' ' * _MARGIN}... {doing}", err=True, nl=False)
        try:
            yield
        finally:
            if is_seen:
                click.echo("\r\x1b[2K", err=True, nl=False)

    def _show(self, text: str) -> None:
        if self._is_shown:
            click.echo(text, color=_wants_colour())


def _width() -> int:
    columns = get_terminal_size(fallback=(WIDEST, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def _wants_colour() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None
