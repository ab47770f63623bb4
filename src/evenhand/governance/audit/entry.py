"""Entries of the ledger: what somebody wants recorded, what was recorded, and what follows from it.

Storing and ordering them is left to the adapters of ``ports.ledger``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeAlias

from evenhand.errors.ledger import LedgerDamaged
from evenhand.errors.number import InstantUnreadable, ValueNotCanonical
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest, digest_of, is_digest
from evenhand.kernel.instant import Instant, moment

SCHEMA = "evenhand/entry/v1"
NO_PAYLOAD = digest_of(b"{}")
"""What an entry without a public payload names: the digest of the empty document."""

Subject: TypeAlias = str
"""``kind:key``, for example ``version:credit@3``."""

_SUBJECT = re.compile(
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*:[^\x00-\x20\"\\\x7f\ud800-\udfff][^\x00-\x1f\"\\\x7f\ud800-\udfff]*\Z"
)
_ACTION = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*\Z")
_FIELDS = frozenset(
    {"schema", "log", "sequence", "at", "actor", "action", "about", "expects", "payload", "sealed", "policy"}
)  # fmt: skip
_EMPTY: Mapping[str, Json] = MappingProxyType({})


def is_subject(text: str) -> bool:
    """Whether ``text`` may stand for a thing that entries are about.

    Examples:
        >>> is_subject("version:credit@3"), is_subject("credit@3"), is_subject('version:"')
        (True, False, False)
    """
    return len(text) <= 256 and _SUBJECT.match(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants recorded.

    Attributes:
        actor: who acts.
        action: what was done, for example ``version.registered``.
        about: the subject, ``kind:key``.
        payload: the public document; floats are stored as text.
        expects: heads of the subjects that were read to decide this, ``None`` for a subject never written about. The
            head of ``about`` is added by the ledger when it is not named here, and is checked only when it is.
        policy: digest of the policy that allowed it.
        sealed: the sealed form of fields that may have to be erased; states at least its ``scheme``. Neither gates
            nor the projector ever read it.
    """

    actor: str
    action: str
    about: Subject
    payload: Mapping[str, Json]
    expects: Mapping[Subject, int | None] = field(default_factory=lambda: MappingProxyType({}))
    policy: Digest | None = None
    sealed: Mapping[str, Json] | None = None

    def __post_init__(self) -> None:
        _check(self.actor, self.action, self.about, self.expects, self.policy, self.sealed)
        if not isinstance(self.payload, Mapping):
            raise TypeError(f"a payload is a map, not a {type(self.payload).__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was recorded: one leaf of the log.

    Attributes:
        sequence: index of the leaf, from 0.
        at: when the ledger took it; never before an earlier entry.
        actor, action, about, policy, sealed: as in the draft.
        expects: heads that held when it was taken, that of ``about`` among them.
        payload: digest of the canonical bytes of the public document.
    """

    sequence: int
    at: Instant
    actor: str
    action: str
    about: Subject
    expects: Mapping[Subject, int | None]
    payload: Digest
    policy: Digest | None = None
    sealed: Mapping[str, Json] | None = None

    def __post_init__(self) -> None:
        if self.sequence < 0:
            raise ValueError(f"{self.sequence} is no place in a log")
        moment(self.at)
        if not is_digest(self.payload):
            raise ValueError(f"{self.payload!r} is no digest")
        _check(self.actor, self.action, self.about, self.expects, self.policy, self.sealed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of the projection: what the entries so far say about one thing.

    Attributes:
        kind, key: together the subject ``kind:key``.
        parent: the key it belongs to, if any, for example the model of a version.
        body: the row itself; floats come back as text.
        head: the head of the subject, see ``Reader``.
    """

    kind: str
    key: str
    parent: str | None
    body: Mapping[str, Json]
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an entry does to the projection: writes one record, or deletes it when ``body`` is ``None``."""

    kind: str
    key: str
    parent: str | None = None
    body: Mapping[str, Json] | None

    def __post_init__(self) -> None:
        if not is_subject(self.subject):
            raise ValueError(f"{self.subject!r} is no subject")

    @property
    def subject(self) -> Subject:
        """The subject whose record changes."""
        return f"{self.kind}:{self.key}"


class Reader(Protocol):
    """Reads the projection.

    The *head* of a subject is the sequence of the last entry that was about it or that changed its record, so a draft
    that names the heads of what it read is refused when any of it changed meanwhile. ``Record.head`` is that head.
    """

    def record(self, kind: str, key: str) -> Record | None:
        """The record, or ``None``."""
        ...

    def records(self, kind: str, parent: str | None = None) -> Sequence[Record]:
        """All records of a kind, or those of one parent, in the order in which they were first written."""
        ...


Projector: TypeAlias = Callable[[Reader, Entry, Mapping[str, Json]], Sequence[Change]]
"""What an entry means: a pure function of the projection before it, the entry and its public payload.

It may raise a Refusal: then nothing of the entry is written. It must give the same changes whenever it is run again.
"""


def subject_of(kind: str, key: str) -> Subject:
    """Name a thing.

    Examples:
        >>> subject_of("version", "credit@3")
        'version:credit@3'
    """
    return f"{kind}:{key}"


def leaf_bytes(entry: Entry, log: str) -> bytes:
    """The bytes that the tree commits to; ``docs/reference/ledger.md`` describes each field.

    Raises:
        ValueNotCanonical: a text or the sealed form has no canonical form.
    """
    return canonical_bytes({
        "schema": SCHEMA, "log": log, "sequence": entry.sequence, "at": entry.at, "actor": entry.actor,
        "action": entry.action, "about": entry.about, "expects": dict(entry.expects),
        "payload": None if entry.payload == NO_PAYLOAD else entry.payload, "sealed": entry.sealed,
        "policy": entry.policy,
    })  # fmt: skip


def entry_of(leaf: bytes, log: str) -> Entry:
    """Read a leaf back.

    Raises:
        LedgerDamaged: the bytes are no entry of this log.
    """
    try:
        document = from_canonical(leaf)
        if not isinstance(document, dict) or document.keys() != _FIELDS:
            raise ValueError("it has not the fields of an entry")
        if (document.pop("schema"), document.pop("log")) != (SCHEMA, log):
            raise ValueError(f"it is of another schema or log than {log}")
        _check_shape(document)
        document["payload"] = document["payload"] or NO_PAYLOAD
        return Entry(**document)
    except (ValueError, RecursionError, ValueNotCanonical, InstantUnreadable) as mistake:
        raise LedgerDamaged(f"A leaf is no entry of the log {log}: {mistake}.", leaf=leaf) from mistake


def _check_shape(document: Mapping[str, object]) -> None:
    expects = document["expects"]
    sound = (
        type(document["sequence"]) is int
        and all(isinstance(document[name], str) for name in ("at", "actor", "action", "about"))
        and all(isinstance(document[name], str | None) for name in ("payload", "policy"))
        and isinstance(document["sealed"], dict | None)
        and isinstance(expects, dict)
        and all(head is None or (type(head) is int and head >= 0) for head in expects.values())
    )
    if not sound:
        raise ValueError("a field is of another type than in an entry")


def _check(
    actor: str,
    action: str,
    about: str,
    expects: Mapping[str, int | None],
    policy: str | None,
    sealed: Mapping[str, Json] | None,
) -> None:
    if not actor.strip() or not actor.isprintable():
        raise ValueError(f"{actor!r} names nobody")
    if not _ACTION.match(action):
        raise ValueError(f"{action!r} is no action")
    for subject in (about, *expects):
        if not is_subject(subject):
            raise ValueError(f"{subject!r} is no subject, write kind:key")
    if policy is not None and not is_digest(policy):
        raise ValueError(f"{policy!r} is no digest")
    if sealed is not None and not (isinstance(sealed.get("scheme"), str) and sealed["scheme"]):
        raise ValueError("a sealed payload names its scheme")
