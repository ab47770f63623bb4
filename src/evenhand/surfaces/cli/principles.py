"""``evenhand principles``: fairness, transparency, accountability, privacy and human oversight, phase by phase."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@click.argument("about", metavar="REF")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write one self-contained page to FILE.")
@json_option
def principles(about: str, *, html: Path | None, as_json: bool) -> None:
    """Show for REF, principle by phase, which checks ran, what they found, what is only attested, what is missing.

    \b
    Example:
      evenhand principles credit@3
      evenhand principles credit@3 --html principles.html
    """
    from evenhand.surfaces.report.html import MARKER
    from evenhand.surfaces.report.page_file import require_page, write_page
    from evenhand.surfaces.sdk.principles import show_principles

    if html is not None:
        require_page(html, MARKER)
    shown = show_principles(about)
    if html is None:
        show(shown.as_json(), shown.as_text(), as_json=as_json)
        return
    write_page(html, shown.as_html())
    show({"file": str(html), **shown.as_json()}, f"Written to {html}.", as_json=as_json)
