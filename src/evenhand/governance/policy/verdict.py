"""What judging says: of a check, of a gate, and the reasons for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from evenhand.governance.policy.figure import sentence
from evenhand.governance.policy.transcript import writable
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest

Verdict = Literal["fail", "missing", "stale", "insufficient", "waived", "pass"]

Roles: TypeAlias = tuple[str, ...]

WORST_FIRST: tuple[Verdict, ...] = ("fail", "missing", "stale", "insufficient", "waived", "pass")
SCHEMA = "evenhand/verdict/v1"

_RANK: Mapping[Verdict, int] = {verdict: rank for rank, verdict in enumerate(WORST_FIRST)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that rules over the others; of none at all it is ``missing``.

    Examples:
        >>> worst(["pass", "insufficient", "missing"]), worst([])
        ('missing', 'missing')
    """
    return min(verdicts, key=_RANK.__getitem__, default="missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One fact behind a verdict, as data and as a plain sentence.

    Attributes:
        verdict: what this fact argues for.
        text: one sentence, safe to print on a terminal.
        name, group: the metric and the group that it is about.
        value, lower, upper, confidence, n: of the measurement.
        bound, limit: ``at_least`` or ``at_most``, and the number.
        rows_to_settle: rows that the estimate would have to stand on; ``None`` when none are needed or none would do.
        evidence: digest of what it rests on: a document, or the submission that was decided on.
        who_can_mend: roles.
    """

    verdict: Verdict
    text: str
    name: str | None = None
    group: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    n: int | None = None
    bound: Literal["at_least", "at_most"] | None = None
    limit: float | None = None
    rows_to_settle: int | None = None
    evidence: str | None = None
    who_can_mend: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The documented shape; what does not apply is left out."""
        facts: dict[str, Json] = {
            "name": self.name, "group": writable(self.group), "value": self.value, "lower": self.lower,
            "upper": self.upper, "confidence": self.confidence, "n": self.n, "bound": self.bound, "limit": self.limit,
            "rows_to_settle": self.rows_to_settle, "evidence": writable(self.evidence),
            "who_can_mend": list(self.who_can_mend),
        }  # fmt: skip
        stated = {key: fact for key, fact in facts.items() if fact not in (None, {}, [])}
        return {"verdict": self.verdict, "text": self.text, **stated}


def worst_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that weigh most, first; otherwise in their order."""
    return tuple(sorted(reasons, key=lambda reason: _RANK[reason.verdict]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one rule says about the facts, before any waiver."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def because(
    verdict: Verdict, text: str, *, n: int | None = None, evidence: str | None = None, submission: str | None = None,
    who_can_mend: Roles = (),
) -> Judgement:  # fmt: skip
    """A judgement with one reason, whose sentence ends with what it rests on and who can mend it."""
    whole = sentence(text, evidence=evidence, submission=submission, who_can_mend=who_can_mend)
    reason = Reason(verdict=verdict, text=whole, n=n, evidence=evidence or submission, who_can_mend=who_can_mend)
    return Judgement(verdict=verdict, reasons=(reason,))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckVerdict:
    """The verdict of one check.

    Attributes:
        judged: the verdict before a waiver; equal to ``verdict`` where none applies.
        waivable_by: the roles of which one must be among those who waive it; empty when nobody can.
    """

    id: str
    predicate: str
    verdict: Verdict
    judged: Verdict
    reasons: tuple[Reason, ...]
    waivable_by: Roles = ()

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "id": self.id, "predicate": self.predicate, "verdict": self.verdict, "judged": self.judged,
            "waivable_by": list(self.waivable_by), "reasons": [reason.as_json() for reason in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GateVerdict:
    """The verdict of a gate, and all that it rests on.

    Attributes:
        policy: name and number, for example ``credit-high-risk@3``.
        policy_digest, facts_digest: of what went in; the same digests always give the same verdict.
        checks: in the policy's order, the implicit ones first; empty when the policy holds no such gate.
    """

    gate: str
    verdict: Verdict
    checks: Sequence[CheckVerdict]
    policy: str
    policy_digest: Digest
    facts_digest: Digest

    @property
    def opens(self) -> bool:
        """Whether the gate lets its subject through."""
        return self.verdict in {"pass", "waived"}

    @property
    def exit_code(self) -> int:
        """Of the command line: 0 opens, 1 refused, 3 undecided."""
        if self.opens:
            return 0
        return 1 if self.verdict == "fail" else 3

    def as_json(self) -> dict[str, Json]:
        """The documented shape; canonical whatever the facts held."""
        return {
            "schema": SCHEMA, "gate": writable(self.gate), "verdict": self.verdict, "opens": self.opens,
            "exit_code": self.exit_code, "policy": self.policy, "policy_digest": self.policy_digest,
            "facts_digest": self.facts_digest, "checks": [check.as_json() for check in self.checks],
        }  # fmt: skip
