"""The reports of one window, filed once: the same rows, plan and baseline say nothing new."""

from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.kernel.digest import Digest
from evenhand.kernel.metric import METRICS
from evenhand.lifecycle.monitoring.account import Account, Profiles, standing_as_json
from evenhand.lifecycle.monitoring.baseline import Baseline, described
from evenhand.lifecycle.monitoring.comparison import Beside
from evenhand.lifecycle.monitoring.limit import COLUMN, Standing
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.telling import told
from evenhand.metrics.storage import profile_bytes
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import evidence_draft

KINDS = ("performance-report", "drift-report", "fairness-monitoring-report")


def file_reports(
    workspace: Workspace, identity: Identity, target: Target, account: Account, *, profiles: Profiles, plan: Plan,
    baseline: Baseline,
) -> bool:  # fmt: skip
    """File the three reports in one step, unless they stand already.

    Returns:
        Whether anything was filed.
    """
    watched = _watched(workspace, target, account, plan, baseline)
    if watched in _filed(workspace, target):
        return False
    model, final = (workspace.artifacts.put(profile_bytes(each)) for each in (profiles.model, profiles.final))
    bodies = {
        "performance-report": {**_performance(account), "profile": model},
        "drift-report": _drift(account),
        "fairness-monitoring-report": {**_fairness(account), "profile": final},
    }
    common = _common(account, plan, baseline)
    inputs = (watched, account.rows.digest, model, final)
    drafts = [
        evidence_draft(workspace, identity, target, kind=kind, body={**common, **bodies[kind]}, inputs=inputs)
        for kind in KINDS
    ]
    workspace.ledger.append_together(drafts)
    return True


def _watched(workspace: Workspace, target: Target, account: Account, plan: Plan, baseline: Baseline) -> Digest:
    """The name of all that the numbers of a run follow from."""
    rows = account.rows
    return workspace.artifacts.put(canonical_bytes({
        "deployment": target.name, "manifest": target.manifest, "window": dict(rows.window.as_json()),
        "rows": rows.digest, "mature": account.n_mature, "plan": plan.as_json(), "baseline": baseline.origin,
        "profile": baseline.profile,
    }))  # fmt: skip


def _filed(workspace: Workspace, target: Target) -> set[str]:
    found: set[str] = set()
    for record in workspace.ledger.records("evidence", parent=target.name):
        if record.body["kind"] == KINDS[0] and record.body["manifest"] == target.manifest:
            inputs = record.body["inputs"]
            found |= {str(each) for each in inputs} if isinstance(inputs, list) else set()
    return found


def _common(account: Account, plan: Plan, baseline: Baseline) -> dict[str, Json]:
    rows = account.rows
    return {
        "window": dict(rows.window.as_json()), "baseline": described(baseline), "predictions": rows.n,
        "versions": dict(rows.versions), "batches": dict(rows.batches), "torn": rows.torn,
        "maturity_days": plan.maturity_days, "mature": account.n_mature, "with_outcome": account.n_known,
        "reviewed": int(rows.is_reviewed.sum()), "is_default_plan": plan.is_default,
        "told": {name: list(lines) for name, lines in told(account, plan).items()},
    }  # fmt: skip


def _performance(account: Account) -> dict[str, Json]:
    judged = [each for each in account.standings if not _is_of_column(each) and not each.limit.by]
    return {
        "measurements": [each.window.as_json() for each in account.performance],
        "compared": _listed(account.performance), "whole": [each.as_json() for each in account.whole],
        "limits": [standing_as_json(each) for each in judged], "beside_baseline": list(account.value),
    }  # fmt: skip


def _drift(account: Account) -> dict[str, Json]:
    drift = account.drift
    return {
        "measurements": [each.as_json() for each in drift.measured], "confidence_of_each": drift.level,
        "order": [each.as_json() for each in drift.orders],
        "sorted": [str(each.column) for each in drift.sorted_columns],
        "unmatched": list(drift.unmatched),
        "limits": [standing_as_json(each) for each in account.standings if _is_of_column(each)],
    }  # fmt: skip


def _fairness(account: Account) -> dict[str, Json]:
    judged = [each for each in account.standings if each.limit.by and each.limit.measure in METRICS]
    return {
        "measurements": [each.window.as_json() for each in account.groups], "compared": _listed(account.groups),
        "limits": [standing_as_json(each) for each in judged],
    }  # fmt: skip


def _listed(found: tuple[Beside, ...]) -> list[Json]:
    return [each.as_json() for each in found]


def _is_of_column(standing: Standing) -> bool:
    return standing.limit.measure in COLUMN
