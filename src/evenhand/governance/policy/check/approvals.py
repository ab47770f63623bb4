"""The predicate ``approvals``: enough different people, each in one role."""

from collections.abc import Mapping

from evenhand.governance.policy.check.ballot import ballot
from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import QUORUM, ApprovalsRule
from evenhand.governance.policy.verdict import Judgement, because

_SAID = {"send-back": "sent it back", "reject": "rejected it"}


def judge_approvals(rule: ApprovalsRule, facts: Facts) -> Judgement:
    """Every place is filled by another person, and nobody sent the submission back."""
    if facts.submission is None:
        return because("missing", "Nothing was submitted for approval.", who_can_mend=("developer", "model-owner"))
    here = ballot(facts, submission=facts.submission)
    refused = [f"{safe(who)} ({safe(role)}) {_SAID[decision]}" for (who, role), decision in here.refusals.items()]
    if refused:
        return because("fail", f"{', '.join(refused[:5])}.", who_can_mend=("developer",))
    if not here.is_readable:
        text = "Not every approval says who decided what, in which role, on what and when."
        return because("missing", text, who_can_mend=("model-owner",), submission=facts.submission)
    unmet = open_places(rule, facts)
    if not unmet:
        named = ", ".join(f"{role} {places}" for role, places in rule.places.items())
        return because("pass", f"Approved in every role ({named}).", submission=facts.submission)
    if _was_met(rule, facts):
        text = f"Approvals by {', '.join(unmet)} are for another submission; they are needed on this one."
        return because("stale", text, who_can_mend=tuple(unmet), submission=facts.submission)
    text = f"Approvals still needed: {', '.join(f'{role} ({places})' for role, places in unmet.items())}."
    text += "".join(f" {said}" for said in _said_twice(rule, unmet, here.approvers))
    return because("missing", text, who_can_mend=tuple(unmet), submission=facts.submission)


def _said_twice(rule: ApprovalsRule, unmet: Mapping[str, int | str], yes: Mapping[str, frozenset[str]]) -> list[str]:
    """Who said yes in a role that stays open all the same, because he fills the place of another role."""
    said = []
    for role, left in unmet.items():
        places = rule.places[role]
        persons = yes.get(role, frozenset())
        if isinstance(places, int) and isinstance(left, int) and len(persons) > places - left:
            names = ", ".join(safe(person) for person in sorted(persons))
            said.append(f"{names} said yes as {role} and in another role; one person fills one place.")
    return said


def open_places(rule: ApprovalsRule, facts: Facts) -> Mapping[str, int | str]:
    """Role to the places that nobody fills yet; ``quorum`` where a body still has to vote."""
    if facts.submission is None:
        return dict(rule.places)
    return _unmet(rule, ballot(facts, submission=facts.submission).approvers)


def _was_met(rule: ApprovalsRule, facts: Facts) -> bool:
    """Whether the approvals of all submissions together would fill every place."""
    everywhere = ballot(facts, submission=None)
    return everywhere.is_readable and not everywhere.refusals and not _unmet(rule, everywhere.approvers)


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
