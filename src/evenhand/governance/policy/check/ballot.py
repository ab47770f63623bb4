"""Which decisions count: verified, on the submission, not in the future, the latest of a person in a role."""

from collections.abc import Mapping
from datetime import datetime

from evenhand.governance.policy.facts import Facts, instant_of, text

APPROVES = frozenset({"approve", "approve-with-conditions"})
REFUSES = frozenset({"send-back", "reject"})

Counting = Mapping[tuple[str, str], object]
"""Person and role to the decision that counts, which may be any value at all."""


def counting(facts: Facts, *, submission: str | None) -> Counting:
    """The decisions that count on ``submission``, or on all submissions when ``None``."""
    latest: dict[tuple[str, str], tuple[datetime, object]] = {}
    for record in facts.records("approvals") or ():
        person, role, at = text(record.get("person")), text(record.get("role")), instant_of(record.get("at"))
        if person is None or role is None or at is None or facts.now is None or at > facts.now:
            continue
        if record.get("is_verified") is not True or not _is_on(record.get("submission"), submission):
            continue
        known = latest.get((person, role))
        if known is None or at >= known[0]:
            latest[person, role] = (at, record.get("decision"))
    return {key: decision for key, (_, decision) in latest.items()}


def approvers(decisions: Counting) -> Mapping[str, frozenset[str]]:
    """Role to the persons whose counting decision in it is a yes."""
    found: dict[str, set[str]] = {}
    for (person, role), decision in decisions.items():
        if isinstance(decision, str) and decision in APPROVES:
            found.setdefault(role, set()).add(person)
    return {role: frozenset(persons) for role, persons in found.items()}


def _is_on(named: object, submission: str | None) -> bool:
    return text(named) is not None and (submission is None or named == submission)
