"""``evenhand explain``: why one case got its score."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("version")
@click.option("--data", type=_PATH, required=True, help="A table that holds the case.")
@click.option("--row", type=click.IntRange(min=1), help="The case, by its place, counted from 1.")
@click.option("--id", "key", help="The case, by its value in the contract's key column.")
@click.option("--background", type=_PATH, help="Rows to compare with; those of --data when left out.")
@click.option("--pairs", type=click.IntRange(min=2, max=10_000), default=128, show_default=True, help="Walks taken.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the chance in the estimate.")
@click.option("--file-as", metavar="CASE", help="File it as evidence under this name of the case, without its values.")
@as_option
@json_option
def explain(
    version: str, *, data: Path, row: int | None, key: str | None, background: Path | None, pairs: int, seed: int,
    file_as: str | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Show what each input of VERSION accounts for in the score of one case, checked; recorded only with --file-as.

    \b
    Example:
      evenhand explain credit@3 --data applicants.csv --row 12
      evenhand explain credit@3 --data applicants.csv --id 4711 --background holdout.csv --file-as complaint-7 --as ada
    """
    from evenhand.surfaces.sdk.explaining import explain as run

    if (row is None) == (key is None):
        raise click.UsageError("Name the case by --row or by --id.")
    found = run(
        version, data=data, row=row, id=key, background=background, pairs=pairs, seed=seed,
        file_as=file_as, actor=actor,
    )  # fmt: skip
    show(found.as_json(), str(found), as_json=as_json)
