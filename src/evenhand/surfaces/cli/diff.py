"""``evenhand diff``: two versions, side by side."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("before")
@click.argument("after")
@click.option(
    "--data", type=click.Path(dir_okay=False, path_type=Path),
    help="Ask both about these rows: paired intervals, who gains and loses; each look is recorded.",
)  # fmt: skip
@as_option
@json_option
def diff(before: str, after: str, *, data: Path | None, actor: str | None, as_json: bool) -> None:
    """Compare two versions in data, code, parameters, environment, decision rule, metrics and groups.

    Without --data the filed figures are compared, their differences are given as if measured on different rows, and
    nothing is recorded.

    \b
    Example:
      evenhand diff credit@2 credit@3
      evenhand diff credit@2 credit@3 --data holdout.parquet --as ada
    """
    from evenhand.surfaces.sdk.diffing import diff as run

    shown = run(before, after, data=data, actor=actor)
    show(shown.as_json(), str(shown), as_json=as_json)
