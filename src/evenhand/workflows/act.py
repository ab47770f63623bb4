"""How a workflow puts a document into the ledger under its actor's signature."""

from collections.abc import Mapping

from evenhand.governance.access.act import Act
from evenhand.governance.access.envelope import Envelope
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace


def append_document(
    workspace: Workspace,
    identity: Identity,
    *,
    action: str,
    about: str,
    document: Mapping[str, Json],
    expects: Mapping[str, int | None] | None = None,
) -> Entry:
    """Sign ``document`` and append it."""
    draft = signed_draft(workspace, identity, action=action, about=about, document=document, expects=expects)
    return workspace.ledger.append(draft)


def signed_draft(
    workspace: Workspace,
    identity: Identity,
    *,
    action: str,
    about: str,
    document: Mapping[str, Json],
    expects: Mapping[str, int | None] | None = None,
) -> Draft:
    """Sign ``document`` for an entry that is appended later, alone or together with others."""
    act = Act(
        action=action, about=about, document=digest_of_json(document), actor=identity.actor, log=workspace.log,
        at=workspace.clock.now(),
    )  # fmt: skip
    envelope = Envelope(payload=act.content).signed_by(identity.signer)
    payload: dict[str, Json] = {"document": document, "envelope": envelope.as_json()}
    return Draft(actor=identity.actor, action=action, about=about, payload=payload, expects=expects or {})
