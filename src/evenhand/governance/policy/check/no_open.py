"""The predicate ``no_open``: no severe finding is open, no risk above the appetite."""

from collections.abc import Mapping
from typing import get_args

from evenhand.governance.policy.facts import Facts, mapping, sequence, text
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import NoOpenRule, Severity
from evenhand.governance.policy.verdict import Judgement, because, worst, worst_first

_SEVERITIES = frozenset(get_args(Severity))

Entry = Mapping[object, object]


def judge_no_open(rule: NoOpenRule, facts: Facts) -> Judgement:
    """Findings and risks are known, and none stands in the way."""
    judged = []
    if rule.findings is not None:
        judged.append(_judge_findings(rule.findings, facts))
    if rule.risks_above is not None:
        told = f"Risks above the {rule.risks_above} cannot be recorded yet."
        judged.append(because("missing", told, who_can_mend=("model-risk",)))
    verdict = worst(judgement.verdict for judgement in judged)
    return Judgement(verdict=verdict, reasons=worst_first(judgement.reasons[0] for judgement in judged))


def _judge_findings(severities: frozenset[str], facts: Facts) -> Judgement:
    found = sequence(facts.get("findings"))
    if found is None:
        return because("missing", "The findings are not known.", who_can_mend=("independent-validation",))
    entries: list[Entry] = [mapping(entry) or {} for entry in found]
    barring = [entry for entry in entries if entry.get("is_open") is True and _severity(entry) in severities]
    if barring:
        named = ", ".join(f"{safe(text(entry.get('id')) or 'unnamed')} ({_severity(entry)})" for entry in barring[:5])
        told = f"{len(barring)} findings are open: {named}."
        return because("fail", told, who_can_mend=("model-owner", "developer"), n=len(barring))
    if not all(_is_readable(entry) for entry in entries):
        told = "A finding has no name or no known severity, or does not say whether it is open."
        return because("missing", told, who_can_mend=("independent-validation",))
    return because("pass", f"None of {len(entries)} findings bars the way.", n=len(entries))


def _is_readable(entry: Entry) -> bool:
    is_known = text(entry.get("id")) is not None and _severity(entry) in _SEVERITIES
    return is_known and isinstance(entry.get("is_open"), bool)


def _severity(entry: Entry) -> str | None:
    return text(entry.get("severity"))
