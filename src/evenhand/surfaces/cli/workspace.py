"""``evenhand workspace``: how a workspace begins."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def workspace() -> None:
    """Create a workspace with the people who answer for it.

    One person alone: mode=demonstration, whose releases serve in environment 'demo' only. Two or more, each with a
    key of his own, draft and sign the founding first.

    \b
    Example, one person:
      evenhand workspace create --demonstration --as ada
    Example, two people (people.yaml lists name, public_key and roles of each):
      evenhand workspace draft people.yaml --out founding.json --as ada
      evenhand workspace sign founding.json --as bo
      evenhand workspace create --founding founding.json
    """


@workspace.command()
@click.argument("people", type=_FILE)
@click.option("--out", type=_FILE, required=True, help="Where to write the founding.")
@as_option
@json_option
def draft(people: Path, *, out: Path, actor: str | None, as_json: bool) -> None:
    """Draft the founding from PEOPLE (a YAML list of name, public_key, roles, display, person) and sign it.

    \b
    Example:
      evenhand workspace draft people.yaml --out founding.json --as ada
    """
    from evenhand.surfaces.cli.founders import read_founders, write_envelope
    from evenhand.surfaces.sdk.people import draft_workspace

    envelope = draft_workspace(read_founders(people), actor=actor)
    write_envelope(out, envelope, replace=False)
    show({"founding": str(out)}, f"Signed by you: {out}. Everybody listed signs it too.", as_json=as_json)


@workspace.command()
@click.argument("founding", type=_FILE)
@as_option
@json_option
def sign(founding: Path, *, actor: str | None, as_json: bool) -> None:
    """Add your signature to FOUNDING, on your own machine.

    \b
    Example:
      evenhand workspace sign founding.json --as bo
    """
    from evenhand.surfaces.cli.founders import read_envelope, write_envelope
    from evenhand.surfaces.sdk.people import sign_workspace

    envelope = sign_workspace(read_envelope(founding), actor=actor)
    write_envelope(founding, envelope, replace=True)
    n = len(envelope.signatures)
    show({"founding": str(founding), "signatures": n}, f"{founding} now bears {n} signatures.", as_json=as_json)


@workspace.command()
@click.option("--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where.")
@click.option("--founding", type=_FILE, help="A founding that everybody listed has signed.")
@click.option("--demonstration", is_flag=True, help="You alone, in mode=demonstration.")
@click.option("--encrypt", is_flag=True, help="Encrypt the stored files; the key lies in your config directory.")
@as_option
@json_option
def create(
    folder: Path, *, founding: Path | None, demonstration: bool, encrypt: bool, actor: str | None, as_json: bool
) -> None:  # fmt: skip
    """Create .evenhand in --dir.

    \b
    Example:
      evenhand workspace create --demonstration --as ada
      evenhand workspace create --founding founding.json --encrypt --as ada
    """
    from evenhand.surfaces.cli.founders import read_envelope
    from evenhand.surfaces.sdk.people import create_workspace

    if (founding is None) != demonstration:
        raise click.UsageError("Give either --founding FILE or --demonstration.")
    envelope = None if founding is None else read_envelope(founding)
    made = create_workspace(folder, founding=envelope, actor=actor, encrypt=encrypt)
    mode = "demonstration" if founding is None else "governed"
    sealed = " Its stored files are encrypted." if encrypt else ""
    shown = {"workspace": str(made), "mode": mode, "encrypted": encrypt}
    show(shown, f"Workspace {made} in mode={mode}.{sealed}", as_json=as_json)
