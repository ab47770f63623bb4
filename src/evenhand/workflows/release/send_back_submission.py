"""Say that a submission needs more work."""

from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.release.decision import record_decision, sign_decision


def send_back_submission(
    workspace: Workspace, identity: Identity, reference: Reference, *, reason: str, role: str | None = None
) -> Entry:
    """Sign the answer on the actor's machine and record it; the reason is kept word for word."""
    envelope = sign_decision(workspace, identity, reference, role=role, decision="send-back", reason=reason)
    return record_decision(workspace, envelope)
