"""``evenhand profile``: a table counted into a small file, and such files merged."""

from pathlib import Path

import click

from evenhand.surfaces.cli.look import FILE, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress
from evenhand.surfaces.cli.screen import json_option, note


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE | merge PROFILE...")
@click.option("-o", "--out", type=FILE, help="Write the profile there.")
@click.option("--like", metavar="PROFILE", help="Count on the cells of this profile, so that both can be merged.")
@click.option("--exact", is_flag=True, help="Give each distinct number a cell of its own; slower.")
@click.option("--html", type=FILE, help="Write a page with pictures, for any browser.")
@json_option
def profile(
    files: tuple[str, ...], *, out: Path | None, like: str | None, exact: bool, html: Path | None, as_json: bool
) -> None:  # fmt: skip
    """Count FILE into a profile: a small file that stands in for it, merges and compares without the rows.

    With the word 'merge', add written profiles up to the profile of all rows; all must count on the same cells (make
    the first of a series, and the others with --like). Needs no workspace.

    \b
    Example:
      evenhand profile january.parquet -o january.profile --html january.html
      evenhand profile february.parquet --like january.profile -o february.profile
      evenhand profile merge january.profile february.profile -o year.profile
    """
    from evenhand.surfaces.sdk import profiling
    from evenhand.surfaces.sdk.shown_profile import require_profile_at

    require_page_at(html)
    if out is not None:
        require_profile_at(out)
    if files[0] == "merge":
        if len(files) == 1 or out is None or like is not None or exact:
            raise click.UsageError("To merge, give PROFILE... and -o OUT, and neither --like nor --exact.")
        shown = profiling.merge_profiles(*files[1:])
    elif len(files) > 1:
        raise click.UsageError("Give one FILE, or 'merge' and profiles.")
    else:
        with Progress() as progress:
            shown = profiling.profile(files[0], like=like, exact=exact, progress=progress)
    if out is not None:
        shown.save(out)
        note(f"Profile: {out}")
    show_look(shown.report, html=html, as_json=as_json)
