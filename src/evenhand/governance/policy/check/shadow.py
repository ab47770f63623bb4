"""The predicate ``shadow``: the version answered beside whatever decides today, long enough and for everybody."""

from collections.abc import Mapping, Sequence
from math import ceil

from evenhand.governance.policy.check.measured import record_about_this
from evenhand.governance.policy.facts import Facts, count, mapping, sequence, text
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import ShadowRule
from evenhand.governance.policy.verdict import Judgement, Reason, Roles, because, worst

LEAST = 30
"""Rows of a group: an error that 30 answers did not show befalls at most one in ten (95 %, the rule of three)."""
_UNCOVERED_PERCENT = 1
_MENDERS: Roles = ("operations", "model-owner")

Groups = Mapping[str, Mapping[str, int]]


def judge_shadow(rule: ShadowRule, facts: Facts) -> Judgement:
    """The run is of this version, compared with what decides today, and stands on enough rows of each group."""
    found = record_about_this(facts, "shadow")
    if isinstance(found, str):
        return because("missing", found.format(kind="shadow run"), who_can_mend=_MENDERS)
    record, document = found
    n = count(record.get("n"))
    gap = "The shadow run does not say how many rows it answered." if n is None else _no_rival(rule, record)
    groups: Groups = {}
    if rule.is_per_group and n is not None:
        protected = facts.names("protected")
        try:
            groups = _groups(record.get("groups"), n, protected or ())
        except ValueError as mistake:
            gap = gap or str(mistake)
        if protected is None:
            gap = gap or "Which columns are protected is not known."
    if n is None or gap is not None:
        return because("missing", gap or "", who_can_mend=_MENDERS, evidence=document)
    reasons = _too_short(rule, n, document) + [
        reason for attribute, held in groups.items() for reason in _uncovered(attribute, held, n, document)
    ]
    if reasons:
        return Judgement(verdict=worst(reason.verdict for reason in reasons), reasons=tuple(reasons))
    told = f"The shadow run answered {n:,} rows beside the {record.get('compared_with')}."
    return because("pass", told.replace("the current-practice", "current practice"), n=n, evidence=document)


def _no_rival(rule: ShadowRule, record: Mapping[object, object]) -> str | None:
    rival = text(record.get("compared_with"))
    if rival == "champion" or (rival == "current-practice" and rule.takes_current_practice):
        return None
    if rival == "current-practice":
        return "The shadow run was compared with current practice; this policy asks for a champion."
    return "The shadow run was compared with nothing that decides today."


def _groups(listed: object, n: int, protected: Sequence[str]) -> Groups:
    """Of each protected attribute the rows of its groups.

    Raises:
        ValueError: why they cannot be told.
    """
    found: dict[str, dict[str, int]] = {}
    for entry in sequence(listed) or ():
        record = mapping(entry) or {}
        attribute, group, rows = text(record.get("attribute")), record.get("group"), count(record.get("n"))
        if attribute is None or not isinstance(group, str) or rows is None:
            raise ValueError("A group of the shadow run does not say of what it is, or how many rows it holds.")
        held = found.setdefault(attribute, {})
        if group in held:
            raise ValueError(f"The shadow run counts the group {safe(attribute)}={safe(group)} twice.")
        held[group] = rows
    if crowded := [attribute for attribute, held in found.items() if sum(held.values()) > n]:
        raise ValueError(f"The groups of {safe(crowded[0])} hold more rows than the shadow run.")
    if absent := [attribute for attribute in protected if attribute not in found]:
        raise ValueError(f"The shadow run does not tell its rows by {', '.join(map(safe, absent[:5]))}.")
    return {attribute: found[attribute] for attribute in protected}


def _too_short(rule: ShadowRule, n: int, document: str) -> list[Reason]:
    if n >= rule.min_count:
        return []
    told = f"The shadow run answered {n:,} rows; {rule.min_count:,} are needed ({rule.min_count - n:,} more)."
    return [_insufficient(told, n, document, rule.min_count)]


def _uncovered(attribute: str, held: Mapping[str, int], n: int, document: str) -> list[Reason]:
    small = sorted(((rows, group) for group, rows in held.items() if rows < LEAST), reverse=True)
    unnamed = n - sum(held.values())
    if 100 * (unnamed + sum(rows for rows, _ in small)) <= _UNCOVERED_PERCENT * n:
        return []
    needed = _rows_to_cover([rows for rows, _ in small], unnamed, n)
    named = [f"{safe(attribute)}={safe(group)} ({rows})" for rows, group in small[:5]]
    named += [f"{unnamed:,} rows in no group"] if unnamed else []
    told = f"The shadow run saw too few rows by {safe(attribute)}: fewer than {LEAST} of {', '.join(named)}."
    more = f" About {needed - n:,} more rows like these would settle it." if needed is not None else ""
    return [_insufficient(told + more, n, document, needed)]


def _rows_to_cover(small: Sequence[int], unnamed: int, n: int) -> int | None:
    """How long a run of the same mix must be; ``None`` when no length would do. ``small`` falls."""
    left = unnamed + sum(small)
    for rows in small:
        left -= rows
        if rows and 100 * left <= _UNCOVERED_PERCENT * n:
            return ceil(n * LEAST / rows)
    return None


def _insufficient(told: str, n: int, document: str, needed: int | None) -> Reason:
    reason = because("insufficient", told, n=n, evidence=document, who_can_mend=_MENDERS).reasons[0]
    return Reason(
        verdict="insufficient", text=reason.text, n=n, rows_to_settle=needed, evidence=document, who_can_mend=_MENDERS
    )
