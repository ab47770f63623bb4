"""A submission as reviewers see it: what it decides, about whom, what is asked of them, what fails or is unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.problem.practice import PracticeColumn
from evenhand.lifecycle.problem.scalar import Scalar, scalar_text
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.account import AttributeAccount, meaning_of
from evenhand.lifecycle.release.diff import Diff
from evenhand.lifecycle.release.estimate import Count, Estimate
from evenhand.lifecycle.release.gap import Gap
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest

SCHEMA = "evenhand/review/v1"
DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One fact behind the verdict of a check.

    Attributes:
        verdict: what it argues for.
        text: the sentence of the policy engine.
        metric, group, value, lower, upper, n, bound, limit: of a fact about one group's metric; else ``None`` or empty.
        rows_to_settle: people that the estimate would have to stand on to leave the limit; ``None`` when none would do.
        who_can_mend: roles.
    """

    verdict: str
    text: str
    metric: str | None = None
    group: Mapping[str, str]
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    bound: str | None = None
    limit: float | None = None
    rows_to_settle: int | None = None
    who_can_mend: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedGroup:
    """One group's interval against the limits of a check, at the confidence that the policy asks for.

    Attributes:
        group: attribute to value; empty for the whole table.
        verdict: ``pass``, ``fail``, ``insufficient``, or ``unjudged`` when it is too small or has no value.
        is_reference: it is what the others are compared with.
        n: people that the estimate stands on.
        value, lower, upper, confidence: the estimate; ``None`` where the group is unjudged.
    """

    group: Mapping[str, str]
    verdict: str
    is_reference: bool
    n: Count
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSplit:
    """What a metric check measured for one attribute or crossing, or for the whole table.

    Attributes:
        metric: its name.
        by: attributes; empty for the whole table.
        reference_group: for comparisons.
        at_least, at_most: the limits.
        min_count: people that an estimate must stand on before its group is judged.
        groups: in the order of their codes.
    """

    metric: str
    by: Sequence[str]
    reference_group: str | None
    at_least: float | None
    at_most: float | None
    min_count: int
    groups: Sequence[JudgedGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUnderReview:
    """One check as it stands now.

    Attributes:
        gate, id, predicate: which.
        verdict: now; ``judged`` is the same without a waiver.
        submitted_as: the verdict that was frozen with the submission; ``None`` where the gate was not judged then.
        grounds: the facts behind it, worst first.
        splits: of a metric check, the numbers against the limits.
    """

    gate: str
    id: str
    predicate: str
    verdict: str
    judged: str
    submitted_as: str | None
    grounds: Sequence[Ground]
    splits: Sequence[JudgedSplit] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateUnderReview:
    """What a gate says as a whole."""

    gate: str
    verdict: str
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionGiven:
    """A signed answer.

    Attributes:
        standing: ``counts``; ``replaced`` by a later answer of the same person in the same role; or ``stale``, when it
            was given on another submission or under rules that are no longer in force.
    """

    person: str
    actor: str
    role: str
    decision: str
    reason: str
    conditions: Sequence[str]
    at: Instant
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNeeded:
    """Answers that are still needed in a role: a number of people, or ``quorum`` for a vote of a body."""

    role: str
    places: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUnderReview:
    """One piece of evidence; ``is_submitted`` says whether the submission names it."""

    kind: str
    digest: Digest
    made_at: Instant
    author: str
    is_submitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All of it; nothing here depends on who reads.

    Attributes:
        about: the version, for example ``credit@3``.
        use_case, purpose, ai_act_class, tier: of the use case in force.
        outcome: the favourable outcome in words, for example ``repaid = yes``.
        rule: how the decision is made, in words.
        practice: what happens today, in words; ``None`` when not stated.
        baselines: the model beside each baseline on the same rows, in words.
        inputs: columns that the model takes, with their roles in the contract; ``None`` when not known.
        meanings: attribute to code to text.
        submission, submitter, submitted_at: what was submitted, by whom, when.
        author: who registered the version.
        mode: ``governed`` or ``demonstration``.
        policy: name and number of the policy in force.
        superseded: what the submission names that is no longer in force: ``policy``, ``use case``.
        environments: where a release covers the version.
        looks: how often the held-out rows of the use case were looked at.
        n_rows, n_usable: people measured, and those of them whom the numbers stand on; ``None`` when not on record.
        figures: numbers of the whole table.
        accounts: how each group fares.
        gates, checks: as they stand now.
        gaps: what nobody knows.
        weak_slices: what was searched, then where the model is weaker than elsewhere beyond chance, in words.
        decisions: answers so far; ``needed``: places that are still empty; ``barred``: people who may not fill one.
        diff: against the version before; ``None`` for the first.
        evidence: all that was filed for the version.
    """

    about: str
    use_case: str
    purpose: str
    ai_act_class: str
    tier: int
    outcome: str
    rule: str
    practice: str | None
    baselines: Sequence[str] = ()
    inputs: Mapping[str, str] | None
    meanings: Mapping[str, Mapping[str, str]]
    submission: Digest
    submitter: str
    submitted_at: Instant
    author: str
    mode: str
    policy: str
    superseded: Sequence[str]
    environments: Sequence[str]
    looks: int
    n_rows: int | None
    n_usable: int | None
    figures: Sequence[Estimate]
    accounts: Sequence[AttributeAccount]
    gates: Sequence[GateUnderReview]
    checks: Sequence[CheckUnderReview]
    gaps: Sequence[Gap]
    weak_slices: Sequence[str]
    decisions: Sequence[DecisionGiven]
    needed: Sequence[PlaceNeeded]
    barred: Sequence[str]
    diff: Diff | None
    evidence: Sequence[EvidenceUnderReview]

    def as_json(self) -> dict[str, Json]:
        """The documented shape: the attributes by their names."""
        return {"schema": SCHEMA, **{each.name: _plain(getattr(self, each.name)) for each in fields(self)}}


def outcome_in_words(use_case: UseCase) -> str:
    """The favourable outcome as a reader can take it.

    Examples:
        >>> outcome_in_words(UseCase(name="loan", purpose="Lend.", ai_act_class="minimal", tier=4, label="paid",
        ...                          favourable=1, meanings={"paid": {"1": "repaid in time"}}))
        'paid = 1 (repaid in time)'
    """
    return _equation(use_case, use_case.label, use_case.favourable)


def rule_in_words(manifest: Manifest, use_case: UseCase) -> str:
    """How a score becomes a decision, or that nobody knows.

    Raises:
        ValueError: the manifest holds no decision rule.
    """
    column, score = manifest.outputs.get("prediction"), manifest.outputs.get("score")
    if manifest.loader == PREDICTIONS and column is not None:
        return f"The favourable decision stands in the column {column}; how it was reached is not known."
    rule = DecisionRule.from_json(manifest.decision_rule)
    source = f"in the column {score}" if manifest.loader == PREDICTIONS else "that the model gives"
    outcome = _equation(use_case, use_case.label, rule.favourable)
    return (
        f"The favourable decision goes to everybody whose score is {scalar_text(rule.cut_off)} or more, and to nobody "
        f"else. The score is the probability of {outcome} {source}."
    )


def practice_in_words(use_case: UseCase) -> str | None:
    """What happens today without the model; ``None`` when it is not stated."""
    practice = use_case.current_practice
    if practice is None:
        return None
    if isinstance(practice, PracticeColumn):
        return f"as recorded: favourable where {_equation(use_case, practice.column, practice.favourable)}"
    return f"by rule: favourable where {practice.column} {practice.operator} {scalar_text(practice.value)}"


def _equation(use_case: UseCase, column: str, value: Scalar) -> str:
    meaning = meaning_of(use_case, column, scalar_text(value))
    return f"{column} = {scalar_text(value)}{f' ({meaning})' if meaning else ''}"


def _plain(part: object) -> Json:
    if is_dataclass(part):
        return {each.name: _plain(getattr(part, each.name)) for each in fields(part)}
    if isinstance(part, Mapping):
        return {str(key): _plain(value) for key, value in part.items()}
    if part is None or isinstance(part, bool | int | float | str):
        return part
    if isinstance(part, Sequence):
        return [_plain(value) for value in part]
    raise TypeError(f"a review holds no {type(part).__name__}")
