"""The first entry: who answers for this workspace, signed by everybody it lists."""

from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founding
from evenhand.ports.ledger import Draft, Entry, UnitOfWork


def create_workspace(ledger: UnitOfWork, envelope: Envelope) -> Entry:
    """Append the founding to an empty ledger.

    Raises:
        EntryRefused: somebody listed has not signed, or one person alone asks for a governed workspace.
    """
    founding = Founding.parse(envelope.payload)
    draft = Draft(
        actor=founding.people[0].name, action="workspace.founded", about=f"workspace:{founding.log}",
        payload={"envelope": envelope.as_json()},
    )  # fmt: skip
    return ledger.append(draft)
