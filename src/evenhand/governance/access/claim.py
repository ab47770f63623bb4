"""The form of all that people and services sign: an in-toto statement about named digests.

Source:
    in-toto Attestation Framework, Statement v1. The payload is canonical JSON, so one statement is one text.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from evenhand.errors.people import StatementUnreadable
from evenhand.governance.access.shape import Misfit, Shape, canonical, choice, listing, mapping, record, require, text
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.kernel.digest import Digest, is_digest

TYPE = "https://in-toto.io/Statement/v1"
KINDS = "https://evenhand.dev/"
MODES = ("governed", "demonstration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim about things that are named by digest.

    Attributes:
        kind: ``approval``, ``release`` and so on; the predicate type is ``https://evenhand.dev/KIND/v1``.
        subjects: name to digest, in order, at least one.
        predicate: what is said about them.
    """

    kind: str
    subjects: Mapping[str, Digest]
    predicate: Mapping[str, Json]

    @property
    def content(self) -> bytes:
        """The bytes that are signed."""
        return canonical_bytes(
            {
                "_type": TYPE,
                "subject": [
                    {"name": name, "digest": {"sha256": digest.removeprefix("sha256:")}}
                    for name, digest in self.subjects.items()
                ],
                "predicateType": predicate_type(self.kind),
                "predicate": self.predicate,
            }
        )

    @classmethod
    def parse(cls, content: bytes, *, kind: str) -> "Statement":
        """Read a statement of ``kind``.

        Raises:
            StatementUnreadable: it is of another kind or another form.
        """
        value = canonical(content, failure=StatementUnreadable, path="The statement")
        shape = record(
            {
                "_type": choice(TYPE),
                "subject": listing(record({"name": text, "digest": record({"sha256": _hexadecimal})}), at_least=1),
                "predicateType": choice(predicate_type(kind)),
                "predicate": mapping,
            }
        )
        require(shape, value, failure=StatementUnreadable, path="The statement")
        parts = as_map(value)
        subjects = {str(each["name"]): _digest_of(each) for each in map(as_map, as_list(parts["subject"]))}
        if len(subjects) != len(as_list(parts["subject"])):
            raise StatementUnreadable("The statement names one subject twice.")
        return cls(kind=kind, subjects=subjects, predicate=as_map(parts["predicate"]))


class Claim(ABC):
    """What all kinds have in common: each is written to a statement and read from one, and is checked both times."""

    __slots__ = ()
    kind: ClassVar[str]
    fields: ClassVar[Mapping[str, Shape]]
    optional: ClassVar[Mapping[str, Shape]] = {}

    def __post_init__(self) -> None:
        self.require_form()

    @property
    @abstractmethod
    def statement(self) -> Statement:
        """The statement that says this."""

    @property
    def content(self) -> bytes:
        """The bytes that are signed."""
        return self.statement.content

    def require_form(self) -> None:
        """Refuse what its kind does not allow.

        Raises:
            StatementUnreadable: with the path of the mistake.
        """
        statement = self.statement
        path = f"The {self.kind}"
        for name, digest in statement.subjects.items():
            if not is_digest(digest):
                raise StatementUnreadable(f"{path} names no digest for {name}.")
        require(record(self.fields, self.optional), statement.predicate, failure=StatementUnreadable, path=path)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read the payload of an envelope.

        Raises:
            StatementUnreadable: it is of another kind, lacks a field or has one too many.
        """
        statement = Statement.parse(content, kind=cls.kind)
        shape = record(cls.fields, cls.optional)
        require(shape, statement.predicate, failure=StatementUnreadable, path=f"The {cls.kind}")
        claim = cls.of(statement)
        if claim.content != content:
            raise StatementUnreadable(f"The {cls.kind} is not about what a {cls.kind} is about.")
        return claim

    @classmethod
    @abstractmethod
    def of(cls, statement: Statement) -> Self:
        """Read a statement whose predicate has the shape."""


def predicate_type(kind: str) -> str:
    """The URI of a kind.

    Examples:
        >>> predicate_type("approval")
        'https://evenhand.dev/approval/v1'
    """
    return f"{KINDS}{kind}/v1"


def subject(statement: Statement, name: str) -> Digest:
    """The digest that the statement gives for ``name``.

    Raises:
        StatementUnreadable: it names no such subject.
    """
    if name not in statement.subjects:
        raise StatementUnreadable(f"The {statement.kind} names no {name}.")
    return statement.subjects[name]


def as_map(value: Json) -> Mapping[str, Json]:
    """``value``, whose shape was checked, as the map that it is."""
    if not isinstance(value, Mapping):
        raise StatementUnreadable("A statement holds something else where a map belongs.")
    return value


def as_list(value: Json) -> Sequence[Json]:
    """``value``, whose shape was checked, as the list that it is."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise StatementUnreadable("A statement holds something else where a list belongs.")
    return value


def as_texts(value: Json) -> tuple[str, ...]:
    """``value``, whose shape was checked, as the texts that it lists."""
    return tuple(str(part) for part in as_list(value))


def _digest_of(stored: Mapping[str, Json]) -> Digest:
    return f"sha256:{as_map(stored['digest'])['sha256']}"


def _hexadecimal(value: Json, path: str) -> None:
    if not is_digest(f"sha256:{value}"):
        raise Misfit(f"{path} is no SHA-256")
