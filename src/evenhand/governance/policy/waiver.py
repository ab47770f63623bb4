"""Waivers: one check suspended for one version, by two people, with a reason and an end."""

from collections.abc import Mapping
from datetime import timedelta

from evenhand.governance.policy.facts import Facts, instant_of, mapping, sequence, text
from evenhand.governance.policy.figure import safe, sentence
from evenhand.governance.policy.rule import Policy, WaiverRule
from evenhand.governance.policy.verdict import Reason

Record = Mapping[object, object]


def standing_waiver(policy: Policy, gate: str, check_id: str, facts: Facts) -> Reason | None:
    """The first waiver that holds for this check now, as a reason, or ``None``."""
    if policy.waivers is None:
        return None
    for entry in sequence(facts.get("waivers")) or ():
        record = mapping(entry) or {}
        is_about = record.get("gate") == gate and record.get("check") == check_id
        is_sound = is_about and _is_sound(record, facts) and _is_current(record, policy.waivers, facts)
        if is_sound and _is_by_the_right_people(record, policy, policy.waivers, facts):
            return _reason(record)
    return None


def _is_sound(record: Record, facts: Facts) -> bool:
    return (
        record.get("is_verified") is True
        and facts.manifest is not None
        and record.get("manifest") == facts.manifest
        and text(record.get("reason")) is not None
        and text(record.get("compensating_control")) is not None
    )


def _is_current(record: Record, rule: WaiverRule, facts: Facts) -> bool:
    given_at, until = instant_of(record.get("given_at")), instant_of(record.get("until"))
    if given_at is None or until is None or facts.now is None:
        return False
    return given_at <= facts.now < until and until - given_at <= timedelta(days=rule.at_most_days)


def _is_by_the_right_people(record: Record, policy: Policy, rule: WaiverRule, facts: Facts) -> bool:
    persons, roles = sequence(record.get("persons")) or (), sequence(record.get("roles")) or ()
    if not all(map(text, persons)) or not all(map(text, roles)) or rule.roles.isdisjoint(roles):
        return False
    if policy.is_demonstration and facts.is_demonstration:
        return len(persons) > 0
    authors, is_author_known = facts.persons("author")
    submitters, is_submitter_known = facts.persons("submitter")
    are_known = is_author_known and is_submitter_known
    return are_known and len(set(persons)) >= 2 and not (authors | submitters).intersection(persons)


def _reason(record: Record) -> Reason:
    persons = ", ".join(safe(person) for person in sequence(record.get("persons")) or ())
    told = (
        f"Waived by {persons} until {safe(record.get('until'))}: {_whole(record.get('reason'))} "
        f"In its place: {_whole(record.get('compensating_control'))}"
    )
    return Reason(verdict="waived", text=sentence(told))


def _whole(told: object) -> str:
    """What a person wrote, as a sentence that ends."""
    text = safe(told, longest=300).strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
