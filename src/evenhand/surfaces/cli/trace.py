"""``evenhand trace``: one decision, back to everything that it rests on."""

from pathlib import Path
from textwrap import fill

import click

from evenhand.surfaces.cli.screen import json_option, note, show

_LEFT, _WIDTH = 12, 120


@click.command()
@click.argument("prediction")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write the trace as a page.")
@json_option
def trace(prediction: str, *, html: Path | None, as_json: bool) -> None:
    """Show what the decision with the id PREDICTION rests on, what came of it, and which entries prove it.

    Values of protected columns are not shown.

    \b
    Example:
      evenhand trace 01a3185c-5000-7000-8000-000000000000
    """
    from evenhand.surfaces.report.html import MARKER, as_html
    from evenhand.surfaces.report.page_file import require_page, write_page
    from evenhand.surfaces.report.tracing import lines, trace_report
    from evenhand.surfaces.sdk.tracing import trace_prediction as run

    if html is not None:
        require_page(html, MARKER)
    found = run(prediction)
    if html is not None:
        write_page(html, as_html(trace_report(found)))
        note(f"Written to {html}.")
    show(found.as_json(), "\n".join(_wrapped(label, text) for label, text in lines(found)), as_json=as_json)


def _wrapped(label: str, text: str) -> str:
    return fill(text, _WIDTH, initial_indent=f"{label:<{_LEFT}} ", subsequent_indent=" " * (_LEFT + 3),
                break_on_hyphens=False)  # fmt: skip
