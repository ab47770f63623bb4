"""``evenhand serve`` and ``key``: a champion over HTTP, and who may ask it."""

from collections.abc import Mapping
from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, note, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("deployment")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen at.")
@click.option("--open", "is_open", is_flag=True, help="Answer callers without a key too.")
@click.option("--trust", type=_FILE, help="A trust file; your own for this ledger when left out.")
@click.option(
    "--sandbox", type=click.Choice(["required", "limits"]), envvar="EVENHAND_SANDBOX", default="required",
    show_default=True, help="Whether to go on where the model cannot be kept from files and network.",
)  # fmt: skip
@json_option
def serve(
    deployment: str, *, host: str, port: int, is_open: bool, trust: Path | None, sandbox: str, as_json: bool
) -> None:
    """Answer over HTTP with the champion of DEPLOYMENT until stopped; every answer is logged before it leaves.

    \b
    Example:
      evenhand serve loan-live --port 8000
    """
    from evenhand.surfaces.sdk.gateway import serve as run

    def listening(address: str, version: str) -> None:
        document = {"deployment": deployment, "version": version, "address": address}
        show(document, f"{version} answers for {deployment} at {address}.", as_json=as_json)
        note(f"  POST {address}/v1/predict   GET {address}/v1/deployment   GET {address}/health")

    run(deployment, host=host, port=port, is_open=is_open, trust=trust, sandbox=sandbox, listening=listening)  # type: ignore[arg-type]


@click.group()
def key() -> None:
    """Admit callers to a served deployment, each by a key of his own.

    \b
    Example:
      evenhand key create loan-live --consumer web-shop --as cy
    """


@key.command()
@click.argument("deployment")
@click.option("--consumer", required=True, help="Who will use it: lower-case words joined by '-'.")
@as_option
@json_option
def create(deployment: str, *, consumer: str, actor: str | None, as_json: bool) -> None:
    """Make a key for a caller of DEPLOYMENT and show it once; the ledger keeps its hash.

    \b
    Example:
      evenhand key create loan-live --consumer web-shop --as cy
    """
    from evenhand.surfaces.sdk.gateway import create_key as run

    made = run(deployment, consumer=consumer, actor=actor)
    note("This is shown once. Hand it to the caller over a safe way.")
    show({"deployment": deployment, "consumer": consumer, "key": made}, made, as_json=as_json)


@key.command()
@click.argument("deployment")
@click.argument("consumer")
@click.option("--why", required=True, help="The reason, in a sentence.")
@as_option
@json_option
def revoke(deployment: str, consumer: str, *, why: str, actor: str | None, as_json: bool) -> None:
    """Shut CONSUMER out of DEPLOYMENT; servers obey within a second.

    \b
    Example:
      evenhand key revoke loan-live web-shop --why "The key was in a public log." --as cy
    """
    from evenhand.surfaces.sdk.gateway import revoke_key as run

    entry = run(deployment, consumer, why=why, actor=actor)
    text = f"{consumer} is shut out of {deployment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "deployment": deployment, "consumer": consumer}, text, as_json=as_json)


@key.command("list")
@click.argument("deployment")
@json_option
def list_all(deployment: str, *, as_json: bool) -> None:
    """Name everybody who has, or had, a key of DEPLOYMENT.

    \b
    Example:
      evenhand key list loan-live
    """
    from evenhand.surfaces.sdk.gateway import list_keys as run

    found = [{name: value for name, value in each.body.items() if name != "hash"} for each in run(deployment)]
    lines = [f"{each['consumer']}  since {each['created_at']}  {_state(each)}" for each in found]
    show(found, "\n".join(lines) or "Nobody has a key.", as_json=as_json)


def _state(caller: Mapping[str, object]) -> str:
    return f"revoked: {caller['why']}" if caller["is_revoked"] else "admitted"
