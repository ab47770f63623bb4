"""File what a shadow would have changed, as evidence about its version."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.serving import ShadowMissing
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.lifecycle.serving.shadow import shadow_body
from evenhand.ports.grouping import Grouping
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named, use_case_in_force
from evenhand.workflows.serving.verify_predictions import require_whole

KIND = "shadow-report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The cases that are reported, and what else decides about them.

    Attributes:
        records: of the shadow.
        rival: decisions of what it is compared with; ``None`` when nothing decides today.
        compared_with: ``champion``, ``current-practice`` or ``None``.
    """

    records: Sequence[Prediction]
    rival: Sequence[int] | None
    compared_with: str | None


def report_shadow(
    workspace: Workspace, identity: Identity, deployment: str, reference: Reference, *, log: PredictionLog,
    grouping: Grouping,
) -> tuple[Entry, dict[str, Json]]:  # fmt: skip
    """Compare a shadow with the champion on the cases that both answered, else with current practice.

    Args:
        workspace: where.
        identity: who files it.
        deployment: where the version was a shadow.
        reference: the version.
        log: of the deployment.
        grouping: tells the cases apart.

    Returns:
        The entry and the body of the evidence.

    Raises:
        ShadowMissing: the version scored nothing there as a shadow.
        PredictionLogDamaged: a part of the log is gone, was changed, or is named by no entry.
    """
    place = deployment_in_force(workspace, deployment)
    require_whole(workspace, deployment, log=log)
    use_case, _ = use_case_in_force(workspace.ledger, str(place.body["use_case"]))
    target = target_named(workspace.ledger, reference)
    scored = log.predictions(mode="shadow", version=str(reference))
    if not scored:
        raise ShadowMissing(f"{reference} has scored nothing as a shadow of {deployment}.", version=str(reference))
    pairs = _pairs(scored, log, grouping, use_case)
    groups = grouping.groups(pairs.records, use_case)
    decisions = [each.decision for each in pairs.records]
    body: dict[str, Json] = {
        **shadow_body(decisions, pairs.rival, groups, compared_with=pairs.compared_with), "deployment": deployment,
        "n_scored": len(scored), "first_as_of": scored[0].as_of, "last_as_of": scored[-1].as_of,
    }  # fmt: skip
    segments = [
        str(record.body["segment"])
        for record in workspace.ledger.records("shadow", parent=deployment)
        if record.body["version"] == str(reference)
    ]
    return file_evidence(workspace, identity, target, kind=KIND, body=body, inputs=segments), body


def _pairs(scored: Sequence[Prediction], log: PredictionLog, grouping: Grouping, use_case: UseCase) -> Pairs:
    champion = {each.id: each.decision for each in log.predictions()}
    beside = [each for each in scored if each.id in champion]
    if beside:
        return Pairs(records=beside, rival=[champion[each.id] for each in beside], compared_with="champion")
    practice = grouping.practice(scored, use_case)
    known = [(each, said) for each, said in zip(scored, practice or (), strict=False) if said is not None]
    if known:
        records, rival = [each for each, _ in known], [said for _, said in known]
        return Pairs(records=records, rival=rival, compared_with="current-practice")
    return Pairs(records=scored, rival=None, compared_with=None)
