"""Random facts for a random policy, one seed giving one case: mostly fitting, near every bound, often spoilt.

>>> policy, gate, facts = random_case(Random(7))
>>> sorted(facts)[:3]
['approvals', 'environment', 'evidence']
"""

from datetime import timedelta
from random import Random
from typing import Any

from tests.governance.random_metric_facts import VALUES, random_metric_facts
from tests.governance.random_people import random_approvals, random_people, random_waivers
from tests.governance.random_policy import (
    CLASSES,
    COLUMN_ROLES,
    GATES,
    KINDS,
    SEVERITIES,
    Map,
    chance,
    id_of,
    pick,
    random_policy,
)
from tests.governance.random_runs import random_reproduction, random_shadow_run
from tests.governance.random_setting import DOCUMENT, HOUR, MICROSECOND, OTHER_MANIFEST, ZERO, Setting, random_setting
from tests.governance.random_spoil import spoil

ENVIRONMENTS = [None, "demo", "production", "shadow", "Demo"]


def random_case(rng: Random) -> tuple[Map, str, Map]:
    """A valid policy, the gate to ask, and facts that may be wrong in any way."""
    policy, gate = random_policy(rng)
    facts = random_facts(rng, policy, gate)
    if chance(rng, 0.35):
        for _ in range(pick(rng, [1, 1, 1, 2, 3])):
            spoil(rng, facts)
    if chance(rng, 0.02):
        gate = pick(rng, [*GATES, "", "no-such-gate"])
    return policy, gate, facts


def random_facts(rng: Random, policy: Map, gate: str) -> Map:
    checks = policy["gates"][gate]
    setting = random_setting(rng, gate)
    is_demonstration = policy.get("demonstration", False)
    looks = random_looks(rng, checks)
    protected = random_protected(rng)
    people = random_people(rng, is_demonstration=is_demonstration)
    approvals = random_approvals(rng, checks, people, setting, is_demonstration=is_demonstration)
    if approvals and chance(rng, 0.04):
        people[pick(rng, ["author", "submitter"])] = [pick(rng, approvals)["person"], pick(rng, [None, "", 3])]
    metrics = {
        id_of(check): random_metric_facts(rng, policy, checks, check["metric"], looks=looks, protected=protected)
        for check in checks
        if "metric" in check
    }
    return {
        "now": setting.at(ZERO),
        "mode": random_mode(rng, is_demonstration=is_demonstration),
        "environment": pick(rng, [None, None, "demo"] if is_demonstration and chance(rng, 0.9) else ENVIRONMENTS),
        "use_case": random_use_case(rng, policy.get("applies_when", {})),
        "subject": {"manifest": setting.manifest, "submission": setting.submission},
        "people": people,
        "inputs": random_inputs(rng, checks),
        "protected": protected,
        "metrics": metrics,
        "evidence": random_evidence(rng, checks, setting),
        "approvals": approvals,
        "waivers": random_waivers(rng, policy, [id_of(check) for check in checks], setting),
        "looks": looks,
        "findings": random_findings(rng, checks),
        "reproduction": random_reproduction(rng, checks, setting),
        "shadow": random_shadow_run(rng, checks, setting, protected),
        "risks": None,
    }


def random_mode(rng: Random, *, is_demonstration: bool) -> str:
    if is_demonstration:
        return pick(rng, ["demonstration"] * 6 + ["governed", "governed", "demo"])
    return "governed" if chance(rng, 0.94) else pick(rng, ["demonstration", "demonstration", "demo", "Governed"])


def random_use_case(rng: Random, wanted: Map) -> Map:
    use_case: Map = {
        "class": pick(rng, wanted.get("class", CLASSES)),
        "tier": pick(rng, wanted.get("tier", [1, 2, 3, 4])),
    }
    if chance(rng, 0.06):
        use_case["class"] = pick(rng, [*CLASSES, "high-risk", "", None])
    if chance(rng, 0.06):
        use_case["tier"] = pick(rng, [1, 2, 3, 4, 0, 5, -1, True, 1.0, "1", None])
    return use_case


def random_looks(rng: Random, checks: list[Map]) -> object:
    budgets = [check["looks"]["at_holdout"] for check in checks if "looks" in check]
    budget = pick(rng, budgets) if budgets else 3
    if chance(rng, 0.12):
        return pick(rng, [None, 0, -1, True, 1.0, "1", budget + 1, 10**6, 10**400])
    return pick(rng, [1, budget, budget, budget + 1, max(1, budget - 1)] if chance(rng, 0.5) else [1, budget])


def random_protected(rng: Random) -> object:
    """Names of columns, any number of them and in any order; now and then no list of names."""
    names: list[Any] = rng.sample(list(VALUES), pick(rng, [1, 1, 2, 3]))
    odd = [None, [], "sex", ["sex", "sex"], {"sex": "protected"}, [*names, names[0]], [*names, pick(rng, ["", " ", 3])]]
    odd += [[*names, *names]] * 6
    return pick(rng, odd) if chance(rng, 0.12) else names


def random_inputs(rng: Random, checks: list[Map]) -> Map:
    forbidden = [role for check in checks if "inputs" in check for role in check["inputs"]["forbid_column_roles"]]
    allowed = ["feature"] * 4 + [role for role in COLUMN_ROLES if role not in forbidden]
    columns: Map = {f"column_{index}": pick(rng, allowed) for index in range(pick(rng, [1, 2, 4]))}
    if chance(rng, 0.2):
        columns["odd"] = pick(rng, [*COLUMN_ROLES, "Feature", "", None, 3])
    return columns


def random_evidence(rng: Random, checks: list[Map], setting: Setting) -> list[Any]:
    records: list[Map] = []
    for check in checks:
        if "evidence" in check:
            limit = age(check["evidence"].get("max_age", "400d"))
            for kind in check["evidence"]["kinds"]:
                records += [evidence_record(rng, kind, style, limit, setting) for style in pick(rng, EVIDENCE_STYLES)]
    if chance(rng, 0.1):
        records.append(evidence_record(rng, pick(rng, KINDS), "good", HOUR, setting))
    rng.shuffle(records)
    return with_junk(rng, records)


EVIDENCE_STYLES = [["good"]] * 8 + [["edge"]] * 6 + [
    ["old"], ["future"], ["other"], [], ["old", "good"], ["future", "edge"], ["old", "future"], ["other", "good"],
    ["good", "unreadable"], ["unreadable"], ["undocumented"], ["other", "old"], ["good", "nameless"],
]  # fmt: skip


def age(text: str) -> timedelta:
    return timedelta(**{"days" if text[-1] == "d" else "hours": int(text[:-1])})


def evidence_record(rng: Random, kind: str, style: str, limit: timedelta, setting: Setting) -> Map:
    ago = {"edge": limit, "old": limit + MICROSECOND, "future": -MICROSECOND}.get(style)
    if style == "edge" and chance(rng, 0.3):
        ago = ZERO
    record: Map = {
        "kind": kind,
        "digest": DOCUMENT,
        "made_at": setting.at(rng.random() * limit if ago is None else ago),
    }
    record["manifest"] = OTHER_MANIFEST if style == "other" else setting.manifest
    if style == "unreadable":
        record["made_at"] = pick(rng, [None, "yesterday", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00", 20260101])
    if style == "nameless":
        record[pick(rng, ["kind", "manifest"])] = pick(rng, [None, "", "credit@3", 3, ["data-sheet"]])
    if style == "undocumented":
        record["digest"] = pick(rng, [None, "", DOCUMENT[:-1], DOCUMENT.upper()])
    return record


def random_findings(rng: Random, checks: list[Map]) -> list[Any]:
    listed = [severity for check in checks if "no_open" in check for severity in check["no_open"].get("findings", [])]
    others = [severity for severity in SEVERITIES if severity not in listed]
    findings: list[Map] = []
    for index in range(pick(rng, [0, 1, 2, 3])):
        severity = pick(rng, SEVERITIES)
        is_open: Any = severity in others and chance(rng, 0.7)
        findings.append({"id": f"finding-{index}", "severity": severity, "is_open": is_open})
    if findings and chance(rng, 0.25):
        changes: list[Map] = [
            {"is_open": True},
            {"is_open": True},
            {"is_open": pick(rng, [None, 0, 1, "false"])},
            {"severity": pick(rng, ["Critical", "blocker", "", None])},
            {"id": None},
        ]
        pick(rng, findings).update(pick(rng, changes))
    return with_junk(rng, findings)


def with_junk(rng: Random, records: list[Map]) -> list[Any]:
    """Now and then an entry more that is no map."""
    return [*records, pick(rng, [None, "record", 3, [], True])] if chance(rng, 0.02) else records
