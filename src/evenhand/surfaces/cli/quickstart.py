"""``evenhand quickstart``: the whole path on real data."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option

_FOLDER = "evenhand-quickstart"


@click.command()
@click.option(
    "--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(_FOLDER), show_default=True,
    help="A fresh folder for the workspace and its files.",
)  # fmt: skip
@json_option
def quickstart(folder: Path, *, as_json: bool) -> int:
    """Walk the whole path on real data: train, judge, waive, review, release, load, prove.

    Needs no network and no workspace; signs with keys of fictional people, never with yours.

    \b
    Example:
      evenhand quickstart --dir first-look
    """
    import json

    from evenhand.surfaces.quickstart.story import tell
    from evenhand.surfaces.quickstart.telling import Telling

    record = tell(folder, Telling(is_shown=not as_json))
    if as_json:
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    return int(record["exit_code"])
