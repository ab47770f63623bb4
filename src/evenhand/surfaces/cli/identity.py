"""``evenhand identity``: signing keys of your own."""

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.group()
def identity() -> None:
    """Make and list your signing keys; they lie in your config directory, apart from every workspace.

    \b
    Example:
      evenhand identity create ada
    """


@identity.command()
@click.argument("name")
@click.option("--passphrase", is_flag=True, help="Lock the key with a passphrase (asked for).")
@json_option
def create(name: str, *, passphrase: bool, as_json: bool) -> None:
    """Make a key called NAME and print its public half.

    \b
    Example:
      evenhand identity create ada
    """
    from evenhand.surfaces.sdk.people import create_identity

    secret = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if passphrase else None
    key = create_identity(name, passphrase=secret)
    document = {"name": name, "public_key": key.text, "fingerprint": key.fingerprint}
    show(document, f"Identity {name}\n  fingerprint  {key.fingerprint}\n  public key   {key.text}", as_json=as_json)


@identity.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List your identities.

    \b
    Example:
      evenhand identity list
    """
    from evenhand.surfaces.sdk.people import list_identities

    known = list_identities()
    document = [{"name": name, "public_key": key.text, "fingerprint": key.fingerprint} for name, key in known.items()]
    lines = [f"{name:<20} {key.fingerprint}" for name, key in known.items()]
    show(document, "\n".join(lines) or "No identity yet: evenhand identity create NAME", as_json=as_json)
