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
    from evenhand.surfaces.sdk.reviewing import review as run

    shown = run(version)
    if html is None:
        show(shown.as_json(), shown.as_text(), as_json=as_json)
        return
    _write(html, shown.as_html())
    show({"file": str(html), "review": shown.as_json()}, f"Written to {html}.", as_json=as_json)


def _write(path: Path, page: str) -> None:
    """Write the page whole or not at all, over an earlier page but over nothing else."""
    from evenhand.errors.workspace import FileExists, FileUnreadable
    from evenhand.surfaces.report.html import MARKER

    made = path.with_name(f".{path.name}.new")
    try:
        if path.exists() and not path.read_bytes().startswith(MARKER.encode()):
            raise FileExists(f"{path} is there already and is no page of evenhand.", path=str(path))
        made.write_text(page, encoding="utf-8")
        made.replace(path)
    except OSError as mistake:
        raise FileUnreadable(f"{path} cannot be written: {mistake}.", path=str(path)) from mistake
