"""How a workspace begins, and how proposals for it take effect: founding and confirmation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from evenhand.errors.people import StatementUnreadable
from evenhand.governance.access.claim import MODES, Claim, Statement, as_list, as_map, as_texts, subject
from evenhand.governance.access.shape import Shape, choice, instant, listing, record, text
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of
from evenhand.kernel.instant import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """One account that a workspace begins with.

    Attributes:
        name: of the account.
        person: who stands behind it.
        display: the person's name as others write it.
        public_key: ``ssh-ed25519 AAAA...``.
        roles: ids of the catalogue.
    """

    name: str
    person: str
    display: str
    public_key: str
    roles: Sequence[str]

    def as_json(self) -> dict[str, Json]:
        """The founder as the statement lists him."""
        return {
            "name": self.name, "person": self.person, "display": self.display, "public_key": self.public_key,
            "roles": list(self.roles),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding(Claim):
    """Who begins a workspace; every person listed signs it.

    Attributes:
        log: id of the ledger.
        mode: ``governed`` or ``demonstration``.
        people: at least one; no name and no key twice.
        at: when it was written.
    """

    kind: ClassVar[str] = "founding"
    fields: ClassVar[Mapping[str, Shape]] = {
        "log": text, "mode": choice(*MODES), "at": instant,
        "people": listing(record({
            "name": text, "person": text, "display": text, "public_key": text, "roles": listing(text),
        }), at_least=1),
    }  # fmt: skip

    log: str
    mode: str
    people: Sequence[Founder]
    at: Instant

    @property
    def statement(self) -> Statement:
        """The statement about the log."""
        people: list[Json] = [founder.as_json() for founder in self.people]
        predicate: dict[str, Json] = {"log": self.log, "mode": self.mode, "people": people, "at": self.at}
        return Statement(kind=self.kind, subjects={"log": digest_of(self.log.encode())}, predicate=predicate)

    def require_form(self) -> None:
        """Refuse an odd field, one name or one key for two accounts.

        Raises:
            StatementUnreadable: with the path of the mistake.
            KeyUnreadable: a public key is none.
        """
        Claim.require_form(self)
        keys = {PublicKey.parse(founder.public_key) for founder in self.people}
        if len(keys) < len(self.people) or len({founder.name for founder in self.people}) < len(self.people):
            raise StatementUnreadable("The founding lists one name or one key twice.")

    @classmethod
    def of(cls, statement: Statement) -> "Founding":
        """Read a founding."""
        said = statement.predicate
        people = tuple(
            Founder(
                name=str(each["name"]), person=str(each["person"]), display=str(each["display"]),
                public_key=str(each["public_key"]), roles=as_texts(each["roles"]),
            )
            for each in map(as_map, as_list(said["people"]))
        )  # fmt: skip
        return cls(log=str(said["log"]), mode=str(said["mode"]), people=people, at=str(said["at"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Claim):
    """A second person puts a proposal into effect.

    Attributes:
        proposal: digest of what was proposed.
        about: subject of the proposal, for example ``policy:credit``.
        actor: who confirms.
        log: id of the ledger, so that a yes in one workspace is none in another.
        at: when.
    """

    kind: ClassVar[str] = "confirmation"
    fields: ClassVar[Mapping[str, Shape]] = {"about": text, "actor": text, "log": text, "at": instant}

    proposal: Digest
    about: str
    actor: str
    log: str
    at: Instant

    @property
    def statement(self) -> Statement:
        """The statement about the proposal."""
        predicate: dict[str, Json] = {"about": self.about, "actor": self.actor, "log": self.log, "at": self.at}
        return Statement(kind=self.kind, subjects={"proposal": self.proposal}, predicate=predicate)

    @classmethod
    def of(cls, statement: Statement) -> "Confirmation":
        """Read a confirmation."""
        said = {name: str(value) for name, value in statement.predicate.items()}
        return cls(proposal=subject(statement, "proposal"), **said)
