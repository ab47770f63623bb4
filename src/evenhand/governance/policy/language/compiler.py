"""From a document that is well formed to rules that can be judged."""

from collections.abc import Iterator, Mapping

from evenhand.governance.controls.catalogue import EvidenceKind, evidence_kinds
from evenhand.governance.policy.check.standing import STANDING
from evenhand.governance.policy.language.form import CheckDocument, MetricDocument, PolicyDocument, ShadowDocument
from evenhand.governance.policy.language.mistake import unreadable
from evenhand.governance.policy.language.strict_yaml import Path
from evenhand.governance.policy.level import Level
from evenhand.governance.policy.rule import (
    NEVER_WAIVED,
    ApprovalsRule,
    Check,
    EvidenceRule,
    InputsRule,
    LooksRule,
    MetricRule,
    NoOpenRule,
    ReproducedRule,
    Rule,
    SeparationRule,
    ShadowRule,
)

_ANYONE = ("developer", "model-owner")
_MENDERS: Mapping[str, tuple[str, ...]] = {
    "problem definition": ("business-sponsor", "model-owner"), "tiering": ("model-risk", "model-owner"),
    "data": ("data-steward", "developer"), "training": ("developer",), "evaluation": ("developer",),
    "registry": ("developer", "model-owner"), "deployment": ("operations",), "monitoring": ("operations",),
    "governance": ("compliance", "model-owner"), "risk": ("model-risk", "model-owner"),
    "retirement": ("model-owner", "operations"),
}  # fmt: skip


def compiled(document: PolicyDocument) -> dict[str, tuple[Check, ...]]:
    """The gates of a document.

    Raises:
        PolicyUnreadable: two checks of a gate share an id, or approvals stand without separation.
    """
    mistakes = [mistake for gate in document.gates for mistake in _mistakes(document, gate)]
    if mistakes:
        raise unreadable(mistakes)
    return {gate: tuple(_checks(document, gate)) for gate in document.gates}


def _mistakes(document: PolicyDocument, gate: str) -> Iterator[tuple[Path, str]]:
    checks = document.gates[gate]  # type: ignore[index]
    seen: dict[str, int] = dict.fromkeys(STANDING, -1)
    for index, check in enumerate(checks):
        name = check_id(check)
        if name in seen:
            where = f"check [{seen[name]}]" if seen[name] >= 0 else "a check that stands in every gate"
            yield ("gates", gate, index), f"its id {name!r} is that of {where}; give one an id"
        seen.setdefault(name, index)
        if name in NEVER_WAIVED and name != check.predicate:
            yield ("gates", gate, index), f"the id {name!r} is kept for a check that is never waived; give it another"
    predicates = [check.predicate for check in checks]
    if "approvals" in predicates and "separation" not in predicates and not document.demonstration:
        yield ("gates", gate, predicates.index("approvals")), "approvals without separation; add a separation check"
    if predicates.count("looks") > 1:
        yield ("gates", gate), "two budgets of looks; keep one looks check"


def check_id(check: CheckDocument) -> str:
    """The id that was given, or the one that a check has by default."""
    if check.id is not None:
        return check.id
    if check.metric is None:
        return check.predicate
    items = check.metric.by
    by = "protected" if items is None else ",".join("*".join(item) for item in items)
    return f"{check.metric.name} by {by}" if by else check.metric.name


def _checks(document: PolicyDocument, gate: str) -> Iterator[Check]:
    checks = document.gates[gate]  # type: ignore[index]
    budget = next((check.looks.at_holdout for check in checks if check.looks is not None), None)
    for check in checks:
        if check.metric is not None:
            rule: Rule = _metric(check_id(check), check.metric, document, budget)
        else:
            rule = _other(check, document, [role for one in checks for role in one.approvals or ()])
        yield Check(id=check_id(check), predicate=check.predicate, rule=rule)


def _metric(name: str, check: MetricDocument, document: PolicyDocument, budget: int | None) -> MetricRule:
    level = Level(
        confidence=document.confidence, burden=check.burden, is_family=document.family == "bonferroni",
        looks_budget=budget,
    )  # fmt: skip
    return MetricRule(
        check=name, name=check.name, items=((),) if check.by == () else check.by, reference_group=check.reference_group,
        at_least=check.at_least, at_most=check.at_most, min_count=check.min_count,
        unjudged_at_most=check.unjudged_at_most, budget=check.budget, level=level,
    )  # fmt: skip


def _other(check: CheckDocument, document: PolicyDocument, approving: list[str]) -> Rule:
    if check.inputs is not None:
        return InputsRule(forbidden=frozenset(check.inputs.forbid_column_roles))
    if check.evidence is not None:
        of_kinds = {kind: _menders(evidence_kinds()[kind]) for kind in check.evidence.kinds}
        return EvidenceRule(kinds=tuple(check.evidence.kinds), max_age=check.evidence.max_age, menders=of_kinds)
    if check.no_open is not None:
        findings = None if check.no_open.findings is None else frozenset(check.no_open.findings)
        return NoOpenRule(findings=findings, risks_above=check.no_open.risks_above)
    if check.looks is not None:
        return LooksRule(at_holdout=check.looks.at_holdout)
    if check.reproduced is not None:
        return ReproducedRule(within=check.reproduced.within)
    return _of_people(check, document, approving)


def _of_people(check: CheckDocument, document: PolicyDocument, approving: list[str]) -> Rule:
    if check.approvals is not None:
        return ApprovalsRule(places=check.approvals, is_shared=document.demonstration)
    if check.separation is not None:
        menders = tuple(dict.fromkeys(approving)) or _ANYONE
        return SeparationRule(none_of=tuple(check.separation.none_of), menders=menders)
    return _shadow(check.shadow)


def _shadow(check: ShadowDocument | None) -> ShadowRule:
    if check is None:  # the form lets no other predicate through
        raise TypeError("a check without a predicate")
    return ShadowRule(
        min_count=check.min_count, is_per_group=check.per_group,
        takes_current_practice=check.if_no_champion is not None,
    )  # fmt: skip


def _menders(kind: EvidenceKind) -> tuple[str, ...]:
    if kind.id == "independent-validation-report":
        return ("independent-validation",)
    return _MENDERS.get(kind.produced_in, _ANYONE)
