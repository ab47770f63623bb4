"""What the entries of a pack put down, and which of the known persons signed each of them.

Who is who is what the reader's list of keys says, never what the log says. So two accounts, a delegate or a service
are one person as soon as the reader lists their keys under one name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.errors.pack import PackMalformed, PackRefused
from evenhand.governance.access.act import Act
from evenhand.governance.access.claim import as_map
from evenhand.governance.access.envelope import Envelope, verified_by
from evenhand.governance.access.founding import Confirmation
from evenhand.governance.access.trust import TrustedPerson
from evenhand.governance.audit.entry import Entry
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json

CONFIRMED = ("policy.confirmed", "use-case.confirmed")
SIGNED = ("approval.given", "waiver.proposed", "waiver.given", "release.made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry that stands in the log, with what it puts down."""

    entry: Entry
    payload: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was put down, and the known persons who signed it."""

    entry: Entry
    body: Mapping[str, Json]
    persons: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An envelope that is an entry of its own: an approval, a waiver, a release."""

    entry: Entry
    envelope: Envelope
    known: Sequence[TrustedPerson]


@dataclass(slots=True, kw_only=True)
class Register:
    """What was read so far.

    Attributes:
        log: id of the ledger.
        people: the persons who are known, by their keys.
        documents: by action and digest.
        in_force: content of each policy and use case that was confirmed last, by its subject.
        signed: approvals, waivers and releases in their order.
        unknown: entries that no known person signed.
        alone: entries that confirm what one and the same known person proposed.
    """

    log: str
    people: Sequence[TrustedPerson]
    documents: dict[tuple[str, Digest], Document] = field(default_factory=dict)
    in_force: dict[str, Mapping[str, Json]] = field(default_factory=dict)
    signed: list[Signed] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)

    def known(self, entry: Entry, envelope: Envelope) -> tuple[TrustedPerson, ...]:
        """Those of the people who signed."""
        made = verified_by(envelope, [person.key for person in self.people])
        if not made:
            self.unknown.append(entry.sequence)
        return tuple(person for person in self.people if person.key.fingerprint in made)


def read_register(log: str, entries: Sequence[Logged], people: Sequence[TrustedPerson]) -> Register:
    """Read the entries in their order.

    Raises:
        PackRefused: one puts down another document than was signed, or confirms what nobody proposed.
        PackMalformed: one has another form than its action gives it.
    """
    register = Register(log=log, people=people)
    for logged in entries:
        if logged.entry.action in CONFIRMED:
            _confirm(register, logged)
        elif logged.entry.action in SIGNED:
            envelope = envelope_of(logged)
            known = register.known(logged.entry, envelope)
            register.signed.append(Signed(entry=logged.entry, envelope=envelope, known=known))
        else:
            _document(register, logged)
    return register


def envelope_of(logged: Logged) -> Envelope:
    """The envelope that is all that an entry puts down.

    Raises:
        PackMalformed: it puts down something else.
    """
    if set(logged.payload) != {"envelope"}:
        raise PackMalformed(f"Entry {logged.entry.sequence} holds no envelope.")
    return Envelope.from_json(as_map(logged.payload["envelope"]))


def _confirm(register: Register, logged: Logged) -> None:
    entry, envelope = logged.entry, envelope_of(logged)
    confirmation = Confirmation.parse(envelope.payload)
    kind = entry.action.partition(".")[0]
    proposal = register.documents.get((f"{kind}.proposed", confirmation.proposal))
    stated = (confirmation.about, confirmation.actor, confirmation.log)
    if proposal is None or proposal.entry.about != entry.about or stated != (entry.about, entry.actor, register.log):
        raise PackRefused(f"Entry {entry.sequence} confirms what the pack holds no proposal for.")
    if proposal.persons & {person.person for person in register.known(entry, envelope)}:
        register.alone.append(entry.sequence)
    if "content" not in proposal.body:
        raise PackMalformed(f"Entry {proposal.entry.sequence} proposes nothing.")
    register.in_force[entry.about] = as_map(proposal.body["content"])


def _document(register: Register, logged: Logged) -> None:
    entry, payload = logged.entry, logged.payload
    if set(payload) != {"document", "envelope"}:
        raise PackMalformed(f"Entry {entry.sequence} puts down no signed document.")
    body, envelope = as_map(payload["document"]), Envelope.from_json(as_map(payload["envelope"]))
    act, digest = Act.parse(envelope.payload), digest_of_json(body)
    named = (act.action, act.about, act.actor, act.document, act.log)
    if named != (entry.action, entry.about, entry.actor, digest, register.log):
        raise PackRefused(f"Entry {entry.sequence} puts down another document than the one that was signed.")
    persons = frozenset(person.person for person in register.known(entry, envelope))
    document = Document(entry=entry, body=body, persons=persons)
    if entry.action.endswith(".proposed"):
        register.documents[entry.action, digest] = document
    else:
        register.documents.setdefault((entry.action, digest), document)
