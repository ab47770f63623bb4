"""``evenhand deployment``, ``promote``, ``stop``, ``resume``: which version answers where."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

if TYPE_CHECKING:
    from evenhand.governance.audit.entry import Record

_FILE = click.Path(dir_okay=False, path_type=Path)
_TRUST = click.option("--trust", type=_FILE, help="A trust file; your own for this ledger when left out.")


@click.group()
def deployment() -> None:
    """Make and show deployments: the places where released versions answer.

    \b
    Example:
      evenhand deployment create loan-live --environment demo
    """


@deployment.command()
@click.argument("name")
@click.option("--environment", required=True, help="Where it is, for example demo, production.")
@click.option("--use-case", help="What is decided there; the only one in force when left out.")
@click.option("--oversight", type=_FILE, help="A YAML file: mode, review (bands of the score), objection.")
@click.option(
    "--review-band", "bands", multiple=True, metavar="LOW:HIGH", help="A person decides inside this band of the score."
)
@click.option("--oversight-mode", "mode", help="human-in-the-loop, human-on-the-loop or human-in-command.")
@as_option
@json_option
def create(
    name: str, *, environment: str, use_case: str | None, oversight: Path | None, bands: tuple[str, ...],
    mode: str | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Make the deployment NAME; nothing answers there before a version is promoted.

    \b
    Example:
      evenhand deployment create loan-live --environment demo --review-band 0.45:0.55 --as cy
    """
    from evenhand.surfaces.sdk.serving import create_deployment as run

    setting = oversight if oversight is not None else _stated(bands, mode)
    entry = run(name, environment=environment, use_case=use_case, oversight=setting, actor=actor)
    text = f"Created deployment {name} in {environment}: ledger entry {entry.sequence}. It has no champion yet."
    show({"sequence": entry.sequence, "deployment": name, "environment": environment}, text, as_json=as_json)


@deployment.command("list")
@json_option
def list_all(*, as_json: bool) -> None:
    """Name every deployment with its champion.

    \b
    Example:
      evenhand deployment list
    """
    from evenhand.surfaces.sdk.serving import list_deployments as run

    found = [_document(record) for record in run()]
    lines = [f"{each['deployment']}  {each['environment']}  {_champion(each)}  {_state(each)}" for each in found]
    show(found, "\n".join(lines) or "There is no deployment.", as_json=as_json)


@deployment.command("show")
@click.argument("name")
@json_option
def show_one(name: str, *, as_json: bool) -> None:
    """Show what stands in deployment NAME, held against the entries that made it so.

    \b
    Example:
      evenhand deployment show loan-live
    """
    from evenhand.surfaces.sdk.serving import show_deployment as run

    document = _document(run(name))
    show(document, "\n".join(_lines(document)), as_json=as_json)


@click.command()
@click.argument("version")
@click.argument("deployment")
@click.option("--why", required=True, help="The reason, in a sentence.")
@_TRUST
@as_option
@json_option
def promote(version: str, deployment: str, *, why: str, trust: Path | None, actor: str | None, as_json: bool) -> None:
    """Let VERSION answer in DEPLOYMENT; a rollback is the same move to a former version.

    \b
    Example:
      evenhand promote credit@3 loan-live --why "First release." --as cy
    """
    from evenhand.surfaces.sdk.serving import promote as run

    entry = run(version, deployment, why=why, trust=trust, actor=actor)
    text = f"{version} is the champion of {deployment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "version": version, "deployment": deployment}, text, as_json=as_json)


@click.command()
@click.argument("deployment")
@click.option("--why", required=True, help="The reason, in a sentence.")
@as_option
@json_option
def stop(deployment: str, *, why: str, actor: str | None, as_json: bool) -> None:
    """Stop DEPLOYMENT: servers answer nothing within a second, batches are refused at once.

    \b
    Example:
      evenhand stop loan-live --why "Complaints about refusals of students." --as bo
    """
    from evenhand.surfaces.sdk.serving import stop as run

    entry = run(deployment, why=why, actor=actor)
    text = f"Stopped {deployment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "deployment": deployment, "is_stopped": True}, text, as_json=as_json)


@click.command()
@click.argument("deployment")
@click.option("--why", required=True, help="The reason, in a sentence.")
@as_option
@json_option
def resume(deployment: str, *, why: str, actor: str | None, as_json: bool) -> None:
    """Let the stopped DEPLOYMENT answer again.

    \b
    Example:
      evenhand resume loan-live --why "The column was mended." --as cy
    """
    from evenhand.surfaces.sdk.serving import resume as run

    entry = run(deployment, why=why, actor=actor)
    text = f"Resumed {deployment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "deployment": deployment, "is_stopped": False}, text, as_json=as_json)


def _stated(bands: tuple[str, ...], mode: str | None) -> Mapping[str, object] | None:
    if not bands and mode is None:
        return None
    pairs = [band.split(":") for band in bands]
    return {"mode": mode or ("human-in-the-loop" if bands else "human-on-the-loop"), "review": pairs}


def _document(record: "Record") -> dict[str, Any]:
    return {"deployment": record.key, **record.body}


def _champion(document: Mapping[str, Any]) -> str:
    return "no champion" if document["champion"] is None else str(document["champion"]["version"])


def _state(document: Mapping[str, Any]) -> str:
    return f"stopped: {document['why']}" if document["is_stopped"] else "running"


def _lines(document: Mapping[str, Any]) -> list[str]:
    oversight = document["oversight"]
    bands = ", ".join(f"{low} to {high}" for low, high in oversight["review"]) or "none"
    champion = document["champion"]
    since = "" if champion is None else f" since {champion['from']} by {champion['by']}"
    return [
        f"{document['deployment']} ({document['use_case']} in {document['environment']}): {_state(document)}",
        f"  champion   {_champion(document)}{since}",
        *(f"  shadow     {each['version']} since {each['from']}" for each in document["shadows"]),
        *(f"  former     {each['version']} from {each['from']} to {each['to']}" for each in document["former"]),
        f"  oversight  {oversight['mode']}; a person decides scores in: {bands}",
    ]
