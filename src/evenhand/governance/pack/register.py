"""What the entries of a pack say together: who is enrolled, what is in force, which documents were put down by whom.

Every entry is checked here against the signature that it needs; what its document means is for the other modules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.errors.pack import PackMalformed, PackRefused
from evenhand.governance.access.act import Act
from evenhand.governance.access.actor import Actor
from evenhand.governance.access.claim import as_map
from evenhand.governance.access.envelope import Envelope, verified_by
from evenhand.governance.access.founding import Confirmation, Founding
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Entry
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json

PROPOSED = ("actor.proposed", "policy.proposed", "use-case.proposed")
CONFIRMED = ("actor.confirmed", "policy.confirmed", "use-case.confirmed")
SIGNED = ("approval.given", "waiver.proposed", "waiver.given", "release.made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry that stands in the log, with what it puts down."""

    entry: Entry
    payload: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that an enrolled actor signed and put down."""

    entry: Entry
    body: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An envelope that is an entry of its own: an approval, a waiver, a release."""

    entry: Entry
    envelope: Envelope


@dataclass(slots=True, kw_only=True)
class Register:
    """What was read so far.

    Attributes:
        log, mode: of the workspace.
        enrolled: accounts by name, as the last entry about them left them.
        documents: by action and digest.
        in_force: content of each policy and use case that a second person confirmed last, by its subject.
        signed: approvals, waivers and releases in their order.
    """

    log: str
    mode: str = ""
    enrolled: dict[str, Actor] = field(default_factory=dict)
    documents: dict[tuple[str, Digest], Document] = field(default_factory=dict)
    in_force: dict[str, Mapping[str, Json]] = field(default_factory=dict)
    signed: list[Signed] = field(default_factory=list)


def read_register(log: str, entries: Sequence[Logged]) -> Register:
    """Read the entries in their order.

    Raises:
        PackRefused: one is not signed by the actor it names, or proposed and confirmed by one person.
        PackMalformed: the first is no founding, or one has another form than its action gives it.
    """
    register = Register(log=log)
    for logged in entries:
        if not register.mode:
            _found(register, logged)
        elif logged.entry.action in CONFIRMED:
            _confirm(register, logged)
        elif logged.entry.action in SIGNED:
            register.signed.append(_signed(register, logged))
        else:
            _document(register, logged)
    if not register.mode:
        raise PackMalformed("The pack holds no founding.")
    return register


def _found(register: Register, logged: Logged) -> None:
    entry = logged.entry
    if (entry.sequence, entry.action) != (0, "workspace.founded"):
        raise PackMalformed("The pack does not begin with the founding.")
    envelope = _envelope(logged)
    founding = Founding.parse(envelope.payload)
    if founding.log != register.log:
        raise PackMalformed("The founding is of another log.")
    keys = {founder.name: PublicKey.parse(founder.public_key) for founder in founding.people}
    if len(verified_by(envelope, keys.values())) < len(keys):
        raise _unsigned(entry, "everybody whom it lists")
    register.mode = founding.mode
    for founder in founding.people:
        register.enrolled[founder.name] = Actor.from_json({
            "name": founder.name, "person": founder.person, "kind": "person", "display": founder.display,
            "roles": list(founder.roles), "keys": [founder.public_key],
        })  # fmt: skip
    persons = {actor.account.person for actor in register.enrolled.values()}
    if founding.mode == "governed" and len(persons) < 2:
        raise PackRefused("The workspace was founded by one person, and that is no governed workspace.")


def _confirm(register: Register, logged: Logged) -> None:
    entry, envelope = logged.entry, _envelope(logged)
    confirmation = Confirmation.parse(envelope.payload)
    _require_signature(register, entry, envelope)
    kind = entry.action.partition(".")[0]
    proposal = register.documents.get((f"{kind}.proposed", confirmation.proposal))
    if proposal is None or confirmation.actor != entry.actor or proposal.entry.about != entry.about:
        raise PackRefused(f"Entry {entry.sequence} confirms what the pack holds no proposal for.")
    proposer, confirmer = (register.enrolled[name].account.person for name in (proposal.entry.actor, entry.actor))
    if proposer == confirmer and register.mode != "demonstration":
        raise PackRefused(f"Entry {entry.sequence} was proposed and confirmed by one person, {confirmer}.")
    content = as_map(proposal.body.get("content"))
    if kind == "actor":
        actor = Actor.from_json(content)
        if entry.about != f"actor:{actor.account.name}":
            raise PackMalformed(f"Entry {entry.sequence} enrols another than it says.")
        register.enrolled[actor.account.name] = actor
    else:
        register.in_force[entry.about] = content


def _signed(register: Register, logged: Logged) -> Signed:
    envelope = _envelope(logged)
    _require_signature(register, logged.entry, envelope)
    return Signed(entry=logged.entry, envelope=envelope)


def _document(register: Register, logged: Logged) -> None:
    entry, payload = logged.entry, logged.payload
    if set(payload) != {"document", "envelope"}:
        raise PackMalformed(f"Entry {entry.sequence} puts down no signed document.")
    body, envelope = as_map(payload["document"]), Envelope.from_json(as_map(payload["envelope"]))
    act, digest = Act.parse(envelope.payload), digest_of_json(body)
    named = (act.action, act.about, act.actor, act.document, act.log)
    if named != (entry.action, entry.about, entry.actor, digest, register.log):
        raise PackRefused(f"Entry {entry.sequence} puts down another document than the one that was signed.")
    _require_signature(register, entry, envelope)
    register.documents[entry.action, digest] = Document(entry=entry, body=body)


def _envelope(logged: Logged) -> Envelope:
    if set(logged.payload) != {"envelope"}:
        raise PackMalformed(f"Entry {logged.entry.sequence} holds no envelope.")
    return Envelope.from_json(as_map(logged.payload["envelope"]))


def _require_signature(register: Register, entry: Entry, envelope: Envelope) -> None:
    actor = register.enrolled.get(entry.actor)
    if actor is None or not verified_by(envelope, actor.keys):
        raise _unsigned(entry, entry.actor)


def _unsigned(entry: Entry, who: str) -> PackRefused:
    return PackRefused(f"Entry {entry.sequence} is not signed by {who}, as enrolled.")
