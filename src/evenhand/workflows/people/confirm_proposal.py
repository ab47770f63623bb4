"""Put a proposal into effect, as the second person."""

from collections.abc import Mapping, Sequence

from evenhand.errors.workspace import NotFound
from evenhand.governance.access.claim import Statement
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Confirmation
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.projection.signed import enrolled
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace

SHORTEST = 12
"""Characters of a digest that pick a proposal: fewer could be met by another one that is made to fit."""


def confirm_proposal(workspace: Workspace, identity: Identity, name: str) -> Entry:
    """Sign the proposal that ``name`` picks out and append the entry that puts it into effect.

    Args:
        workspace: where.
        identity: the second person.
        name: the subject (``policy:credit``), the bare name, or 12 or more first characters of its digest.

    Raises:
        NotFound: no open proposal, or several, go by that name.
        SecondPersonNeeded: the proposer himself confirms in a governed workspace.
    """
    return record_confirmation(workspace, sign_confirmation(workspace, identity, name))


def sign_confirmation(workspace: Workspace, identity: Identity, name: str) -> Envelope:
    """Sign the proposal that ``name`` picks out; nothing is recorded yet, so it may travel as a file.

    Raises:
        NotFound: no open proposal, or several, go by that name.
    """
    proposal = find_proposal(workspace.ledger, name)
    if proposal.body["kind"] == "waiver":
        waiver = _waiver_of(proposal)
        return waiver if identity.signer.public.fingerprint in _signers(waiver) else waiver.signed_by(identity.signer)
    confirmation = Confirmation(
        proposal=proposal.key, about=str(proposal.parent), actor=identity.actor, log=workspace.log,
        at=workspace.clock.now(),
    )  # fmt: skip
    return Envelope(payload=confirmation.content).signed_by(identity.signer)


def record_confirmation(workspace: Workspace, envelope: Envelope) -> Entry:
    """Append a signed confirmation, made here or on another machine.

    Raises:
        NotFound: what it confirms is not open here.
        SecondPersonNeeded: the proposer himself confirms in a governed workspace.
    """
    state = workspace.ledger
    for proposal in state.records("proposal"):
        if proposal.body["kind"] == "waiver" and _waiver_of(proposal).payload == envelope.payload:
            draft = Draft(
                actor=_second(state, proposal, envelope), action="waiver.given", about=str(proposal.parent),
                payload={"envelope": envelope.as_json()},
            )  # fmt: skip
            return state.append(draft)
    confirmation = Confirmation.parse(envelope.payload)
    proposed = state.record("proposal", confirmation.proposal)
    if proposed is None:
        fact = f"The proposal {confirmation.proposal[7:19]} is not open: it took effect, or a newer one replaced it."
        raise NotFound(fact, remedy=f"Open proposals: {_named(state.records('proposal'))}.")
    enrolled(state, confirmation.actor)
    draft = Draft(
        actor=confirmation.actor, action=f"{proposed.body['kind']}.confirmed", about=str(proposed.parent),
        payload={"envelope": envelope.as_json()},
        expects={f"proposal:{proposed.key}": proposed.head},
    )  # fmt: skip
    return state.append(draft)


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
        or (len(name) >= SHORTEST and proposal.key.removeprefix("sha256:").startswith(name))
    ]
    if len(found) != 1:
        names = _named(found or proposals)
        fact = f"{len(found)} open proposals go by {name!r}." if found else f"No open proposal goes by {name!r}."
        way_out = "Name one by its digest" if found else "Open proposals"
        raise NotFound(fact, remedy=f"{way_out}: {names}.", name=name)
    return found[0]


def content_of(proposal: Record) -> Mapping[str, Json]:
    """What would take effect, word for word."""
    if proposal.body["kind"] == "waiver":
        return Statement.parse(_waiver_of(proposal).payload, kind="waiver").predicate
    document = proposal.body["document"]
    content = document["content"] if isinstance(document, Mapping) else None
    return content if isinstance(content, Mapping) else {}


def _named(proposals: Sequence[Record]) -> str:
    return ", ".join(f"{proposal.parent} ({proposal.key[7:19]})" for proposal in proposals) or "none"


def _waiver_of(proposal: Record) -> Envelope:
    payload = proposal.body["document"]
    stored = payload["envelope"] if isinstance(payload, Mapping) else None
    if not isinstance(stored, Mapping):
        raise NotFound("The proposal holds no waiver.")
    return Envelope.from_json(stored)


def _signers(envelope: Envelope) -> set[str]:
    return {signature.keyid for signature in envelope.signatures}


def _second(state: Reader, proposal: Record, envelope: Envelope) -> str:
    """Who signed last; the proposer where nobody else did, which only a demonstration lets pass."""
    added = _signers(envelope) - _signers(_waiver_of(proposal))
    for actor in state.records("actor"):
        keys = actor.body["keys"]
        known = {PublicKey.parse(str(key)).fingerprint for key in keys} if isinstance(keys, list) else set()
        if known & added:
            return actor.key
    return str(proposal.body["proposer"])
