"""The oracle's reading of `reproduced` and `shadow`: a version that ran again, and one that ran beside another."""

# ruff: noqa: ERA001 (what stands in quotes is the text of the rules, no code)

from tests.governance.oracle_kinds import (
    Map,
    as_map,
    is_count,
    is_digest,
    is_finite,
    is_text,
    is_texts,
    moment,
    subject_manifest,
    worst,
)


def is_of_this_version(fact: object, facts: Map) -> bool:
    # "missing when `now` or the manifest is not readable"
    now, manifest = moment(facts.get("now")), subject_manifest(facts)
    if now is None or manifest is None:
        return False
    # "when the fact is no map or does not say its `digest`, is about another manifest"
    if not isinstance(fact, dict) or not is_digest(fact.get("digest")) or fact.get("manifest") != manifest:
        return False
    # "or is not dated or dated after now"
    made_at = moment(fact.get("made_at"))
    return made_at is not None and made_at <= now


def judge_reproduced(rule: Map, facts: Map) -> str:
    fact = facts.get("reproduction")
    if not is_of_this_version(fact, facts):
        return "missing"
    run = as_map(fact)
    # "or does not say [...] what was `compared`", which "is `scores` or `bytes`"
    if run.get("compared") not in ["scores", "bytes"]:
        return "missing"
    # "missing, too, when `n` is no count of 1 or more"
    if not is_count(run.get("n")) or run["n"] == 0:
        return "missing"
    # "and when `difference` is no finite number from 0"
    if not is_finite(run.get("difference")) or run["difference"] < 0:
        return "missing"
    # "Otherwise `difference` <= `within` passes, and any other fails."
    return "pass" if run["difference"] <= rule["within"] else "fail"


def judge_shadow(rule: Map, facts: Map) -> str:
    fact = facts.get("shadow")
    # "and when `n` is no count"
    if not is_of_this_version(fact, facts) or not is_count(as_map(fact).get("n")):
        return "missing"
    run = as_map(fact)
    # "missing when it was not `compared_with` the `champion`. Where the rule says `if_no_champion: current-practice`, a
    # comparison with `current-practice` is as good"
    if run.get("compared_with") != "champion":
        stated = rule.get("if_no_champion")
        if stated != "current-practice" or run.get("compared_with") != stated:
            return "missing"
    # "With `per_group: true`" / "`per_group` is false when left out; then `groups` is not read."
    seen = judge_groups(run, facts.get("protected")) if rule.get("per_group", False) else "pass"
    # "insufficient when `n` < `min_count`"
    return worst([seen, "insufficient" if run["n"] < rule["min_count"] else "pass"])


def judge_groups(run: Map, protected: object) -> str:
    # "missing when the fact `protected` is no list of different names"
    if not is_texts(protected) or protected == [] or len(set(protected)) != len(protected):
        return "missing"
    groups = run.get("groups")
    if not isinstance(groups, list) or not are_groups_sound(groups, run["n"]):
        return "missing"
    verdicts = []
    for name in protected:
        counts = [each["n"] for each in groups if each["attribute"] == name]
        # "the rows in groups of fewer than 30 rows and the rows in none of its groups are together more than 1 % of n"
        well_seen = sum(count for count in counts if count >= 30)
        verdicts.append("insufficient" if (run["n"] - well_seen) * 100 > run["n"] else "pass")
        # "and when a protected attribute has no group at all"
        if counts == []:
            verdicts.append("missing")
    return worst(verdicts)


def are_groups_sound(groups: list[object], n: int) -> bool:
    rows: dict[str, int] = {}
    seen: list[tuple[str, str]] = []
    for each in groups:
        # "maps that each name an `attribute`, a `group` (a string) and a count `n`"
        if not isinstance(each, dict) or not is_text(each.get("attribute")):
            return False
        if not isinstance(each.get("group"), str) or not is_count(each.get("n")):
            return False
        # "when one attribute has the same group twice"
        if (each["attribute"], each["group"]) in seen:
            return False
        seen.append((each["attribute"], each["group"]))
        rows[each["attribute"]] = rows.get(each["attribute"], 0) + each["n"]
    # "or more rows in its groups than the run has"
    return all(total <= n for total in rows.values())
