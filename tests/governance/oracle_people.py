"""The oracle's reading of what people did: approvals, separation of duties, waivers."""

# ruff: noqa: ERA001 (what stands in quotes is the text of the rules, no code)

from datetime import datetime, timedelta
from itertools import combinations

from tests.governance.oracle_kinds import (
    Map,
    as_map,
    is_demonstration,
    is_digest,
    is_text,
    is_texts,
    moment,
    subject_manifest,
    worst,
)

YES = ["approve", "approve-with-conditions"]
NO = ["send-back", "reject"]


def decisions(facts: Map, *, is_everywhere: bool) -> tuple[dict[tuple[str, str], str], bool]:
    """The decision that counts of each (person, role), and whether a record that concerns it cannot be read."""
    # "only records with is_verified true, on subject.submission, at <= now."
    now, submission = moment(facts.get("now")), as_map(facts.get("subject")).get("submission")
    records = facts.get("approvals")
    if now is None or not is_digest(submission) or not isinstance(records, list):
        return {}, True
    # "A list that holds an entry which is not a map makes its check missing"
    verified = [record for record in records if isinstance(record, dict) and record.get("is_verified") is True]
    is_unreadable = not all(isinstance(record, dict) for record in records)
    latest: dict[tuple[str, str], tuple[datetime, str]] = {}
    for record in verified:
        # "A verified approval whose submission is no digest may be on this one: it is unreadable."
        if not is_digest(record.get("submission")):
            is_unreadable = True
        elif record.get("submission") == submission or is_everywhere:
            at = moment(record.get("at"))
            if at is None or not is_readable(record):
                is_unreadable = True
            # "Per (person, role) the latest decision counts (by `at`, then list order)."
            elif at <= now and at >= latest.get((record["person"], record["role"]), (at, ""))[0]:
                latest[record["person"], record["role"]] = (at, record["decision"])
    return {key: decision for key, (_, decision) in latest.items()}, is_unreadable


def is_readable(record: Map) -> bool:
    return is_text(record.get("person")) and is_text(record.get("role")) and record.get("decision") in YES + NO


def judge_approvals(policy: Map, rule: Map, facts: Map) -> str:
    counting, is_unreadable = decisions(facts, is_everywhere=False)
    # "Any counting send-back or reject (in any role) -> fail."
    if any(decision in NO for decision in counting.values()):
        return "fail"
    # "subject.submission null -> missing."
    if is_unreadable:
        return "missing"
    if is_filled(policy, rule, counting):
        return "pass"
    # "Unmet: `stale` if counting also the verified approvals on other submissions (same rules, at <= now) would meet
    # it; else missing."
    counting, is_unreadable = decisions(facts, is_everywhere=True)
    if is_unreadable or any(decision in NO for decision in counting.values()):
        return "missing"
    return "stale" if is_filled(policy, rule, counting) else "missing"


def is_filled(policy: Map, rule: Map, counting: dict[tuple[str, str], str]) -> bool:
    # "`quorum` -> that role is unmet."
    if "quorum" in rule.values():
        return False
    # "Per role: number of distinct persons whose counting decision is approve or approve-with-conditions"
    persons: dict[str, list[str]] = {role: [] for role in rule}
    for (person, role), decision in counting.items():
        if role in rule and decision in YES:
            persons[role].append(person)
    # "in a demonstration policy one person may fill several roles."
    if is_demonstration(policy):
        return all(len(persons[role]) >= rule[role] for role in rule)
    # "one person counts for one role only: the approvals check needs an assignment of distinct persons to all required
    # places (a matching)". There is one just when every set of roles has as many persons as places (Hall, 1935).
    for size in range(1, len(rule) + 1):
        for roles in combinations(rule, size):
            distinct = {person for role in roles for person in persons[role]}
            if len(distinct) < sum(rule[role] for role in roles):
                return False
    return True


def judge_separation(rule: Map, facts: Map) -> str:
    # "persons with a counting approve / approve-with-conditions on the current submission, any role, is_verified."
    counting, is_unreadable = decisions(facts, is_everywhere=False)
    approvers = [person for (person, _), decision in counting.items() if decision in YES]
    # "None -> missing."
    verdicts = ["missing"] if is_unreadable or not approvers else []
    for part in rule["none_of"]:
        # "For each of none_of: people[...] null or empty -> missing"
        people = as_map(facts.get("people")).get(part)
        if not is_texts(people) or people == []:
            verdicts.append("missing")
        # "any approver among them -> fail (fail before missing). Else pass."
        if isinstance(people, list) and any(person in approvers for person in people):
            verdicts.append("fail")
    return worst([*verdicts, "pass"])


def is_waived(policy: Map, gate: str, check_id: str, facts: Map) -> bool:
    now, manifest, waivers = moment(facts.get("now")), subject_manifest(facts), facts.get("waivers")
    if now is None or manifest is None or not isinstance(waivers, list):
        return False
    for waiver in waivers:
        # "is_verified true, same gate, check == id, manifest == subject.manifest"
        if (
            isinstance(waiver, dict)
            and waiver.get("is_verified") is True
            and waiver.get("gate") == gate
            and waiver.get("check") == check_id
            and waiver.get("manifest") == manifest
            and is_explained_and_in_time(policy, now, waiver)
            and is_given_by_others(policy, facts, waiver)
        ):
            return True
    return False


def is_explained_and_in_time(policy: Map, now: datetime, waiver: Map) -> bool:
    # "given_at <= now < until, until - given_at <= at_most_days"
    given_at, until = moment(waiver.get("given_at")), moment(waiver.get("until"))
    if given_at is None or until is None or not given_at <= now < until:
        return False
    if until - given_at > timedelta(days=policy["waivers"].get("at_most_days", 90)):
        return False
    # "reason and compensating_control not blank"
    return is_text(waiver.get("reason")) and is_text(waiver.get("compensating_control"))


def is_given_by_others(policy: Map, facts: Map, waiver: Map) -> bool:
    persons, roles = waiver.get("persons"), waiver.get("roles")
    if not is_texts(persons) or not is_texts(roles):
        return False
    # "at least one of `roles` in waivers.roles."
    if not any(role in policy["waivers"]["roles"] for role in roles):
        return False
    # "at least two distinct persons (one in mode demonstration under a demonstration policy), none of them among author
    # or submitter persons (not asked in mode demonstration under a demonstration policy)"
    if is_demonstration(policy) and facts.get("mode") == "demonstration":
        return len(set(persons)) >= 1
    people = as_map(facts.get("people"))
    for part in ["author", "submitter"]:
        known = people.get(part)
        if not is_texts(known) or known == [] or any(person in known for person in persons):
            return False
    return len(set(persons)) >= 2
