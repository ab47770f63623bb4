"""Hold the prediction log against the ledger: every segment that an entry names is there, unchanged."""

from dataclasses import dataclass

from evenhand.errors.serving import PredictionLogDamaged
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.standing import deployment_in_force

_KINDS = ("batch", "predictions", "outcomes", "shadow", "override")
LIVE = "w-"
"""How the segments of a server begin; no entry names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the log holds.

    Attributes:
        n_records: all records, outcomes and reviews among them.
        n_sealed: segments that an entry of the ledger names, each found unchanged.
        n_live: segments of servers: their frames and numbers hold, no digest of them is recorded.
        n_torn: segments of servers that end in a torn frame.
        unrecorded: segments that were written and whose entry never came.
    """

    n_records: int
    n_sealed: int
    n_live: int
    n_torn: int
    unrecorded: tuple[str, ...]


def verify_predictions(workspace: Workspace, deployment: str, *, log: PredictionLog) -> Verified:
    """Read every record and compare every digest.

    Raises:
        DeploymentMissing: there is no such deployment.
        PredictionLogDamaged: a record was changed, one is missing, or a segment is not the one that the ledger names.
    """
    deployment_in_force(workspace, deployment)
    found = log.inspect()
    named = {
        str(record.body["segment"]): f"{kind} {record.key}"
        for kind in _KINDS
        for record in workspace.ledger.records(kind, parent=deployment)
        if record.body.get("segment") is not None
    }
    held = set(found.segments.values())
    if lost := [what for digest, what in named.items() if digest not in held]:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        fact = (
            f"The log of {deployment} lacks the segment that the ledger names for {lost[0]}{more}, or it was changed."
        )
        raise PredictionLogDamaged(fact, lost=lost)
    live = [worker for worker in found.segments if worker.startswith(LIVE)]
    unrecorded = [
        worker for worker, digest in found.segments.items() if digest not in named and not worker.startswith(LIVE)
    ]
    return Verified(
        n_records=found.n_records, n_sealed=len(named), n_live=len(live), n_torn=found.torn,
        unrecorded=tuple(unrecorded),
    )  # fmt: skip


def require_whole(workspace: Workspace, deployment: str, *, log: PredictionLog) -> None:
    """Refuse to report on a log of which a part is gone, was changed, or is named by no entry.

    Raises:
        DeploymentMissing: there is no such deployment.
        PredictionLogDamaged: as for ``verify_predictions``, or a segment was written whose entry never came.
    """
    with log.alone():
        found = verify_predictions(workspace, deployment, log=log)
    if found.unrecorded:
        raise PredictionLogDamaged(
            f"No entry of the ledger names the segment {found.unrecorded[0]} of {deployment}.",
            remedy="If a command that writes the log was interrupted, repeat it. Else somebody put the file there.",
            unrecorded=[*found.unrecorded],
        )
