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
@click.option(
    "--together", is_flag=True, help="Ask instead whether rows can be told apart by all columns together; reads rows."
)
@look_options
def drift(
    reference: str, current: str, *, columns: tuple[str, ...], exact: bool, together: bool, confidence: float,
    html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Say how far the columns of CURRENT have moved from those of REFERENCE; needs no workspace.

    Both may be Parquet or CSV files, folders of Parquet files, or written profiles. There is no limit that could be
    crossed: drift is no failure, and the command ends with 0.

    \b
    Example:
      evenhand drift january.parquet february.parquet
      evenhand drift january.csv february.csv --column income --html drift.html
      evenhand drift january.csv february.csv --together
    """
    from evenhand.surfaces.sdk.looking import drift as look
    from evenhand.surfaces.sdk.looking import tell_apart

    if together and exact:
        raise click.UsageError("--exact counts single columns; it has no part in --together.")
    require_page_at(html)
    if together:
        shown = tell_apart(reference, current, columns=columns or None, confidence=confidence)
        show_look(shown, html=html, as_json=as_json)
        return
    with Progress() as progress:
        shown = look(reference, current, columns=columns or None, exact=exact, confidence=confidence, progress=progress)
    show_look(shown, html=html, as_json=as_json)
