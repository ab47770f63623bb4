"""From what a policy demands to facts: every number comes from the stored profile of the newest evaluation."""

from collections.abc import Callable, Mapping, Sequence

from evenhand.governance.policy.demand import MetricDemand
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.filed import mapped
from evenhand.workflows.gate.gained import GAINS, gained_fact
from evenhand.workflows.gate.reported import n_reported, reported_fact
from evenhand.workflows.gate.searched import n_searched, searched_fact
from evenhand.workflows.lookup import document_of, latest_evidence

_SEARCHED = "flips_within_moves"
_ELSEWHERE = {
    "membership_inference_auc": "privacy-report", "membership_inference_advantage": "privacy-report",
    _SEARCHED: "robustness-report",
}  # fmt: skip
"""Metric to the report that holds it."""
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
    derived = [demand for demand in demands if demand.name not in {*_ELSEWHERE, *GAINS}]
    gained = [demand for demand in demands if demand.name in GAINS]
    elsewhere = [demand for demand in demands if demand.name in _ELSEWHERE]
    for demand, found in (
        *_from_profile(workspace, target, use_case, derived, before=before),
        *_from_report(workspace, target, elsewhere, before=before),
        *_from_baselines(workspace, target, use_case, gained, before=before),
    ):
        facts.setdefault(demand.check, []).append(found)
    return dict(facts)


def _from_profile(
    workspace: Workspace, target: Target, use_case: UseCase, demands: Sequence[MetricDemand], *, before: int | None
) -> list[tuple[MetricDemand, dict[str, Json]]]:
    kind = _PROFILED.get(target.kind)
    report = None if kind is None else latest_evidence(workspace.ledger, target, kind, before=before)
    body = None if report is None else document_of(workspace, report)["body"]
    digest = body.get("profile") if isinstance(body, Mapping) else None
    if not demands or not isinstance(digest, str) or not is_digest(digest):
        return []
    from evenhand.workflows.gate.figures import Figures  # noqa: PLC0415 - needs arrays; approving does not

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


def _from_baselines(
    workspace: Workspace, target: Target, use_case: UseCase, demands: Sequence[MetricDemand], *, before: int | None
) -> list[tuple[MetricDemand, dict[str, Json]]]:
    """What the model gains over the baseline, by the counts of the newest evaluation."""
    report = latest_evidence(workspace.ledger, target, _PROFILED[VERSION], before=before) if demands else None
    if report is None:
        return []
    body = mapped(document_of(workspace, report)["body"])
    facts = [(demand, gained_fact(body, demand, use_case, digest=report.key)) for demand in demands]
    return [(demand, fact) for demand, fact in facts if fact is not None]


def _from_report(
    workspace: Workspace, target: Target, demands: Sequence[MetricDemand], *, before: int | None
) -> list[tuple[MetricDemand, dict[str, Json]]]:
    """Facts of metrics that a report holds as they are, or as counts of a search."""
    found: list[tuple[MetricDemand, dict[str, Json]]] = []
    for kind in sorted({_ELSEWHERE[demand.name] for demand in demands}):
        report = latest_evidence(workspace.ledger, target, kind, before=before)
        if report is None:
            continue
        body = mapped(document_of(workspace, report)["body"])
        asked = [demand for demand in demands if _ELSEWHERE[demand.name] == kind]
        judged: dict[str, int] = {}
        for demand in asked:
            judged[demand.check] = judged.get(demand.check, 0) + _ways(demand)[0](body, demand)
        for demand in asked:
            fact = _ways(demand)[1](body, demand, demand.confidence_for(judged[demand.check]), digest=report.key)
            found += [] if fact is None else [(demand, fact)]
    return found


def _ways(demand: MetricDemand) -> tuple[Callable[..., int], Callable[..., dict[str, Json] | None]]:
    return (n_searched, searched_fact) if demand.name == _SEARCHED else (n_reported, reported_fact)
