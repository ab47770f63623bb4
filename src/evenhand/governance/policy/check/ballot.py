"""Which decisions count: verified, on the submission, not in the future, the latest of a person in a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.governance.policy.facts import Facts, digest, instant_of, mapping, sequence, text

APPROVES = frozenset({"approve", "approve-with-conditions"})
REFUSES = frozenset({"send-back", "reject"})

Record = Mapping[object, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The decisions that count.

    Attributes:
        decisions: person and role to the latest decision.
        is_readable: whether every verified record says who decided what, in which role, on what and when.
    """

    decisions: Mapping[tuple[str, str], str]
    is_readable: bool

    @property
    def refusals(self) -> Mapping[tuple[str, str], str]:
        """Those that are a no."""
        return {key: decision for key, decision in self.decisions.items() if decision in REFUSES}

    @property
    def approvers(self) -> Mapping[str, frozenset[str]]:
        """Role to the persons whose decision in it is a yes."""
        found: dict[str, set[str]] = {}
        for (person, role), decision in self.decisions.items():
            if decision in APPROVES:
                found.setdefault(role, set()).add(person)
        return {role: frozenset(persons) for role, persons in found.items()}


def ballot(facts: Facts, *, submission: str | None) -> Ballot:
    """What was decided on ``submission``, or on all submissions together when ``None``.

    A verified record that cannot be read may be a no, so it makes the ballot unreadable.
    """
    entries = sequence(facts.get("approvals"))
    if entries is None or facts.now is None:
        return Ballot(decisions={}, is_readable=False)
    latest: dict[tuple[str, str], tuple[datetime, str]] = {}
    is_readable = True
    for entry in entries:
        record = mapping(entry)
        if record is None:
            is_readable = False
            continue
        on = digest(record.get("submission"))
        if record.get("is_verified") is not True or (on is not None and submission not in {None, on}):
            continue
        read = _read(record)
        if read is None or on is None:
            is_readable = False
            continue
        key, at, decision = read
        if at <= facts.now and (key not in latest or at >= latest[key][0]):
            latest[key] = (at, decision)
    return Ballot(decisions={key: decision for key, (_, decision) in latest.items()}, is_readable=is_readable)


def _read(record: Record) -> tuple[tuple[str, str], datetime, str] | None:
    person, role, at = text(record.get("person")), text(record.get("role")), instant_of(record.get("at"))
    decision = text(record.get("decision"))
    if person is None or role is None or at is None or decision not in APPROVES | REFUSES:
        return None
    return (person, role), at, decision
