"""What the commands that look at files have in common: their options, and how they show what was found."""

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenhand.lifecycle.evaluation.table_report import MIN_COUNT
from evenhand.surfaces.cli.screen import json_option, json_text, note, plain

if TYPE_CHECKING:
    from evenhand.surfaces.sdk.shown_report import ShownReport

Command = Callable[..., Any]
FILE = click.Path(dir_okay=False, path_type=Path)
_NARROWEST, _WIDEST = 80, 120


class Share(click.FloatRange):
    """A number between 0 and 1, neither of them."""

    def __init__(self) -> None:
        super().__init__(0, 1, min_open=True, max_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value} is no number.", param, ctx)
        if number > 1 - 1e-12:
            self.fail(f"{value} is too near 1 to leave anything outside.", param, ctx)
        return number


def read_costs(_context: click.Context, _option: click.Parameter, value: str | None) -> dict[str, float] | None:
    """``OUTCOME=NUMBER,...`` as a map; which outcomes there are is told where they are used."""
    if value is None:
        return None
    costs = {}
    for part in value.split(","):
        name, _, number = part.partition("=")
        try:
            costs[name.strip()] = float(number)
        except ValueError:
            raise click.BadParameter(f"{part!r} is not OUTCOME=NUMBER.") from None
    return costs


def look_options(command: Command) -> Command:
    """Add ``--confidence``, ``--html`` and ``--json``."""
    command = json_option(command)
    command = click.option("--html", type=FILE, help="Write a page with pictures, for any browser.")(command)
    return click.option(
        "--confidence", type=Share(), default=0.95, show_default=True, help="Of every interval."
    )(command)  # fmt: skip


def min_count_option(command: Command) -> Command:
    """Add ``--min-count``."""
    return click.option(
        "--min-count", type=click.IntRange(min=1), default=MIN_COUNT, show_default=True, metavar="N",
        help="Hide groups of fewer rows, and others that would tell of them; 1 hides none.",
    )(command)  # fmt: skip


def require_page_at(html: Path | None) -> None:
    """Refuse, before the work is done, to write a page where something else is."""
    if html is not None:
        from evenhand.surfaces.report.html import MARKER
        from evenhand.surfaces.report.page_file import require_page

        require_page(html, MARKER)


def show_look(shown: "ShownReport", *, html: Path | None, as_json: bool) -> None:
    """Print the numbers as one JSON list, or what they mean; write the page if there is to be one."""
    if html is not None:
        shown.to_html(html)
        note(f"Page: {html}")
    if not as_json:
        click.echo(plain(shown.as_text(width=screen_width())))
        return
    for problem in shown.problems:
        note(f"Not measured: {problem}")
    click.echo(json_text(shown.as_json()))


def screen_width() -> int:
    """Places of a line of the terminal, from 80 to 120; 100 where there is no terminal."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST), _WIDEST)
