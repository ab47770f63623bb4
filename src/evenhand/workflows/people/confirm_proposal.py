"""Put a proposal into effect, as the second person."""

from collections.abc import Mapping

from evenhand.errors.workspace import NotFound
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Confirmation
from evenhand.governance.audit.entry import Reader, Record
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace


def confirm_proposal(workspace: Workspace, identity: Identity, name: str) -> Entry:
    """Sign the proposal that ``name`` picks out and append the entry that puts it into effect.

    Args:
        workspace: where.
        identity: the second person.
        name: the subject (``policy:credit``), the bare name, or the first characters of the proposal's digest.

    Raises:
        NotFound: no open proposal, or several, go by that name.
        SecondPersonNeeded: the proposer himself confirms in a governed workspace.
    """
    proposal = find_proposal(workspace.ledger, name)
    if proposal.body["kind"] == "waiver":
        return _countersign(workspace, identity, proposal)
    confirmation = Confirmation(proposal=proposal.key, actor=identity.actor, at=workspace.clock.now())
    envelope = Envelope(payload=confirmation.content).signed_by(identity.signer)
    draft = Draft(
        actor=identity.actor, action=f"{proposal.body['kind']}.confirmed", about=str(proposal.parent),
        payload={"envelope": envelope.as_json()},
        expects={f"proposal:{proposal.key}": proposal.head},
    )  # fmt: skip
    return workspace.ledger.append(draft)


def find_proposal(state: Reader, name: str) -> Record:
    """The one open proposal of that name.

    Raises:
        NotFound: there is none, or several.
    """
    proposals = state.records("proposal")
    found = [
        proposal
        for proposal in proposals
        if name in (proposal.parent, proposal.body["name"], proposal.key)
        or (len(name) >= 6 and proposal.key.removeprefix("sha256:").startswith(name))
    ]
    if len(found) != 1:
        names = ", ".join(f"{proposal.parent} ({proposal.key[7:19]})" for proposal in found or proposals) or "none"
        fact = f"{len(found)} open proposals go by {name!r}." if found else f"No open proposal goes by {name!r}."
        raise NotFound(fact, remedy=f"Open proposals: {names}.", name=name)
    return found[0]


def _countersign(workspace: Workspace, identity: Identity, proposal: Record) -> Entry:
    payload = proposal.body["document"]
    stored = payload["envelope"] if isinstance(payload, Mapping) else None
    if not isinstance(stored, Mapping):
        raise NotFound("The proposal holds no waiver.")
    envelope = Envelope.from_json(stored)
    if identity.signer.public.fingerprint not in {signature.keyid for signature in envelope.signatures}:
        envelope = envelope.signed_by(identity.signer)
    draft = Draft(
        actor=identity.actor, action="waiver.given", about=str(proposal.parent),
        payload={"envelope": envelope.as_json()},
    )  # fmt: skip
    return workspace.ledger.append(draft)
