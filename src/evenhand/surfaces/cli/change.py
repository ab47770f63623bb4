"""``evenhand change``: another version is to take the champion's place."""

from pathlib import Path

import click

from evenhand.surfaces.cli.lazy import LazyGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

_HERE = "evenhand.surfaces.cli.change"
TABLE = {"request": (f"{_HERE}:request_change", "Ask that a version take the champion's place.")}
_KINDS = ("retraining", "feature", "threshold", "data", "code", "other")


@click.command(cls=LazyGroup, table=TABLE)
def change() -> None:
    """Change a live model."""


@click.command("request")
@click.argument("version")
@click.argument("deployment")
@click.option("--reason", required=True, help="Why, in words.")
@click.option("--kind", type=click.Choice(_KINDS), required=True)
@click.option("--substantial", type=click.Choice(("yes", "no")), help="Whether it is a substantial modification.")
@click.option("--why", default="", help="With --substantial: why it is, or is not.")
@click.option("--because", multiple=True, metavar="NAME", help="An alert or finding that set it off; may repeat.")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), help="Held-out rows to compare both on.")
@click.option("--window", metavar="START..END", help="Compare on logged predictions with mature outcomes instead.")
@as_option
@json_option
def request_change(
    version: str, deployment: str, *, reason: str, kind: str, substantial: str | None, why: str,
    because: tuple[str, ...], data: Path | None, window: str | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Ask that VERSION take the place of the champion of DEPLOYMENT; files why, and how both do on the same rows.

    Then judge it: evenhand judge VERSION --gate change. Nobody moves the champion before that gate opens.

    \b
    Example:
      evenhand change request loan@2 loan-live --kind retraining --reason "Incomes rose." --because A-1
      evenhand change request loan@2 loan-live --kind data --reason "New branch." --window 2018-01-01..2019-01-01
    """
    from evenhand.lifecycle.monitoring.challenge import challenge_in_words
    from evenhand.surfaces.sdk.changing import request_change as run

    if data is not None and window is not None:
        raise click.UsageError("Compare on --data or on --window, not on both.")
    done = run(
        version, deployment, reason=reason, kind=kind, substantial=substantial, why=why, because=because, data=data,
        window=window, actor=actor,
    )  # fmt: skip
    lines = [f"Asked: {version} in the place of {done.champion} in {deployment}."]
    lines += [f"  filed {each}" for each in done.entries]
    lines += ["  not compared: give --data or --window"] if done.comparison is None else challenge_in_words(
        done.comparison)  # fmt: skip
    lines.append(f"Next, where the policy holds a gate change: evenhand judge {version} --gate change")
    document = {
        "version": version, "deployment": deployment, "champion": done.champion, "comparison": done.comparison,
        "evidence": {each: entry.payload for each, entry in done.entries.items()},
    }  # fmt: skip
    show(document, "\n".join(lines), as_json=as_json)
