"""Say yes to a submission, in a role."""

from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.release.decision import record_decision, sign_decision


def approve_submission(
    workspace: Workspace,
    identity: Identity,
    reference: Reference,
    *,
    reason: str,
    role: str | None = None,
    conditions: tuple[str, ...] = (),
) -> Entry:
    """Sign the yes on the actor's machine and record it; with ``conditions`` it is a yes with conditions."""
    decision = "approve-with-conditions" if conditions else "approve"
    envelope = sign_decision(
        workspace, identity, reference, role=role, decision=decision, reason=reason, conditions=conditions
    )
    return record_decision(workspace, envelope)
