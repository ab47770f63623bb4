"""An independent, plain reading of what a policy says about facts, to compare the engine with.

Each rule stands in quotes above the lines that follow it. Where a rule can be read in two ways, the
stricter one stands here.
"""

# ruff: noqa: ERA001 (what stands in quotes is the text of the rules, no code)

from datetime import datetime, timedelta

from tests.governance.oracle_kinds import (
    Map,
    as_map,
    is_demonstration,
    is_digest,
    is_text,
    is_whole,
    moment,
    subject_manifest,
    worst,
)
from tests.governance.oracle_metric import judge_metric
from tests.governance.oracle_people import is_waived, judge_approvals, judge_separation
from tests.governance.oracle_runs import judge_reproduced, judge_shadow

PREDICATES = ["inputs", "metric", "evidence", "reproduced", "looks", "approvals", "separation", "no_open", "shadow"]
CLASSES = ["prohibited", "high_risk", "transparency", "minimal", "out_of_scope"]
COLUMN_ROLES = ["feature", "protected", "key", "time", "label", "weight", "context"]
SEVERITIES = ["critical", "high", "medium", "low"]


def judge(policy: Map, gate: str, facts: object) -> Map:
    known = as_map(facts)
    # "A gate that the policy does not hold: verdict `missing`."
    if gate not in policy["gates"]:
        return {"verdict": "missing", "checks": []}
    # "Two implicit checks stand first in every gate: `applies` and `mode`. Never waived."
    judged = [
        {"id": "applies", "verdict": judge_applies(policy, known)},
        {"id": "mode", "verdict": judge_mode(policy, known)},
    ]
    for check in policy["gates"][gate]:
        verdict = judge_check(policy, policy["gates"][gate], check, known)
        # "a check judged fail, insufficient, missing or stale becomes `waived` when the policy has `waivers` and a
        # record has: ... Never waived: `separation`, `approvals`."
        may_be_waived = (
            verdict != "pass" and "waivers" in policy and predicate_of(check) not in ["separation", "approvals"]
        )
        if may_be_waived and is_waived(policy, gate, id_of(check), known):
            verdict = "waived"
        judged.append({"id": id_of(check), "verdict": verdict})
    # "The worst of its checks in the order fail > missing > stale > insufficient > waived > pass."
    return {"verdict": worst([check["verdict"] for check in judged]), "checks": judged}


def predicate_of(check: Map) -> str:
    return next(name for name in PREDICATES if name in check)


def id_of(check: Map) -> str:
    # "an optional `id` (name). Default id: `inputs`, ..., or for metric `NAME` / `NAME by a,b` / `NAME by a*b`
    # (by items joined with `,`, crossings with `*`)."
    if "id" in check:
        return str(check["id"])
    if "metric" not in check:
        return predicate_of(check)
    if "by" not in check["metric"]:
        return str(check["metric"]["name"])
    # "Default id: `NAME by protected`."
    if check["metric"]["by"] == "protected":
        return str(check["metric"]["name"]) + " by protected"
    items = [item if isinstance(item, str) else "*".join(item) for item in check["metric"]["by"]]
    return str(check["metric"]["name"]) + " by " + ",".join(items)


def judge_check(policy: Map, checks: list[Map], check: Map, facts: Map) -> str:
    name = predicate_of(check)
    rule = check[name]
    if name == "metric":
        metric_facts = as_map(facts.get("metrics")).get(id_of(check))
        return judge_metric(policy, checks, rule, metric_facts, facts)
    if name == "approvals":
        return judge_approvals(policy, rule, facts)
    judges = {
        "inputs": judge_inputs,
        "evidence": judge_evidence,
        "looks": judge_looks,
        "separation": judge_separation,
        "no_open": judge_no_open,
        "reproduced": judge_reproduced,
        "shadow": judge_shadow,
    }
    return judges[name](rule, facts)


def judge_applies(policy: Map, facts: Map) -> str:
    # "use_case null or class/tier null or of wrong kind -> missing; not matching applies_when -> fail; else pass"
    wanted = policy.get("applies_when", {})
    use_case = as_map(facts.get("use_case"))
    verdicts = []
    kind = use_case.get("class")
    if not is_text(kind):
        verdicts.append("missing")
    elif "class" in wanted and kind not in wanted["class"]:
        # "class text unknown or tier outside 1..4 fails when applies_when names that key, else missing"
        verdicts.append("fail")
    elif kind not in CLASSES:  # "misspelt"
        verdicts.append("missing")
    tier = use_case.get("tier")
    if not is_whole(tier):
        verdicts.append("missing")
    elif "tier" in wanted and tier not in wanted["tier"]:
        verdicts.append("fail")
    elif tier not in [1, 2, 3, 4]:
        verdicts.append("missing")
    return worst([*verdicts, "pass"])


def judge_mode(policy: Map, facts: Map) -> str:
    verdicts = []
    mode, environment = facts.get("mode"), facts.get("environment")
    # "mode unknown -> missing"
    if mode not in ["governed", "demonstration"]:
        verdicts.append("missing")
    # "mode demonstration under a policy that is not a demonstration policy -> fail"
    if mode == "demonstration" and not is_demonstration(policy):
        verdicts.append("fail")
    # 'a demonstration policy with environment other than null or "demo" -> fail'
    if is_demonstration(policy) and environment is not None and environment != "demo":
        verdicts.append("fail")
    # '"environment": text or null'
    if environment is not None and not is_text(environment):
        verdicts.append("missing")
    return worst([*verdicts, "pass"])


def judge_inputs(rule: Map, facts: Map) -> str:
    # "null or empty map, or a role outside the seven -> missing"
    columns = as_map(facts.get("inputs"))
    verdicts = ["pass"] if columns else ["missing"]
    for role in columns.values():
        if role not in COLUMN_ROLES:
            verdicts.append("missing")
        # "any input column whose role is forbidden -> fail; else pass."
        if role in rule["forbid_column_roles"]:
            verdicts.append("fail")
    return worst(verdicts)


def judge_evidence(rule: Map, facts: Map) -> str:
    # "now unreadable -> missing."
    now, manifest, records = moment(facts.get("now")), subject_manifest(facts), facts.get("evidence")
    if now is None or manifest is None or not isinstance(records, list):
        return "missing"
    if not all(isinstance(record, dict) for record in records):
        return "missing"
    # "An evidence record whose kind is no text or whose manifest is no digest may be about anything: missing."
    if not all(is_text(record.get("kind")) and is_digest(record.get("manifest")) for record in records):
        return "missing"
    # "Check: missing before stale before pass."
    return worst(
        [judge_kind(kind, rule, now, [r for r in records if r.get("manifest") == manifest]) for kind in rule["kinds"]]
    )


def judge_kind(kind: str, rule: Map, now: datetime, records: list[Map]) -> str:
    # "per kind: records whose `manifest` equals subject.manifest. None -> missing."
    found = [record for record in records if record.get("kind") == kind]
    if not found:
        return "missing"
    verdict = "stale"
    for record in found:
        made_at = moment(record.get("made_at"))
        if made_at is None or not is_digest(record.get("digest")):
            return "missing"
        # "All older than max_age (now - made_at > max_age), or dated after now -> stale. Else ok."
        is_old = "max_age" in rule and now - made_at > span(rule["max_age"])
        if not is_old and made_at <= now:
            verdict = "pass"
    return verdict


def span(text: str) -> timedelta:
    # 'max_age?: "90d"|"12h"'
    return timedelta(days=int(text[:-1])) if text.endswith("d") else timedelta(hours=int(text[:-1]))


def judge_looks(rule: Map, facts: Map) -> str:
    # "null, negative, not an integer, or 0 -> missing; looks > at_holdout -> fail; else pass."
    looks = facts.get("looks")
    if not is_whole(looks) or looks <= 0:
        return "missing"
    # "A whole number beyond every budget fails, however large."
    return "fail" if looks > rule["at_holdout"] else "pass"


def judge_no_open(rule: Map, facts: Map) -> str:
    verdicts = []
    if "findings" in rule:
        # "findings listed: null -> missing"
        findings = facts.get("findings")
        if not isinstance(findings, list):
            verdicts.append("missing")
        else:
            verdicts += [judge_finding(rule["findings"], as_map(finding)) for finding in findings]
    if "risks_above" in rule:
        # "risks_above: risks null -> missing." No text says what any other value would mean.
        verdicts.append("missing")
    # "fail before missing."
    return worst([*verdicts, "pass"])


def judge_finding(listed: list[str], finding: Map) -> str:
    severity, is_open = finding.get("severity"), finding.get("is_open")
    # "any open finding of a listed severity -> fail."
    if is_open is True and severity in listed:
        return "fail"
    # "An entry with unknown severity or is_open not a boolean -> missing."
    is_readable = is_text(finding.get("id")) and severity in SEVERITIES and isinstance(is_open, bool)
    return "pass" if is_readable else "missing"
