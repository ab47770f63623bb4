"""``evenhand finding``: what is wrong, who answers for it, how it ended."""

from datetime import datetime

import click

from evenhand.surfaces.cli.lazy import LazyGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

_HERE = "evenhand.surfaces.cli.finding"
TABLE = {
    "open": (f"{_HERE}:open_finding", "Record that something is wrong, who must answer for it, and by when."),
    "close": (f"{_HERE}:close_finding", "Record how a finding was resolved."),
    "list": (f"{_HERE}:list_findings", "List the open findings, the most serious first."),
}
_SEVERITIES = ("critical", "high", "medium", "low")


@click.command(cls=LazyGroup, table=TABLE)
def finding() -> None:
    """Findings: opened, closed, listed."""


@click.command("open")
@click.argument("ref")
@click.option("--severity", type=click.Choice(_SEVERITIES), required=True)
@click.option("--text", required=True, help="What is wrong.")
@click.option("--owner", required=True, help="The actor or role who must answer.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Until when, for example 2026-12-24.")
@as_option
@json_option
def open_finding(
    ref: str, *, severity: str, text: str, owner: str, due: datetime, actor: str | None, as_json: bool
) -> None:
    """Record a finding about REF; a gate that asks for no open findings of its severity stays closed until it ends.

    \b
    Example:
      evenhand finding open credit@3 --severity high --text "Ages under 25 are missing." --owner ada --due 2026-12-24
    """
    from evenhand.surfaces.sdk.evidence import open_finding as run

    name = run(ref, severity=severity, text=text, owner=owner, due_on=due.date(), actor=actor)
    text = f"{name}: {severity}, about {ref}, to be answered by {owner} until {due.date()}."
    show(
        {"id": name, "about": ref, "severity": severity, "owner": owner, "due_on": str(due.date())},
        text,
        as_json=as_json,
    )


@click.command("close")
@click.argument("name")
@click.option("--resolution", required=True, help="How it was resolved.")
@as_option
@json_option
def close_finding(name: str, *, resolution: str, actor: str | None, as_json: bool) -> None:
    """Close the finding NAME; who made what a critical or high one is about cannot.

    \b
    Example:
      evenhand finding close F-1 --resolution "Rows of 2015 were added." --as bo
    """
    from evenhand.surfaces.sdk.evidence import close_finding as run

    entry = run(name, resolution=resolution, actor=actor)
    show({"id": name, "sequence": entry.sequence}, f"{name} is closed: ledger entry {entry.sequence}.", as_json=as_json)


@click.command("list")
@click.option("--about", help="Only those about this target.")
@click.option("--all", "is_all", is_flag=True, help="The closed ones too.")
@json_option
def list_findings(*, about: str | None, is_all: bool, as_json: bool) -> None:
    """List the open findings, the most serious first.

    \b
    Example:
      evenhand finding list --about credit@3
    """
    from evenhand.surfaces.sdk.evidence import list_findings as run

    found = sorted(
        (record.body for record in run(about=about, is_open=None if is_all else True)),
        key=lambda body: _SEVERITIES.index(str(body["severity"])),
    )
    lines = [
        f"{body['id']}  {body['severity']}  {body['about']}  due {body['due_on']}, {body['owner']}: {body['text']}"
        + ("" if body["is_open"] else f"  (closed by {body['closed_by']}: {body['resolution']})")
        for body in found
    ]
    show([dict(body) for body in found], "\n".join(lines) or "No findings.", as_json=as_json)
