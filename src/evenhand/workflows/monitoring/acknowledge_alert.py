"""Say that one has seen an alert, and what one does."""

from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document


def acknowledge_alert(workspace: Workspace, identity: Identity, name: str, *, words: str) -> Entry:
    """Acknowledge the alert called ``name``.

    Raises:
        AlertMissing: there is none, it is closed, or it was acknowledged before.
        AlertRefused: no words, or the actor is neither its owner nor in a role that it was sent to.
    """
    document = {"alert": name, "words": words}
    return append_document(
        workspace, identity, action="alert.acknowledged", about=f"alert:{name or 'none'}", document=document
    )
