"""From what a policy demands to facts: every number comes from the stored profile of the newest evaluation."""

from collections.abc import Mapping, Sequence

from evenhand.governance.policy.demand import MetricDemand
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of, latest_evidence

_SEARCHED = "flips_within_moves"
_ELSEWHERE = {"membership_inference_auc": "privacy-report", "membership_inference_advantage": "privacy-report"}
_PROFILED = {VERSION: "evaluation-report", "deployment": "performance-report"}
"""Kind of target to the report whose profile its numbers are derived from."""


def metric_facts(
    workspace: Workspace, target: Target, use_case: UseCase, demands: Sequence[MetricDemand], *,
    before: int | None = None,
) -> dict[str, Json]:  # fmt: skip
    """Facts for every demand that evidence can answer; the others stay absent and are judged ``missing``.

    Args:
        workspace: where.
        target: a version, or a deployment, whose newest window is measured.
        use_case: says how small groups are pooled.
        demands: of a policy at a gate.
        before: leave out evidence from this entry on.
    """
    facts: dict[str, list[Json]] = {}
    derived = [demand for demand in demands if demand.name not in {_SEARCHED, *_ELSEWHERE}]
    searched = [demand for demand in demands if demand.name == _SEARCHED]
    for demand, found in (
        *_from_profile(workspace, target, use_case, derived, before=before),
        *_from_search(workspace, target, searched, before=before),
    ):
        facts.setdefault(demand.check, []).append(found)
    for demand in demands:
        if demand.name in _ELSEWHERE and (fact := _from_report(workspace, target, demand, before=before)) is not None:
            facts.setdefault(demand.check, []).append(fact)
    return dict(facts)


def _from_profile(
    workspace: Workspace, target: Target, use_case: UseCase, demands: Sequence[MetricDemand], *, before: int | None
) -> list[tuple[MetricDemand, dict[str, Json]]]:
    kind = _PROFILED.get(target.kind)
    report = None if kind is None else latest_evidence(workspace.ledger, target, kind, before=before)
    if report is None or not demands:
        return []
    from evenhand.workflows.gate.figures import Figures  # noqa: PLC0415 - needs arrays; approving does not

    body = document_of(workspace, report)["body"]
    digest = str(body["profile"]) if isinstance(body, Mapping) else ""
    figures = Figures.of(workspace.artifacts.read(digest), use_case)
    judged: dict[str, int] = {}
    for demand in demands:
        n_judged = figures.n_judged(demand)
        judged[demand.check] = judged.get(demand.check, 0) + n_judged
    return [
        (demand, fact)
        for demand in demands
        if (fact := figures.fact(demand, demand.confidence_for(judged[demand.check]))) is not None
    ]


def _from_search(
    workspace: Workspace, target: Target, demands: Sequence[MetricDemand], *, before: int | None
) -> list[tuple[MetricDemand, dict[str, Json]]]:
    report = latest_evidence(workspace.ledger, target, "robustness-report", before=before)
    if report is None or not demands:
        return []
    from evenhand.workflows.gate.searched import n_searched, searched_fact  # noqa: PLC0415 - needs arrays, as above

    stored = document_of(workspace, report)["body"]
    body = stored if isinstance(stored, Mapping) else {}
    judged: dict[str, int] = {}
    for demand in demands:
        judged[demand.check] = judged.get(demand.check, 0) + n_searched(body, demand)
    return [
        (demand, fact)
        for demand in demands
        if (fact := searched_fact(body, demand, demand.confidence_for(judged[demand.check]), digest=report.key))
        is not None
    ]


def _from_report(
    workspace: Workspace, target: Target, demand: MetricDemand, *, before: int | None
) -> dict[str, Json] | None:
    report = latest_evidence(workspace.ledger, target, _ELSEWHERE[demand.name], before=before)
    if report is None or demand.by:
        return None
    body = document_of(workspace, report)["body"]
    stored = body.get("measurements") if isinstance(body, Mapping) else None
    for each in stored if isinstance(stored, list) else []:
        if isinstance(each, Mapping) and each.get("name") == demand.name and not each.get("groups"):
            return _whole_table(demand, each, report.key)
    return None


def _whole_table(demand: MetricDemand, stored: Mapping[str, Json], digest: str) -> dict[str, Json]:
    """One stored measurement of the whole table, as a fact."""
    n = stored["n"]
    group: dict[str, Json] = {"group": {}, "rows": n, "n": n}
    for name in ("value", "lower", "upper", "confidence"):
        value = stored[name]
        group[name] = None if value is None else float(str(value))
    return {
        "name": demand.name, "by": [], "reference_group": None, "rows": n, "groups": [group], "input": digest,
    }  # fmt: skip
