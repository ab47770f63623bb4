"""The predicate ``metric``: every group's interval on the right side of the bounds."""

from collections.abc import Sequence

from evenhand.governance.policy.check.split import judge_split
from evenhand.governance.policy.facts import Facts, mapping, sequence, whole
from evenhand.governance.policy.figure import level, opening, safe, sentence, spoken
from evenhand.governance.policy.metric_fact import MetricFact, metric_fact
from evenhand.governance.policy.rule import MetricRule, Split
from evenhand.governance.policy.verdict import Judgement, Reason, worst, worst_first

_MEASURERS = ("developer",)

Measured = list[tuple[Split, MetricFact]]


def judge_metric(rule: MetricRule, facts: Facts) -> Judgement:
    """Judge every item that ``rule`` names; what is not measured as the policy asks is missing."""
    items = _items(rule, facts)
    if items is None:
        return _missing(rule, "No protected column is named, so nothing could be measured by group.")
    facts_read, flaws = _read(rule, facts)
    measured, gaps = _measured(rule, items, facts_read)
    if flaws or gaps:
        told = [_missing(rule, text).reasons[0] for text in flaws or gaps]
        return Judgement(verdict="missing", reasons=tuple(told))
    looks = whole(facts.get("looks"))
    if rule.level.needs_looks and (looks is None or looks < 0):
        return _missing(rule, "How often the holdout was looked at is not known, so no level can be required.")
    n_groups = sum(group.n >= rule.min_count for _, fact in measured for group in fact.groups)
    required = rule.level.required(looks=looks or 0, n_groups=n_groups)
    weakest = min((group.confidence for _, fact in measured for group in fact.groups), default=1.0)
    if weakest < required - 1e-9:
        wanted, given = level(required), level(weakest)
        return _missing(rule, f"{opening(rule.name)} was measured at confidence {given}; {wanted} is required.")
    judged = [judge_split(rule, item, fact) for item, fact in measured]
    verdict = worst(judgement.verdict for judgement in judged)
    reasons = worst_first(reason for judgement in judged for reason in judgement.reasons)
    return Judgement(verdict=verdict, reasons=reasons)


def _items(rule: MetricRule, facts: Facts) -> Sequence[Split] | None:
    if rule.items is not None:
        return rule.items
    protected = facts.names("protected")
    return None if protected is None else [(name,) for name in protected]


def _read(rule: MetricRule, facts: Facts) -> tuple[list[MetricFact], list[str]]:
    """What was measured for this check, and why a part of it cannot be read."""
    read: list[MetricFact] = []
    flaws: list[str] = []
    for raw in sequence((mapping(facts.get("metrics")) or {}).get(rule.check)) or ():
        try:
            read.append(metric_fact(raw))
        except ValueError as mistake:
            flaws.append(f"A measurement of {spoken(rule.name)} is not usable: {safe(mistake)}.")
    return read, flaws


def _measured(rule: MetricRule, items: Sequence[Split], facts: Sequence[MetricFact]) -> tuple[Measured, list[str]]:
    measured: Measured = []
    gaps: list[str] = []
    for item in items:
        found = [fact for fact in facts if fact.answers(rule, item)]
        if len(found) == 1:
            measured.append((item, found[0]))
        elif found:
            gaps.append(f"{_subject(rule, item)} was measured {len(found)} times; which counts?")
        else:
            gaps.append(f"{_subject(rule, item)} was not measured.")
    return measured, gaps


def _subject(rule: MetricRule, item: Split) -> str:
    by = f" by {'*'.join(map(safe, item))}" if item else ""
    against = f" against the {rule.reference_group} group" if rule.reference_group else ""
    return f"{opening(rule.name)}{by}{against.replace('the overall group', 'overall')}"


def _missing(rule: MetricRule, text: str) -> Judgement:
    whole = sentence(text, who_can_mend=_MEASURERS)
    reason = Reason(verdict="missing", text=whole, name=rule.name, who_can_mend=_MEASURERS)
    return Judgement(verdict="missing", reasons=(reason,))
