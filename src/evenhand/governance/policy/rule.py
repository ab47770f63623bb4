"""A policy once it is read: plain values that cannot be wrong any more, ready to be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from evenhand.governance.policy.level import Level
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest

Split: TypeAlias = tuple[str, ...]
"""What a metric is split by at once: one attribute, a crossing of several, or nothing for the whole table."""

ReferenceGroup = Literal["overall", "largest", "best"]
ForbiddenRole = Literal["protected", "label", "key", "time", "weight", "context"]
ColumnRole = Literal["feature", ForbiddenRole]
Severity = Literal["critical", "high", "medium", "low"]
Person = Literal["author", "submitter"]

QUORUM = "quorum"
NEVER_WAIVED = frozenset({"approvals", "separation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class InputsRule:
    """Columns of these roles may not enter the model."""

    forbidden: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRule:
    """Every group's interval must lie on the right side of the bounds.

    Attributes:
        check: id of the check, under which its facts lie.
        items: what to split by, each item by itself; ``None`` for every protected column by itself.
        at_least, at_most: the bounds; at least one is stated.
        min_count: rows that an estimate must stand on before a group is judged.
        unjudged_at_most: share of the rows, in ``[0, 1]``, that may lie in groups that are not judged.
        budget: moves that a search may make; only for ``flips_within_moves``.
    """

    check: str
    name: str
    items: tuple[Split, ...] | None
    reference_group: ReferenceGroup | None
    at_least: float | None
    at_most: float | None
    min_count: int
    unjudged_at_most: float
    budget: int | None
    level: Level

    @property
    def reference_value(self) -> float | None:
        """What the reference group's own comparison with itself is; ``None`` where no group is the reference."""
        if self.reference_group in {None, "overall"}:
            return None
        return 1.0 if self.name.endswith("_ratio") else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRule:
    """Each kind has a record about this manifest, not older than ``max_age``."""

    kinds: tuple[str, ...]
    max_age: timedelta | None
    menders: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsRule:
    """So many different persons in each role; ``quorum`` stands for a vote of a body."""

    places: Mapping[str, int | Literal["quorum"]]
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationRule:
    """Nobody who approves is one of these."""

    none_of: tuple[Person, ...]
    menders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOpenRule:
    """No finding of these severities is open, no risk above the appetite."""

    findings: frozenset[str] | None
    risks_above: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksRule:
    """The holdout was looked at no more often than this."""

    at_holdout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReproducedRule:
    """Made again, the version answers alike to ``within``, a number from 0."""

    within: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRule:
    """The version answered ``min_count`` rows beside whatever decides today.

    Attributes:
        is_per_group: whether each protected group must have been seen.
        takes_current_practice: whether a comparison with current practice is as good as one with a champion.
    """

    min_count: int
    is_per_group: bool
    takes_current_practice: bool


Rule: TypeAlias = (
    InputsRule | MetricRule | EvidenceRule | ApprovalsRule | SeparationRule | NoOpenRule | LooksRule | ReproducedRule
    | ShadowRule
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule of a gate under its id."""

    id: str
    predicate: str
    rule: Rule

    @property
    def is_waivable(self) -> bool:
        """Whether a waiver can ever stand in for it."""
        return self.predicate not in NEVER_WAIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRule:
    """Who may waive a check, and for how long."""

    roles: frozenset[str]
    at_most_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A named, numbered set of gates.

    Attributes:
        classes, tiers: of the use cases that it is for; ``None`` for all.
        gates: name to checks, in the order in which they were written.
        text: the file, word for word; ``load_policy(policy.text)`` gives an equal policy.
        content: what the file says, as plain values.
        digest: of ``as_json()``; independent of spelling, spacing and comments.
    """

    name: str
    version: int
    classes: frozenset[str] | None
    tiers: frozenset[int] | None
    is_demonstration: bool
    confidence: float
    waivers: WaiverRule | None
    gates: Mapping[str, Sequence[Check]]
    text: str
    content: Mapping[str, Json]
    digest: Digest

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    def as_json(self) -> dict[str, Json]:
        """What the digest stands for: the language's version and the content as written, without defaults."""
        return {"schema": SCHEMA, **self.content}


SCHEMA = "evenhand/policy/v1"
