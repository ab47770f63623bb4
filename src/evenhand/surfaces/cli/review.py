"""``evenhand review``: a submission as its reviewers need it."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show

_LARGEST_PAGE = 256 * 2**20


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
    from evenhand.surfaces.sdk.reviewing import review as run
    from evenhand.wiring.user_file import write_file

    if html is not None:
        _require_page(html)
    shown = run(version)
    if html is None:
        show(shown.as_json(), shown.as_text(), as_json=as_json)
        return
    write_file(html, shown.as_html().encode(), replace=True)
    show({"file": str(html), "review": shown.as_json()}, f"Written to {html}.", as_json=as_json)


def _require_page(path: Path) -> None:
    """A page goes over an earlier page, and over nothing else."""
    from evenhand.errors.workspace import FileExists, FileUnreadable
    from evenhand.surfaces.report.html import MARKER
    from evenhand.wiring.user_file import read_text, require_writable

    require_writable(path, replace=True)
    try:
        is_page = not path.exists() or read_text(path, largest=_LARGEST_PAGE).startswith(MARKER)
    except FileUnreadable:
        is_page = False
    if not is_page:
        raise FileExists(f"{path} is there already and is no page of evenhand.", path=str(path))
