"""``evenhand review``: a submission as its reviewers need it."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@click.argument("version")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write one self-contained page to FILE.")
@json_option
def review(version: str, *, html: Path | None, as_json: bool) -> None:
    """Show what the current submission of VERSION decides, about whom, what is asked, what fails or is unknown.

    Nothing is recorded. The checks are judged now, by the policy in force.

    \b
    Example:
      evenhand review credit@3
      evenhand review credit@3 --html review.html
    """
    from evenhand.surfaces.report.html import MARKER
    from evenhand.surfaces.report.page_file import require_page, write_page
    from evenhand.surfaces.sdk.reviewing import review as run

    if html is not None:
        require_page(html, MARKER)
    shown = run(version)
    if html is None:
        show(shown.as_json(), shown.as_text(), as_json=as_json)
        return
    write_page(html, shown.as_html())
    show({"file": str(html), "review": shown.as_json()}, f"Written to {html}.", as_json=as_json)
