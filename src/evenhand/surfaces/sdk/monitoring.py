"""Watching a deployment: windows, plans, alerts."""

from collections.abc import Sequence
from pathlib import Path

from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.window import Window
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, opened, read, settings_for
from evenhand.wiring.plan_file import read_plan
from evenhand.wiring.predictions import deployment_log
from evenhand.wiring.watch import LoggedWatch
from evenhand.workflows.lookup import target_named, use_case_in_force
from evenhand.workflows.monitoring import acknowledge_alert as acknowledging
from evenhand.workflows.monitoring import close_alert as closing
from evenhand.workflows.monitoring import list_alerts as listing
from evenhand.workflows.monitoring import plan_monitor as planning
from evenhand.workflows.monitoring import run_monitor as running
from evenhand.workflows.monitoring.standing_plan import plan_in_force


def run_monitor(
    deployment: str, *, window: str | Window | None = None, every: str | None = None,
    baseline: str | Window | None = None, actor: str | None = None, workspace: Folder = None,
) -> tuple[running.Watched, ...]:  # fmt: skip
    """Watch the predictions of a deployment over one window or many; file the reports and raise the alerts.

    Args:
        deployment: its name.
        window: ``2016-01-01..2017-01-01``; all windows that have ended when left out.
        every: ``30d``, ``month`` or ``year``; cuts the window.
        baseline: the baseline window, at the first run.
        actor: who runs it.
        workspace: where.
    """
    watched, compared = (None if each is None else _window(each) for each in (window, baseline))
    with opened(workspace, actor) as (place, identity):
        watch = LoggedWatch(place, settings_for(workspace), identity, deployment)
        log = deployment_log(settings_for(workspace), deployment)
        return running.run_monitor(
            place, identity, deployment, watch=watch, log=log, window=watched, every=every, baseline=compared
        )


def plan_monitor(
    deployment: str, *, plan: str | Path | Plan, actor: str | None = None, workspace: Folder = None
) -> Entry:
    """File what a deployment is watched by: limits, maturity, owner."""
    stated = plan if isinstance(plan, Plan) else read_plan(Path(plan))
    with opened(workspace, actor) as (place, identity):
        return planning.plan_monitor(place, identity, deployment, plan=stated)


def show_plan(deployment: str, *, workspace: Folder = None) -> Plan:
    """The plan in force for a deployment."""
    with read(workspace) as place:
        target = target_named(place.ledger, f"deployment:{deployment}")
        use_case, _ = use_case_in_force(place.ledger, target.use_case)
        return plan_in_force(place, target, use_case)[0]


def list_alerts(
    *, deployment: str | None = None, is_open: bool | None = None, workspace: Folder = None
) -> Sequence[listing.AlertStanding]:
    """The alerts, all or only those of a deployment, open or closed, with what is overdue."""
    with read(workspace) as place:
        return listing.list_alerts(place.ledger, now=place.clock.now(), deployment=deployment, is_open=is_open)


def acknowledge_alert(name: str, *, words: str, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Say that one has seen an alert, and what one does about it."""
    with opened(workspace, actor) as (place, identity):
        return acknowledging.acknowledge_alert(place, identity, name, words=words)


def close_alert(name: str, *, resolution: str, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Say how an alert ended; the finding that it opened ends with it."""
    with opened(workspace, actor) as (place, identity):
        return closing.close_alert(place, identity, name, resolution=resolution)


def _window(stated: str | Window) -> Window:
    return stated if isinstance(stated, Window) else Window.parse(stated)
