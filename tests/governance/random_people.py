"""Random authors, approvals and waivers: changed minds, several roles in one person, expired waivers."""

from random import Random
from typing import Any

from tests.governance.random_policy import GATES, ROLES, Map, chance, pick, some
from tests.governance.random_setting import DAY, MICROSECOND, OTHER_MANIFEST, OTHER_SUBMISSION, ZERO, Setting

PERSONS = ["ada", "bo", "cleo", "dov", "eve", "fay", "gus", "hana", "ines", "jon"]
DECISIONS = ["approve", "approve-with-conditions", "send-back", "reject"]


def random_people(rng: Random, *, is_demonstration: bool) -> Map:
    if is_demonstration and chance(rng, 0.6):
        return {"author": ["ada"], "submitter": ["ada"]}
    people: Map = {"author": pick(rng, [["ada"], ["ada", "bo"]]), "submitter": pick(rng, [["ada"], ["bo"], ["cleo"]])}
    if chance(rng, 0.05):
        people[pick(rng, ["author", "submitter"])] = pick(rng, [None, [], [""], "ada", ["ada", 3]])
    return people


def random_approvals(
    rng: Random, checks: list[Map], people: Map, setting: Setting, *, is_demonstration: bool
) -> list[Map]:
    places = [
        role
        for check in checks
        for role, count in check.get("approvals", {}).items()
        for _ in range(2 if count == "quorum" else count)
    ]
    if not places and any("separation" in check for check in checks):
        places = ["legal"]
    busy = [name for part in people.values() if isinstance(part, list) for name in part]
    free = [name for name in PERSONS if name not in busy]
    rng.shuffle(free)
    is_one_person = chance(rng, 0.3 if is_demonstration else 0.06)
    roles_each = pick(rng, [1] * 6 + [2, 3])
    stale_share = pick(rng, [0] * 8 + [0.3, 1])
    records: list[Map] = []
    for index, role in enumerate(places):
        if chance(rng, 0.04):
            continue
        person = free[0] if is_one_person else free[index % len(free)]
        record: Map = {"person": person, "role": role, "decision": pick(rng, DECISIONS[:2])}
        record["submission"] = OTHER_SUBMISSION if chance(rng, stale_share) else setting.submission
        records.append({**record, "at": setting.at(DAY * (1 + int(rng.random() * 5))), "is_verified": True})
        for other in rng.sample(places, min(len(places), roles_each - 1)):
            records.append({**records[-1], "role": other})
    if stale_share and chance(rng, 0.3):
        no = pick(
            rng, [{"decision": "reject"}, {"decision": "reject", "at": setting.at(-DAY)}, {"decision": "perhaps"}]
        )
        records.append({**new_approval(rng, setting), "submission": OTHER_SUBMISSION, **no})
    for _ in range(pick(rng, [0, 0, 0, 1, 1, 2])):
        add_approval_noise(rng, records, setting)
    if chance(rng, 0.5):
        rng.shuffle(records)
    return records


def add_approval_noise(rng: Random, records: list[Map], setting: Setting) -> None:
    """A further role of the same person, a change of mind, a self-approval, a record that must not count."""
    same: Map = dict(pick(rng, records)) if records else new_approval(rng, setting)
    other = new_approval(rng, setting)
    before, now, later = setting.at(DAY * 30), setting.at(ZERO), setting.at(-MICROSECOND)
    no = pick(rng, DECISIONS[2:])
    noise: list[Map] = [
        {**same, "role": pick(rng, ROLES)},
        {**same, "role": pick(rng, ROLES)},
        {**same, "decision": no, "at": before},
        {**same, "decision": no},
        {**same, "decision": no, "at": now},
        {**same, "decision": no, "at": later},
        {**same, "decision": no, "submission": OTHER_SUBMISSION, "at": pick(rng, [before, now])},
        {**same, "submission": OTHER_SUBMISSION},
        {**same, "person": pick(rng, ["ada", "bo"])},
        {**same, "is_verified": pick(rng, [False, None, 1, "true"]), "decision": pick(rng, DECISIONS)},
        {**same, pick(rng, list(same)): pick(rng, [None, "", "Approve", 7])},
        {**other, "submission": OTHER_SUBMISSION},
        other,
        {**other, "decision": no},
        {**other, "person": pick(rng, ["ada", "bo", "cleo"])},
    ]
    records.append(pick(rng, noise))
    if chance(rng, 0.1):
        pick(rng, records).update(is_verified=pick(rng, [False, None, 1, "true"]))
    if chance(rng, 0.1):
        pick(rng, records).update(at=pick(rng, [now, later, "soon", None]))


def new_approval(rng: Random, setting: Setting) -> Map:
    record: Map = {"person": pick(rng, PERSONS), "role": pick(rng, ROLES), "decision": pick(rng, DECISIONS[:2])}
    return {**record, "submission": setting.submission, "at": setting.at(DAY * 2), "is_verified": True}


def random_waivers(rng: Random, policy: Map, check_ids: list[str], setting: Setting) -> list[Map]:
    if not chance(rng, 0.8 if "waivers" in policy else 0.1):
        return []
    rule: Map = policy.get("waivers", {"roles": ["legal"]})
    waivers = []
    for check_id in [*check_ids, *(["applies", "mode"] if chance(rng, 0.1) else [])]:
        if chance(rng, 0.6):
            waiver: Map = {
                "check": check_id,
                "gate": setting.gate,
                "manifest": setting.manifest,
                **random_waiver(rng, rule, setting),
            }
            if chance(rng, 0.5):
                waiver.update(wrong_waiver(rng, rule, setting))
            waivers.append(waiver)
    return waivers


def random_waiver(rng: Random, rule: Map, setting: Setting) -> Map:
    days: int = rule.get("at_most_days", 90)
    given = pick(rng, [ZERO, DAY * days - MICROSECOND, DAY * days * rng.random()])
    until = pick(rng, [given - DAY * days, given - DAY * days, -MICROSECOND])
    return {
        "persons": rng.sample(PERSONS[4:], pick(rng, [2, 2, 3])),
        "roles": [pick(rng, rule["roles"]), *(some(rng, ROLES) if chance(rng, 0.3) else [])],
        "reason": "no other table this quarter",
        "compensating_control": "every refusal is read by a person",
        "given_at": setting.at(given),
        "until": setting.at(until),
        "is_verified": True,
    }


def wrong_waiver(rng: Random, rule: Map, setting: Setting) -> Map:
    """One thing about a waiver that may spoil it."""
    days = DAY * rule.get("at_most_days", 90)
    blank: Any = pick(rng, [None, "", " \t", 3])
    return pick(
        rng,
        [
            {"gate": pick(rng, GATES)},
            {"check": "no-such-check"},
            {"manifest": pick(rng, [OTHER_MANIFEST, None])},
            {"persons": pick(rng, [["eve"], ["eve"], ["eve", "eve"], [], None, "eve", ["eve", None], ["eve", " "]])},
            {"persons": ["eve", pick(rng, ["ada", "bo", "cleo"])]},
            {"persons": ["fay", pick(rng, ["ada", "bo", "cleo"])]},
            {"persons": ["gus", "gus"]},
            {"roles": [*rule["roles"], pick(rng, [None, "", 3])]},
            {"persons": ["ada"]},
            {"roles": pick(rng, [[], None, ["author"], "legal", ["legal", 3], some(rng, ROLES)])},
            {pick(rng, ["reason", "compensating_control"]): blank},
            {"given_at": setting.at(-MICROSECOND)},
            {"until": setting.at(ZERO)},
            {"given_at": setting.at(ZERO), "until": setting.at(-days - MICROSECOND)},
            {pick(rng, ["given_at", "until"]): pick(rng, [None, "soon", 0])},
            {"is_verified": pick(rng, [False, None, 1, "true"])},
        ],
    )
