"""Say how an alert ended; the finding that it opened ends with it."""

from evenhand.errors.monitoring import AlertMissing, AlertRefused
from evenhand.governance.projection.monitoring import finding_of, may_answer
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.finding.close_finding import close_finding


def close_alert(workspace: Workspace, identity: Identity, name: str, *, resolution: str) -> Entry:
    """Close the alert called ``name``, and its finding when that is still open.

    Raises:
        AlertMissing: there is none, or it is closed.
        AlertRefused: no words, or the actor may not answer it.
        SecondPersonNeeded: whoever made what a serious finding is about cannot close it.
    """
    alert = workspace.ledger.record("alert", name)
    if alert is None or alert.body["is_open"] is not True:
        raise AlertMissing(f"{name} {'was never raised' if alert is None else 'is closed'}.", alert=name)
    if not may_answer(workspace.ledger, identity.actor, alert):
        raise AlertRefused(f"{identity.actor} is neither the owner of {name} nor in a role that it was sent to.")
    finding = finding_of(workspace.ledger, alert)
    if finding is not None and finding.body["is_open"] is True:
        close_finding(workspace, identity, finding.key, resolution=resolution)
    return append_document(
        workspace, identity, action="alert.closed", about=f"alert:{name}",
        document={"alert": name, "words": resolution},
    )  # fmt: skip
