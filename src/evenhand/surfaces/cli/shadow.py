"""``evenhand shadow``: versions that score along and answer nobody."""

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.group()
def shadow() -> None:
    """Let a released version score the same cases along, answering nobody.

    \b
    Example:
      evenhand shadow add credit@4 loan-live --as cy
    """


@shadow.command()
@click.argument("version")
@click.argument("deployment")
@click.option("--why", default="", help="The reason.")
@as_option
@json_option
def add(version: str, deployment: str, *, why: str, actor: str | None, as_json: bool) -> None:
    """Let VERSION score the cases of DEPLOYMENT along.

    \b
    Example:
      evenhand shadow add credit@4 loan-live --as cy
    """
    from evenhand.surfaces.sdk.serving import add_shadow as run

    entry = run(version, deployment, why=why, actor=actor)
    text = f"{version} is a shadow of {deployment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "version": version, "deployment": deployment}, text, as_json=as_json)


@shadow.command()
@click.argument("version")
@click.argument("deployment")
@click.option("--why", default="", help="The reason.")
@as_option
@json_option
def remove(version: str, deployment: str, *, why: str, actor: str | None, as_json: bool) -> None:
    """Let VERSION no longer score along in DEPLOYMENT; what it scored stays in the log.

    \b
    Example:
      evenhand shadow remove credit@4 loan-live --as cy
    """
    from evenhand.surfaces.sdk.serving import remove_shadow as run

    entry = run(version, deployment, why=why, actor=actor)
    text = f"{version} is no shadow of {deployment} any more: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "version": version, "deployment": deployment}, text, as_json=as_json)
