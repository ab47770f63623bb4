"""The signature under every entry: who put which document into which ledger, as what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from evenhand.governance.access.claim import Claim, Statement, subject
from evenhand.governance.access.shape import Shape, instant, text
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Claim):
    """One document, put into the ledger by one actor.

    Attributes:
        action: the entry's action, for example ``version.registered``.
        about: the entry's subject, for example ``version:credit@3``.
        document: digest of the document.
        actor: who acts.
        log: id of the ledger, so that no entry moves to another.
        at: when it was signed, by the signer's clock.
    """

    kind: ClassVar[str] = "act"
    fields: ClassVar[Mapping[str, Shape]] = {
        "action": text, "about": text, "actor": text, "log": text, "at": instant,
    }  # fmt: skip

    action: str
    about: str
    document: Digest
    actor: str
    log: str
    at: Instant

    @property
    def statement(self) -> Statement:
        """The statement that says this."""
        return Statement(
            kind=self.kind, subjects={"document": self.document},
            predicate={"action": self.action, "about": self.about, "actor": self.actor, "log": self.log, "at": self.at},
        )  # fmt: skip

    @classmethod
    def of(cls, statement: Statement) -> "Act":
        """Read a statement whose predicate has the shape."""
        said = {name: str(value) for name, value in statement.predicate.items()}
        return cls(document=subject(statement, "document"), **said)
