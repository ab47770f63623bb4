"""Whom a reader trusts: keys that he brings himself, never keys that come with what he checks."""

import json
import re
from base64 import b64encode
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import yaml

from evenhand.errors.ledger import NoteInvalid
from evenhand.errors.people import KeyUnreadable, TrustUnreadable
from evenhand.governance.access.claim import as_list, as_map, as_texts
from evenhand.governance.access.shape import choice, listing, record, require, text
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.note import VerifierKey
from evenhand.kernel.canonical import Json, canonical_bytes

SCHEMA = "evenhand/trust/v1"
Fingerprint: TypeAlias = str
"""``SHA256:`` and 43 characters, as for a key."""

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")
_SHAPE = record({
    "schema": choice(SCHEMA), "logs": listing(text), "release_keys": listing(text),
    "people": listing(record({"person": text, "key": text, "roles": listing(text)})),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedPerson:
    """A person whom the reader knows by a key.

    Attributes:
        person: who.
        key: his key; a person with two keys is listed twice.
        roles: in which the reader accepts his word.
    """

    person: str
    key: PublicKey
    roles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The keys that a reader trusts; an empty list leaves open what it would establish.

    Attributes:
        logs: keys of logs, each with the origin it signs for.
        release_keys: whose releases count.
        people: whose approvals and waivers count.
    """

    logs: Sequence[VerifierKey]
    release_keys: Sequence[PublicKey]
    people: Sequence[TrustedPerson]

    def __post_init__(self) -> None:
        persons: dict[PublicKey, str] = {}
        for known in self.people:
            if persons.setdefault(known.key, known.person) != known.person:
                raise TrustUnreadable(f"One key stands for {persons[known.key]} and for {known.person}.")

    @property
    def fingerprint(self) -> Fingerprint:
        """A short text that stands for this whole list, to be read out or printed on a letter."""
        return "SHA256:" + b64encode(sha256(self.as_bytes()).digest()).decode().rstrip("=")

    def as_json(self) -> dict[str, Json]:
        """The trust as a file states it."""
        people: list[Json] = [
            {"person": known.person, "key": known.key.text, "roles": list(known.roles)} for known in self.people
        ]
        return {
            "schema": SCHEMA, "logs": [str(key) for key in self.logs],
            "release_keys": [key.text for key in self.release_keys], "people": people,
        }  # fmt: skip

    def as_bytes(self) -> bytes:
        """The canonical bytes, for a file."""
        return canonical_bytes(self.as_json())

    @classmethod
    def parse(cls, content: bytes) -> "Trust":
        """Read a trust file, JSON or YAML.

        Raises:
            TrustUnreadable: another schema, an unknown field, a field twice, or a key that is none.
        """
        return cls.from_json(_read(content))

    @classmethod
    def from_json(cls, stored: Json) -> "Trust":
        """Read a trust document.

        Raises:
            TrustUnreadable: another schema, an unknown field, or a key that is none.
        """
        require(_SHAPE, stored, failure=TrustUnreadable, path="The trust file")
        said = as_map(stored)
        try:
            return cls(
                logs=tuple(map(_log_key, as_texts(said["logs"]))),
                release_keys=tuple(map(PublicKey.parse, as_texts(said["release_keys"]))),
                people=tuple(map(_person, map(as_map, as_list(said["people"])))),
            )
        except (KeyUnreadable, NoteInvalid) as mistake:
            raise TrustUnreadable(f"The trust file lists a key that is none: {mistake.fact}") from mistake


def is_fingerprint(text: str) -> bool:
    """Whether ``text`` is a fingerprint and not the name of a file.

    Examples:
        >>> is_fingerprint("SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8"), is_fingerprint("trust.yaml")
        (True, False)
    """
    return _FINGERPRINT.match(text) is not None


def _person(stored: Mapping[str, Json]) -> TrustedPerson:
    key = PublicKey.parse(str(stored["key"]))
    return TrustedPerson(person=str(stored["person"]), key=key, roles=as_texts(stored["roles"]))


def _log_key(stored: str) -> VerifierKey:
    key = VerifierKey.parse(stored)
    PublicKey(raw=key.public)
    return key


def _read(content: bytes) -> Json:
    try:
        written = content.decode()
        if written.lstrip().startswith("{"):
            value: Json = json.loads(written, object_pairs_hook=_once)
        else:
            value = yaml.load(written, Loader=_Loader)  # noqa: S506 - a safe loader that refuses a key twice
    except (ValueError, RecursionError, yaml.YAMLError) as mistake:
        reason = " ".join(str(mistake).split())[:200]
        raise TrustUnreadable(f"The trust file is neither JSON nor YAML: {reason}.") from mistake
    return value


def _once(pairs: Sequence[tuple[str, Json]]) -> Json:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a field stands twice")
    return dict(pairs)


class _Loader(yaml.SafeLoader):
    """YAML without surprises: no field twice, no reference from one part to another."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Read one node."""
        if self.check_event(yaml.AliasEvent):
            raise ValueError("it refers from one part to another")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002
        """Read one map."""
        made = super().construct_mapping(node, deep=deep)
        if len(made) < len(node.value):
            raise ValueError("a field stands twice")
        return made
