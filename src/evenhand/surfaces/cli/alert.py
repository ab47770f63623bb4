"""``evenhand alert``: bounds that were crossed, and who answers."""

from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.lazy import LazyGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

if TYPE_CHECKING:
    from evenhand.workflows.monitoring.list_alerts import AlertStanding

_HERE = "evenhand.surfaces.cli.alert"
TABLE = {
    "list": (f"{_HERE}:list_alerts", "List the open alerts, what is overdue, and who is told next."),
    "acknowledge": (f"{_HERE}:acknowledge_alert", "Say that you have seen an alert, and what you do."),
    "close": (f"{_HERE}:close_alert", "Say how an alert ended."),
}


_NUMBERS = ("value", "lower", "upper", "limit")


@click.command(cls=LazyGroup, table=TABLE)
def alert() -> None:
    """Alerts: listed, acknowledged, closed."""


@click.command("list")
@click.option("--deployment", help="Only those of this one.")
@click.option("--all", "is_all", is_flag=True, help="The closed ones too.")
@json_option
def list_alerts(*, deployment: str | None, is_all: bool, as_json: bool) -> None:
    """List the open alerts, what is overdue, and who is told next.

    \b
    Example:
      evenhand alert list --deployment loan-live
    """
    from evenhand.surfaces.sdk.monitoring import list_alerts as run

    found = run(deployment=deployment, is_open=None if is_all else True)
    text = "\n".join(_line(each) for each in found) or "No alerts."
    show([_document(each) for each in found], text, as_json=as_json)


@click.command("acknowledge")
@click.argument("name")
@click.option("--words", required=True, help="What you do about it.")
@as_option
@json_option
def acknowledge_alert(name: str, *, words: str, actor: str | None, as_json: bool) -> None:
    """Say that you have seen the alert NAME; its owner or a role that it was sent to.

    \b
    Example:
      evenhand alert acknowledge A-1 --words "Looking at the new branch." --as bo
    """
    from evenhand.surfaces.sdk.monitoring import acknowledge_alert as run

    entry = run(name, words=words, actor=actor)
    text = f"{name} is acknowledged: ledger entry {entry.sequence}."
    show({"id": name, "sequence": entry.sequence}, text, as_json=as_json)


@click.command("close")
@click.argument("name")
@click.option("--resolution", required=True, help="How it ended.")
@as_option
@json_option
def close_alert(name: str, *, resolution: str, actor: str | None, as_json: bool) -> None:
    """Close the alert NAME, and the finding that it opened when that is still open.

    \b
    Example:
      evenhand alert close A-1 --resolution "The branch sent its file twice; taken back." --as bo
    """
    from evenhand.surfaces.sdk.monitoring import close_alert as run

    entry = run(name, resolution=resolution, actor=actor)
    show({"id": name, "sequence": entry.sequence}, f"{name} is closed: ledger entry {entry.sequence}.", as_json=as_json)


def _line(standing: "AlertStanding") -> str:
    body, up = standing.alert.body, standing.escalation
    finding = "" if standing.finding is None else f", finding {standing.finding}"
    head = f"{standing.alert.key}  {body['level']}  deployment:{standing.alert.parent}  owner {body['owner']}{finding}"
    if up is None:
        return f"{head}\n    {body['text']}\n    closed by {body['closed_by']}: {body['resolution']}"
    seen = f"acknowledged by {body['acknowledged_by']}" if body["acknowledged_by"] else (
        f"acknowledge by {body['acknowledge_by']}")  # fmt: skip
    overdue = f"OVERDUE: {', '.join(up.overdue)}; told: {', '.join(up.told)}. " if up.overdue else ""
    then = f"{overdue}Next told: {up.next} at {up.next_at}." if up.next else f"{overdue}Nobody is left to tell."
    return f"{head}\n    {body['text']}\n    {seen}, act by {body['act_by']}. {then}"


def _document(standing: "AlertStanding") -> dict[str, object]:
    up, body = standing.escalation, standing.alert.body
    numbers = {name: None if body[name] is None else float(str(body[name])) for name in _NUMBERS}
    return {
        **body, **numbers, "deployment": standing.alert.parent, "finding": standing.finding,
        "overdue": [] if up is None else list(up.overdue), "told": [] if up is None else list(up.told),
        "next": None if up is None else up.next, "next_at": None if up is None else up.next_at,
    }  # fmt: skip
