"""File how people used their say over a deployment, as evidence about it."""

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.review import review_body
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named

KIND = "override-record"
_STOPS = ("deployment.stopped", "deployment.resumed")


def report_review_queue(
    workspace: Workspace, identity: Identity, deployment: str, *, log: PredictionLog
) -> tuple[Entry, dict[str, Json]]:
    """Count decisions of people, those that differ from the rule, cases that wait, and stops.

    Args:
        workspace: where.
        identity: who files it.
        deployment: its name.
        log: of the deployment.

    Returns:
        The entry and the body of the evidence.

    Raises:
        DeploymentMissing: there is no such deployment.
    """
    deployment_in_force(workspace, deployment)
    target = target_named(workspace.ledger, f"deployment:{deployment}")
    entries = workspace.ledger.entries(about=target.subject)
    acts: list[Json] = [
        {"action": entry.action, "actor": entry.actor, "at": entry.at} for entry in entries if entry.action in _STOPS
    ]
    body: dict[str, Json] = {**review_body(log.predictions(), log.reviews()), "stops": acts}
    segments = [str(record.body["segment"]) for record in workspace.ledger.records("override", parent=deployment)]
    return file_evidence(workspace, identity, target, kind=KIND, body=body, inputs=segments), body
