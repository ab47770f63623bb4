"""Decide a case as a person: where the model does not decide, or otherwise than it."""

from evenhand.errors.serving import PredictionUnknown, ReasonMissing, RecordUnusable, ReviewClosed
from evenhand.governance.projection.deployments import STOPPERS, require_one_of
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.prediction import Review, worker_of
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import deployment_in_force


def override_prediction(
    workspace: Workspace, identity: Identity, deployment: str, prediction: str, *, decision: int, reason: str,
    log: PredictionLog,
) -> Entry:  # fmt: skip
    """Write the review beside the log and record it; a case is decided by a person once.

    The reason stays in the log, where it can be erased; the ledger keeps who decided what, and the digest.

    Args:
        workspace: where.
        identity: who decides.
        deployment: its name.
        prediction: its id.
        decision: 1 for the favourable decision, else 0.
        reason: in the words of who decides.
        log: of the deployment.

    Raises:
        PredictionUnknown: the log has no such prediction.
        ReviewClosed: a person decided it before.
        ReasonMissing, RecordUnusable: the reason is blank, or the decision is none.
        RoleMissing: who decides holds no role that answers for people.
    """
    deployment_in_force(workspace, deployment)
    require_one_of(workspace.ledger, identity.actor, STOPPERS)
    if not reason.strip():
        raise ReasonMissing("No reason is given.")
    if decision not in (0, 1):
        raise RecordUnusable(f"{decision!r} is neither 1 nor 0.", remedy="Decide 1 (favourable) or 0.")
    with log.alone():
        found = next((each for each in log.predictions() if each.id == prediction), None)
        if found is None:
            raise PredictionUnknown(f"The log of {deployment} has no prediction {prediction!r}.", id=prediction)
        if workspace.ledger.record("override", f"{deployment}/{prediction}") is not None:
            raise ReviewClosed(f"{prediction} was decided by a person before.", id=prediction)
        at = workspace.clock.now()
        review = Review(id=prediction, decision=decision, reviewer=identity.actor, reason=reason, at=at)
        segment = log.place(worker_of("review", prediction), [review])
        [written] = log.segment(segment.worker, Review)[1]
        if (written.decision, written.reviewer, written.reason) != (decision, identity.actor, reason):
            raise ReviewClosed(f"{prediction} was decided by {written.reviewer} before.", id=prediction)
        document: dict[str, Json] = {
            "deployment": deployment, "id": prediction, "decision": decision, "was": found.decision,
            "band": found.band, "version": found.version, "segment": segment.digest,
        }  # fmt: skip
        return append_document(
            workspace, identity, action="override.recorded", about=f"deployment:{deployment}", document=document
        )
