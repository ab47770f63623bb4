"""Record how a finding was resolved."""

from evenhand.errors.release import FindingMissing
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import target_named


def close_finding(workspace: Workspace, identity: Identity, name: str, *, resolution: str) -> Entry:
    """Close the finding called ``name``.

    Raises:
        FindingMissing: there is none of that name, or it is closed.
        SecondPersonNeeded: who made what a critical or high finding is about cannot close it.
        EntryRefused: the resolution is blank.
    """
    finding = workspace.ledger.record("finding", name)
    if finding is None or finding.body["is_open"] is not True:
        state = "is closed already" if finding is not None else "was never opened"
        raise FindingMissing(f"{name} {state}.", finding=name)
    target = target_named(workspace.ledger, str(finding.parent))
    return append_document(
        workspace, identity, action="finding.closed", about=target.subject,
        document={"id": name, "resolution": resolution}, expects={f"finding:{name}": finding.head},
    )  # fmt: skip
