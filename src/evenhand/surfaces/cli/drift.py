"""``evenhand drift``: how far one file has moved from another."""

from pathlib import Path

import click

from evenhand.surfaces.cli.look import look_options, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress


@click.command()
@click.argument("reference")
@click.argument("current")
@click.option("--column", "columns", multiple=True, metavar="NAME", help="Look at this column; may repeat. Else all.")
@click.option("--exact", is_flag=True, help="Give each distinct number of the reference a cell of its own; slower.")
@look_options
def drift(
    reference: str, current: str, *, columns: tuple[str, ...], exact: bool, confidence: float, html: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say how far the columns of CURRENT have moved from those of REFERENCE; needs no workspace.

    Both may be Parquet or CSV files, folders of Parquet files, or written profiles. There is no limit that could be
    crossed: drift is no failure, and the command ends with 0.

    \b
    Example:
      evenhand drift january.parquet february.parquet
      evenhand drift january.csv february.csv --column income --html drift.html
    """
    from evenhand.surfaces.sdk.looking import drift as look

    require_page_at(html)
    with Progress() as progress:
        shown = look(reference, current, columns=columns or None, exact=exact, confidence=confidence, progress=progress)
    show_look(shown, html=html, as_json=as_json)
