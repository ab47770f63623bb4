"""What reviewers sign: approvals of a submission, and waivers of one check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from evenhand.errors.people import StatementUnreadable
from evenhand.governance.access.claim import MODES, Claim, Statement, as_texts, subject
from evenhand.governance.access.shape import Shape, choice, digest, instant, listing, text
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant, moment

DECISIONS = ("approve", "approve-with-conditions", "send-back", "reject")
YES = frozenset({"approve", "approve-with-conditions"})
MANIFEST = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Claim):
    """An actor's yes, yes with conditions, send back or no to one submission.

    Attributes:
        about: the version, for example ``credit@3``.
        submission: digest of what was reviewed.
        policy: digest of the policy it was reviewed under.
        role: in which the actor speaks.
        decision: one of ``DECISIONS``.
        reason: never blank.
        conditions: at least one with ``approve-with-conditions``, none with ``approve``.
        actor, at, mode, log: who, when, in which mode, for which ledger.
    """

    kind: ClassVar[str] = "approval"
    fields: ClassVar[Mapping[str, Shape]] = {
        "about": text, "policy": digest, "role": text, "decision": choice(*DECISIONS), "reason": text,
        "conditions": listing(text), "actor": text, "at": instant, "mode": choice(*MODES), "log": text,
    }  # fmt: skip

    about: str
    submission: Digest
    policy: Digest
    role: str
    decision: str
    reason: str
    conditions: Sequence[str]
    actor: str
    at: Instant
    mode: str
    log: str

    @property
    def statement(self) -> Statement:
        """The statement about the submission."""
        predicate: dict[str, Json] = {
            "about": self.about, "policy": self.policy, "role": self.role, "decision": self.decision,
            "reason": self.reason, "conditions": list(self.conditions), "actor": self.actor, "at": self.at,
            "mode": self.mode, "log": self.log,
        }  # fmt: skip
        return Statement(kind=self.kind, subjects={"submission": self.submission}, predicate=predicate)

    def require_form(self) -> None:
        """Refuse an odd field, or conditions that the decision does not speak of.

        Raises:
            StatementUnreadable: with the path of the mistake.
        """
        Claim.require_form(self)
        if self.decision == "approve-with-conditions" and not self.conditions:
            raise StatementUnreadable("The approval with conditions states none.")
        if self.decision == "approve" and self.conditions:
            raise StatementUnreadable("The approval states conditions: its decision is approve-with-conditions.")

    @classmethod
    def of(cls, statement: Statement) -> "Approval":
        """Read an approval."""
        said = statement.predicate
        return cls(
            about=str(said["about"]), submission=subject(statement, "submission"), policy=str(said["policy"]),
            role=str(said["role"]), decision=str(said["decision"]), reason=str(said["reason"]),
            conditions=as_texts(said["conditions"]), actor=str(said["actor"]), at=str(said["at"]),
            mode=str(said["mode"]), log=str(said["log"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Claim):
    """One check suspended for one version until a day; two persons sign it.

    Attributes:
        about: the version, for example ``credit@3``.
        manifest: digest of its manifest.
        gate, check: which check of which gate.
        reason, compensating_control: never blank.
        until: first instant at which it no longer holds; after ``at``.
        actor, role: who asked for it, in which role.
        at, mode, log: when, in which mode, for which ledger.
    """

    kind: ClassVar[str] = "waiver"
    fields: ClassVar[Mapping[str, Shape]] = {
        "about": text, "gate": text, "check": text, "reason": text, "compensating_control": text, "until": instant,
        "actor": text, "role": text, "at": instant, "mode": choice(*MODES), "log": text,
    }  # fmt: skip

    about: str
    manifest: Digest
    gate: str
    check: str
    reason: str
    compensating_control: str
    until: Instant
    actor: str
    role: str
    at: Instant
    mode: str
    log: str

    @property
    def statement(self) -> Statement:
        """The statement about the manifest."""
        predicate: dict[str, Json] = {
            "about": self.about, "gate": self.gate, "check": self.check, "reason": self.reason,
            "compensating_control": self.compensating_control, "until": self.until, "actor": self.actor,
            "role": self.role, "at": self.at, "mode": self.mode, "log": self.log,
        }  # fmt: skip
        return Statement(kind=self.kind, subjects={MANIFEST: self.manifest}, predicate=predicate)

    def require_form(self) -> None:
        """Refuse an odd field, or an end before the beginning.

        Raises:
            StatementUnreadable: with the path of the mistake.
        """
        Claim.require_form(self)
        if moment(self.until) <= moment(self.at):
            raise StatementUnreadable("The waiver ends before it begins.")

    @classmethod
    def of(cls, statement: Statement) -> "Waiver":
        """Read a waiver."""
        said = statement.predicate
        return cls(
            about=str(said["about"]), manifest=subject(statement, MANIFEST), gate=str(said["gate"]),
            check=str(said["check"]), reason=str(said["reason"]),
            compensating_control=str(said["compensating_control"]), until=str(said["until"]),
            actor=str(said["actor"]), role=str(said["role"]), at=str(said["at"]), mode=str(said["mode"]),
            log=str(said["log"]),
        )  # fmt: skip
