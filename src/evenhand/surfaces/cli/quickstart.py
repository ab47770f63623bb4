"""``evenhand quickstart``: the whole path on real data."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option

_FOLDER = "evenhand-quickstart"
_TEMPLATES = ("employment", "credit")


@click.command()
@click.option(
    "--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(_FOLDER), show_default=True,
    help="A fresh folder for the workspace and its files.",
)  # fmt: skip
@click.option(
    "--template", type=click.Choice(_TEMPLATES), default=_TEMPLATES[0], show_default=True,
    help="Which story: census rows of four years, or a thousand credits.",
)  # fmt: skip
@json_option
def quickstart(folder: Path, *, template: str, as_json: bool) -> int:
    """Walk the whole path on real data, from the problem to the retired model, with every gate.

    Needs no network and no workspace; signs with keys of fictional people, never with yours.

    \b
    Example:
      evenhand quickstart --dir first-look
      evenhand quickstart --template credit --dir a-thousand-credits
    """
    import json

    from evenhand.surfaces.quickstart.story import tell
    from evenhand.surfaces.quickstart.telling import Telling
    from evenhand.surfaces.quickstart.template import TEMPLATES

    record = tell(folder, Telling(is_shown=not as_json), TEMPLATES[template])
    if as_json:
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    return int(record["exit_code"])
