"""``evenhand monitor``: windows of predictions, and the plan that they are judged by."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenhand.surfaces.cli.lazy import LazyGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

if TYPE_CHECKING:
    from evenhand.workflows.monitoring.run_monitor import Watched

_HERE = "evenhand.surfaces.cli.monitor"
TABLE = {
    "run": (f"{_HERE}:run_monitor", "Measure windows of predictions, file reports, raise alerts."),
    "plan": (f"{_HERE}:plan_monitor", "File the limits that a deployment is watched by, or show them."),
}
_HEADS = {
    "crossed": "Beyond a limit", "changed": "Changed", "unchanged": "Not changed", "order": "Order of rows",
    "unknown": "Not known",
}  # fmt: skip


@click.command(cls=LazyGroup, table=TABLE)
def monitor() -> None:
    """Watch a deployment."""


@click.command("run")
@click.argument("deployment")
@click.option("--window", metavar="START..END", help="Which cases; the end itself is left out.")
@click.option("--every", metavar="LENGTH", help="Cut into windows of 30d, month or year.")
@click.option("--baseline", metavar="START..END", help="At the first run: what all windows are compared with.")
@as_option
@json_option
def run_monitor(
    deployment: str, *, window: str | None, every: str | None, baseline: str | None, actor: str | None, as_json: bool
) -> None:
    """Measure drift, performance, fairness and value of DEPLOYMENT by window, and say what changed and what did not.

    Cases belong to a window by their 'as_of'. Outcomes count once they are mature. A limit is crossed when a whole
    interval lies beyond it. The same window says the same and raises no alert twice.

    \b
    Example:
      evenhand monitor run loan-live --window 2016-01-01..2017-01-01
      evenhand monitor run loan-live --every year --as bo
    """
    from evenhand.surfaces.sdk.monitoring import run_monitor as run

    found = run(deployment, window=window, every=every, baseline=baseline, actor=actor)
    text = "\n\n".join(_told(deployment, each) for each in found)
    show([_document(each) for each in found], text, as_json=as_json)


@click.command("plan")
@click.argument("deployment")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="YAML; without it the plan is shown.")
@as_option
@json_option
def plan_monitor(deployment: str, *, file: Path | None, actor: str | None, as_json: bool) -> None:
    """File what DEPLOYMENT is watched by, or show what is in force.

    \b
    Example:
      evenhand monitor plan loan-live --file plan.yaml --as bo
    """
    from evenhand.surfaces.sdk.monitoring import plan_monitor as run
    from evenhand.surfaces.sdk.monitoring import show_plan

    if file is not None:
        entry = run(deployment, plan=file, actor=actor)
        text = f"The plan of {deployment} is in force: ledger entry {entry.sequence}."
        show({"deployment": deployment, "sequence": entry.sequence}, text, as_json=as_json)
        return
    plan = show_plan(deployment)
    head = f"{deployment}: {'the plan of its tier, nobody filed one' if plan.is_default else 'the plan in force'}"
    lines = [
        f"{head}.", f"  outcomes are mature after {plan.maturity_days:g} days; findings go to {plan.owner}",
        *(f"  {each.key} {each.side} " + ", ".join(f"{at:g} {level}" for level, at in each.at.items())
          for each in plan.limits),
    ]  # fmt: skip
    show(plan.as_json(), "\n".join(lines), as_json=as_json)


def _told(deployment: str, watched: "Watched") -> str:
    from evenhand.lifecycle.evaluation.baseline import baselines_in_words
    from evenhand.lifecycle.monitoring.telling import told

    account = watched.account
    rows = account.rows
    share = account.n_mature / rows.n
    lines = [
        f"{deployment}, {rows.window}: {rows.n:,} predictions by {', '.join(rows.versions)}.",
        f"  Compared with: {_compared(watched)}.",
        f"  Mature outcomes: {account.n_mature:,} of {rows.n:,} ({share:.0%}), known {account.n_known:,}.",
    ]
    for name, sentences in told(account, watched.plan).items():
        if sentences:
            lines += [f"  {_HEADS[name]}:", *(f"    {each}" for each in sentences)]
    if account.value:
        lines += ["  Value:", *(f"  {each}" for each in baselines_in_words(account.value))]
    lines.append(f"  {_alerts(watched)}")
    return "\n".join(lines)


def _compared(watched: "Watched") -> str:
    is_itself = watched.baseline.window == watched.account.rows.window
    return "itself, this is the baseline window" if is_itself else watched.baseline.origin


def _alerts(watched: "Watched") -> str:
    if not watched.alerts:
        return "No alert."
    named = ", ".join(f"{each.key} ({each.body['level']})" for each in watched.alerts)
    return f"Alerts: {named}; {watched.n_new} new. Answer them: evenhand alert acknowledge NAME."


def _document(watched: "Watched") -> dict[str, Any]:
    from evenhand.lifecycle.monitoring.account import standing_as_json
    from evenhand.lifecycle.monitoring.telling import told

    account = watched.account
    return {
        "window": account.rows.window.as_json(), "predictions": account.rows.n, "mature": account.n_mature,
        "with_outcome": account.n_known, "baseline": watched.baseline.origin,
        "limits": [standing_as_json(each) for each in account.standings],
        "told": told(account, watched.plan), "beside_baseline": list(account.value),
        "alerts": [dict(each.body) for each in watched.alerts], "new_alerts": watched.n_new,
        "filed": watched.is_filed,
    }  # fmt: skip
