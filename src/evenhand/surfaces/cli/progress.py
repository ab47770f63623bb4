"""How far long work has come, for a person who watches: on standard error, at a terminal, from the first second on."""

import sys
import time
from types import TracebackType
from typing import Self

import click

from evenhand.surfaces.cli.screen import plain

_PATIENCE, _BETWEEN = 1.0, 0.2
"""Seconds before the first line, and between two."""


class Progress:
    """Told what is done of what; leaves an empty line behind, however the work ends.

    Examples:
        >>> with Progress() as progress:
        ...     progress("reading loans.csv", 1000, 20000)
    """

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._width = 0

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Say that ``done`` of ``total`` is done, at most five times a second."""
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        self._next = now + _BETWEEN
        line = plain(f"{what}: {done:,}" if total is None else f"{what}: {done:,} of {total:,}")
        click.echo(f"\r{line.ljust(self._width)}", nl=False, err=True)
        self._width = len(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        if self._width:
            click.echo(f"\r{' ' * self._width}\r", nl=False, err=True)
