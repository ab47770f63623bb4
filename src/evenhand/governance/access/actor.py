"""Who acts: an account with roles and keys, and the person behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from evenhand.errors.people import StatementUnreadable
from evenhand.governance.access.claim import as_map, as_texts
from evenhand.governance.access.shape import Shape, choice, listing, record, require, text
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.canonical import Json

KINDS = ("person", "second-account", "delegate", "service")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human being; what separation of duties compares.

    Attributes:
        name: how accounts name the person.
        display: how others write the name.
    """

    name: str
    display: str

    def __post_init__(self) -> None:
        if not _names(self.name) or not self.display.strip():
            raise StatementUnreadable(f"{self.name!r} is no name of a person.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A name that signs, and the person who answers for it.

    Attributes:
        name: of the account.
        person: who stands behind it, also for a second account, a delegate or a service.
        kind: one of ``KINDS``; says what the account is for, and changes nothing in who answers for it.
    """

    name: str
    person: str
    kind: str = "person"

    def __post_init__(self) -> None:
        if not _names(self.name) or not _names(self.person):
            raise StatementUnreadable(f"{self.name!r} of {self.person!r} is no account.")
        if self.kind not in KINDS:
            raise StatementUnreadable(f"{self.kind!r} is no kind of account, only {', '.join(KINDS)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An enrolled account: what it may do and which keys speak for it.

    Attributes:
        account: the account.
        display: a readable name.
        roles: ids of the catalogue.
        keys: public keys that it signs with, at least one.

    Examples:
        >>> key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
        >>> night = Actor.from_json({"name": "night-job", "person": "maria", "kind": "service", "display": "Night job",
        ...                          "roles": [], "keys": [key]})
        >>> night.account.person
        'maria'
    """

    shape: ClassVar[Mapping[str, Shape]] = {
        "name": text, "person": text, "kind": choice(*KINDS), "display": text, "roles": listing(text),
        "keys": listing(text, at_least=1),
    }  # fmt: skip

    account: Account
    display: str
    roles: Sequence[str]
    keys: Sequence[PublicKey]

    def __post_init__(self) -> None:
        if not self.keys or len(set(self.keys)) < len(self.keys):
            raise StatementUnreadable(f"{self.account.name} has no key, or one key twice.")
        if not self.display.strip():
            raise StatementUnreadable(f"{self.account.name} has no readable name.")

    @property
    def person(self) -> Person:
        """Who stands behind the account; the readable name is the account's when it is a person's own."""
        return Person(name=self.account.person, display=self.display)

    def as_json(self) -> dict[str, Json]:
        """The actor as entries propose and record him."""
        return {
            "name": self.account.name, "person": self.account.person, "kind": self.account.kind,
            "display": self.display, "roles": sorted(self.roles), "keys": [key.text for key in self.keys],
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Json) -> "Actor":
        """Read a proposed or recorded actor.

        Raises:
            StatementUnreadable: a field is missing, too many or of another form.
            KeyUnreadable: a key is none.
        """
        require(record(cls.shape), stored, failure=StatementUnreadable, path="The actor")
        said = as_map(stored)
        account = Account(name=str(said["name"]), person=str(said["person"]), kind=str(said["kind"]))
        keys = tuple(map(PublicKey.parse, as_texts(said["keys"])))
        return cls(account=account, display=str(said["display"]), roles=as_texts(said["roles"]), keys=keys)


def _names(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()
