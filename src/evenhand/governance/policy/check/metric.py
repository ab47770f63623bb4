"""The predicate ``metric``: every group's interval on the right side of the bounds."""

from evenhand.governance.policy.check.split import judge_split
from evenhand.governance.policy.facts import Facts, count, mapping, sequence
from evenhand.governance.policy.figure import level, safe, sentence
from evenhand.governance.policy.metric_fact import MetricFact, answers, metric_fact
from evenhand.governance.policy.rule import MetricRule, Split
from evenhand.governance.policy.verdict import Judgement, Reason, worst, worst_first

_MEASURERS = ("developer",)

Measured = list[tuple[Split, MetricFact]]


def judge_metric(rule: MetricRule, facts: Facts) -> Judgement:
    """Judge every item that ``rule`` names; what is not measured as the policy asks is missing."""
    items = facts.names("protected") if rule.items is None else rule.items
    if items is None:
        return _missing(rule, "The contract names no protected column, so nothing was measured by group.")
    measured, gaps = _measured(rule, [(item,) if isinstance(item, str) else item for item in items], facts)
    if gaps:
        return Judgement(verdict="missing", reasons=tuple(_missing(rule, gap).reasons[0] for gap in gaps))
    looks = count(facts.get("looks"))
    if looks is None and rule.level.needs_looks:
        return _missing(rule, "How often the holdout was looked at is not known, so no level can be required.")
    n_groups = sum(group.n >= rule.min_count for _, fact in measured for group in fact.groups)
    required = rule.level.required(looks=looks or 0, n_groups=n_groups)
    weakest = min((group.confidence for _, fact in measured for group in fact.groups), default=1.0)
    if weakest < required - 1e-9:
        wanted, given = level(required), level(weakest)
        return _missing(rule, f"{rule.name} was measured at confidence {given}; {wanted} is required.")
    judged = [judge_split(rule, item, fact) for item, fact in measured]
    verdict = worst(judgement.verdict for judgement in judged)
    reasons = worst_first(reason for judgement in judged for reason in judgement.reasons)
    return Judgement(verdict=verdict, reasons=reasons)


def _measured(rule: MetricRule, items: list[Split], facts: Facts) -> tuple[Measured, list[str]]:
    told = sequence((mapping(facts.get("metrics")) or {}).get(rule.check)) or ()
    maps = [found for raw in told if (found := mapping(raw)) is not None]
    measured: Measured = []
    gaps: list[str] = []
    for item in items:
        usable, why = [], f"{_subject(rule, item)} was not measured."
        for raw in maps:
            if not answers(raw, rule, item):
                continue
            try:
                usable.append(metric_fact(raw, item))
            except ValueError as mistake:
                why = f"The measurement of {_subject(rule, item)} is not usable: {mistake}."
        if len(usable) == 1:
            measured.append((item, usable[0]))
        else:
            gaps.append(f"{_subject(rule, item)} was measured {len(usable)} times; which counts?" if usable else why)
    return measured, gaps


def _subject(rule: MetricRule, item: Split) -> str:
    by = f" by {'*'.join(map(safe, item))}" if item else ""
    against = f" against the {rule.reference_group} group" if rule.reference_group else ""
    return f"{rule.name}{by}{against.replace('the overall group', 'overall')}"


def _missing(rule: MetricRule, text: str) -> Judgement:
    whole = sentence(text, who_can_mend=_MEASURERS)
    reason = Reason(verdict="missing", text=whole, name=rule.name, who_can_mend=_MEASURERS)
    return Judgement(verdict="missing", reasons=(reason,))
