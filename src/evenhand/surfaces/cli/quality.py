"""``evenhand quality``: what is amiss in a file."""

from pathlib import Path

import click

from evenhand.surfaces.cli.look import FILE, look_options, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress


@click.command()
@click.argument("file")
@click.option("--contract", type=FILE, help="What the file must look like; 'evenhand contract infer' drafts it.")
@click.option("--key", multiple=True, metavar="COLUMN", help="A column that should identify a row; may repeat.")
@click.option("--label", metavar="COLUMN", help="The outcome: columns that tell it too well are named.")
@click.option("--as-of", metavar="INSTANT", help="Hold the newest times against it: 2026-11-23T07:13:44Z. Else now.")
@look_options
def quality(
    file: str, *, contract: Path | None, key: tuple[str, ...], label: str | None, as_of: str | None,
    confidence: float, html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Say what is missing, constant, repeated, out of range or suspicious in FILE; needs no workspace.

    \b
    Example:
      evenhand quality loans.csv
      evenhand quality loans.csv --contract contract.yaml --key case --label repaid --html quality.html
    """
    from evenhand.surfaces.sdk.looking import quality as look

    require_page_at(html)
    with Progress() as progress:
        shown = look(
            file, contract=contract, key=key, label=label, as_of=as_of, confidence=confidence, progress=progress
        )
    show_look(shown, html=html, as_json=as_json)
