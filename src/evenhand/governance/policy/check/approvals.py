"""The predicate ``approvals``: enough different people, each in one role."""

from collections.abc import Mapping

from evenhand.governance.policy.check.ballot import REFUSES, approvers, counting
from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import QUORUM, ApprovalsRule
from evenhand.governance.policy.verdict import Judgement, because


def judge_approvals(rule: ApprovalsRule, facts: Facts) -> Judgement:
    """Every place is filled by another person, and nobody sent the submission back."""
    if facts.submission is None or facts.now is None:
        return because("missing", "Nothing was submitted for approval.", who_can_mend=("developer", "model-owner"))
    decisions = counting(facts, submission=facts.submission)
    refused = [
        f"{safe(person)} ({safe(role)}): {decision}"
        for (person, role), decision in decisions.items()
        if isinstance(decision, str) and decision in REFUSES
    ]
    if refused:
        return because("fail", f"Not approved by {', '.join(refused[:5])}.", who_can_mend=("developer",))
    unmet = open_places(rule, facts)
    if not unmet:
        named = ", ".join(f"{role} {places}" for role, places in rule.places.items())
        return because("pass", f"Approved in every role ({named}).", evidence=facts.submission)
    if not _unmet(rule, approvers(counting(facts, submission=None))):
        text = f"Approvals by {', '.join(unmet)} are for another submission; they are needed on this one."
        return because("stale", text, who_can_mend=tuple(unmet), evidence=facts.submission)
    text = f"Approvals still needed: {', '.join(f'{role} ({places})' for role, places in unmet.items())}."
    return because("missing", text, who_can_mend=tuple(unmet), evidence=facts.submission)


def open_places(rule: ApprovalsRule, facts: Facts) -> Mapping[str, int | str]:
    """Role to the places that nobody fills yet; ``quorum`` where a body still has to vote."""
    if facts.submission is None:
        return dict(rule.places)
    return _unmet(rule, approvers(counting(facts, submission=facts.submission)))


def _unmet(rule: ApprovalsRule, yes: Mapping[str, frozenset[str]]) -> dict[str, int | str]:
    """Role to the places that stay empty; a body's vote cannot be recorded yet, so it stays open."""
    votes: dict[str, int | str] = {role: QUORUM for role, places in rule.places.items() if places == QUORUM}
    counted = {role: places for role, places in rule.places.items() if isinstance(places, int)}
    filled = _present(counted, yes) if rule.is_shared else _assigned(counted, yes)
    return {role: places - filled[role] for role, places in counted.items() if filled[role] < places} | votes


def _present(places: Mapping[str, int], yes: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How many said yes in each role, when one person may fill several."""
    return {role: len(yes.get(role, ())) for role in places}


def _assigned(places: Mapping[str, int], yes: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How many places of each role can be filled when every person fills one place only.

    Augmenting paths: a person already placed gives way when the role that held him finds another.
    """
    held: dict[str, str] = {}

    def place(role: str, tried: set[str]) -> bool:
        if role in tried:
            return False
        tried.add(role)
        for person in sorted(yes.get(role, ())):
            if person not in held or place(held[person], tried):
                held[person] = role
                return True
        return False

    for role, wanted in places.items():
        for _ in range(min(wanted, len(yes.get(role, ())))):
            place(role, set())
    return {role: sum(1 for taken in held.values() if taken == role) for role in places}
