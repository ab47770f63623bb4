"""``evenhand lineage``: where something comes from and what came of it."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@click.argument("name")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a picture too.")
@json_option
def lineage(name: str, *, svg: Path | None, as_json: bool) -> None:
    """Trace NAME (DATASET/COLUMN, a dataset, a version, or a prediction) from its sources to where it is in use.

    \b
    Example:
      evenhand lineage people@2/income
      evenhand lineage loan@1 --svg loan.svg
    """
    from evenhand.surfaces.sdk.ancestry import lineage as trace

    graph = trace(name, svg=svg)
    text = graph.as_text() if svg is None else f"{graph.as_text()}\nPicture: {svg}"
    show(graph.as_json(), text, as_json=as_json)
