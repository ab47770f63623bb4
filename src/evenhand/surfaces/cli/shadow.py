"""``evenhand shadow``: versions that score along and answer nobody."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


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
    from evenhand.surfaces.sdk.shadowing import add_shadow as run

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
    from evenhand.surfaces.sdk.shadowing import remove_shadow as run

    entry = run(version, deployment, why=why, actor=actor)
    text = f"{version} is no shadow of {deployment} any more: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "version": version, "deployment": deployment}, text, as_json=as_json)


@shadow.command()
@click.argument("deployment")
@click.argument("version", required=False)
@click.option("--data", type=_FILE, help="Cases of their own for VERSION, where no champion answers yet.")
@click.option("--batch", metavar="ID", help="Name of those cases; scored once under it.")
@click.option("--as-of", metavar="DATE", help="Day or instant that they belong to; else their time column, or now.")
@click.option("--key", metavar="COLUMN", help="Column with their keys.")
@click.option("--trust", type=_FILE, help="A trust file; your own for this ledger when left out.")
@click.option(
    "--sandbox", type=click.Choice(["required", "limits"]), envvar="EVENHAND_SANDBOX", default="required",
    show_default=True, help="Whether to go on where the model cannot be kept from files and network.",
)  # fmt: skip
@as_option
@json_option
def run(
    deployment: str, version: str | None, *, data: Path | None, batch: str | None, as_of: str | None, key: str | None,
    trust: Path | None, sandbox: str, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Let the shadows of DEPLOYMENT, or VERSION alone, score its logged cases that they have not scored yet.

    \b
    Example:
      evenhand shadow run loan-live --as cy
      evenhand shadow run loan-live credit@4 --data applicants.csv --as-of 2026-11-30 --as cy
    """
    from evenhand.surfaces.sdk.shadowing import run_shadow

    if data is not None and version is None:
        raise click.UsageError("--data needs VERSION: which shadow scores it.")
    done = run_shadow(
        deployment, version=version, rows=data, batch=batch, as_of=as_of, key=key, trust=trust,
        sandbox=sandbox, actor=actor,  # type: ignore[arg-type]
    )  # fmt: skip
    document = [
        {
            "version": each.version, "scored": each.n_scored, "before": each.n_before, "skipped": each.n_skipped,
            "sequence": None if each.entry is None else each.entry.sequence,
        }
        for each in done
    ]  # fmt: skip
    lines = [
        f"{each.version}: {each.n_scored:,} cases scored, {each.n_before:,} before, {each.n_skipped:,} lack a column."
        for each in done
    ]
    show(document, "\n".join(lines), as_json=as_json)


@shadow.command()
@click.argument("deployment")
@click.argument("version")
@as_option
@json_option
def report(deployment: str, version: str, *, actor: str | None, as_json: bool) -> None:
    """File what VERSION would have changed in DEPLOYMENT, as evidence: agreement and flips, in all and by group.

    \b
    Example:
      evenhand shadow report loan-live credit@4 --as cy
    """
    from evenhand.surfaces.sdk.shadowing import report_shadow

    entry, body = report_shadow(deployment, version, actor=actor)
    show({"sequence": entry.sequence, "body": body}, "\n".join(_told(version, body, entry.sequence)), as_json=as_json)


def _told(version: str, body: Mapping[str, Any], sequence: int) -> list[str]:
    figures = body["figures"]
    head = f"{version} on {figures['n']:,} cases from {body['first_as_of'][:10]} to {body['last_as_of'][:10]}"
    lines = [f"{head}: ledger entry {sequence}.", f"  favourable  {_share(body['selection'])}"]
    if "flips" not in body:
        return [*lines, "  compared with nothing: no champion answered these cases, and current practice is unknown."]
    rival = figures["compared_with"].replace("-", " ")
    lines += [f"  {rival}  favourable {_share(body['rival_selection'])}", f"  agreement   {_share(body['agreement'])}"]
    for each in body["flips"]:
        group = f"{each['attribute']}={each['group']}" if each["attribute"] else "all"
        gained, lost = _share(each["to_favourable"]), _share(each["to_unfavourable"])
        lines.append(f"  {group} (n={each['n']:,}): to favourable {gained}; to unfavourable {lost}")
    return lines


def _share(share: Mapping[str, Any]) -> str:
    return f"{share['value']:.1%} ({share['lower']:.1%} to {share['upper']:.1%})"
