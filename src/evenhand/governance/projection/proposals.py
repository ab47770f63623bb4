"""People, policies and use cases take effect only by the entry of a second person."""

from collections.abc import Callable, Mapping, Sequence

from evenhand.errors.release import EntryRefused, SecondPersonNeeded
from evenhand.governance.access.founding import Confirmation
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.people import actor_change, require_one_person
from evenhand.governance.projection.signed import (
    enrolled,
    log_of,
    mode_of,
    require_signature,
    signed_document,
    signed_envelope,
)
from evenhand.governance.risk.declared import require_tier
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json


def propose(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Keep a proposal until somebody confirms it; a newer one about the same subject replaces it."""
    document = signed_document(state, entry, payload)
    kind = entry.action.partition(".")[0]
    content = _content(document)
    if kind == "actor":
        require_one_person(state, content)
    if kind == "use-case":
        require_tier(content)
    if entry.about != f"{kind}:{document.get('name')}":
        raise EntryRefused(f"The proposal names {document.get('name')!r}, the entry {entry.about}.")
    older = [record.key for record in state.records("proposal", parent=entry.about)]
    body: dict[str, Json] = {
        "kind": kind, "name": str(document["name"]), "proposer": entry.actor, "proposed_at": entry.at,
        "document": document,
    }  # fmt: skip
    key = digest_of_json(document)
    dropped = [Change(kind="proposal", key=old, parent=entry.about, body=None) for old in older if old != key]
    return [*dropped, Change(kind="proposal", key=key, parent=entry.about, body=body)]


def confirm(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Put a proposal into effect."""
    envelope = signed_envelope(payload)
    confirmation = Confirmation.parse(envelope.payload)
    require_signature(enrolled(state, entry.actor), envelope)
    proposal = state.record("proposal", confirmation.proposal)
    if proposal is None or proposal.parent != entry.about:
        raise EntryRefused(f"No open proposal about {entry.about} has this digest.")
    if (confirmation.about, confirmation.actor, confirmation.log) != (entry.about, entry.actor, log_of(state)):
        raise EntryRefused(f"{confirmation.actor} confirmed {confirmation.about} of the ledger {confirmation.log}.")
    _require_second_person(state, proposal, entry.actor)
    content = _content(proposal.body["document"])
    if proposal.body["kind"] == "actor":
        require_one_person(state, content)
    effect = _EFFECTS[str(proposal.body["kind"])](content, proposal, entry)
    return [Change(kind="proposal", key=proposal.key, parent=proposal.parent, body=None), effect]


def _require_second_person(state: Reader, proposal: Record, actor: str) -> None:
    proposer = enrolled(state, str(proposal.body["proposer"]))
    if proposer.parent == enrolled(state, actor).parent and mode_of(state) != "demonstration":
        raise SecondPersonNeeded(f"{actor} is the person who proposed {proposal.parent}.", proposal=proposal.key)


def _content(document: Json) -> Mapping[str, Json]:
    content = document.get("content") if isinstance(document, Mapping) else None
    if not isinstance(content, Mapping):
        raise EntryRefused("The proposal holds no content.")
    return content


def _enrol(content: Mapping[str, Json], _proposal: Record, entry: Entry) -> Change:
    if f"actor:{content.get('name')}" != entry.about:
        raise EntryRefused(f"The proposal enrols {content.get('name')!r}, the entry is about {entry.about}.")
    return actor_change(content)


def _put_in_force(content: Mapping[str, Json], proposal: Record, entry: Entry) -> Change:
    body: dict[str, Json] = {
        "document": proposal.body["document"], "digest": digest_of_json(content),
        "proposer": str(proposal.body["proposer"]), "confirmer": entry.actor, "in_force_at": entry.at,
    }  # fmt: skip
    return Change(kind=str(proposal.body["kind"]), key=str(proposal.body["name"]), parent=None, body=body)


_EFFECTS: Mapping[str, Callable[[Mapping[str, Json], Record, Entry], Change]] = {
    "actor": _enrol,
    "policy": _put_in_force,
    "use-case": _put_in_force,
}
