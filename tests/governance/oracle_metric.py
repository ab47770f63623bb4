"""The oracle's reading of the `metric` predicate. Each rule stands in quotes above the lines that follow it."""

# ruff: noqa: ERA001 (what stands in quotes is the text of the rules, no code)

from math import pi

from tests.governance.oracle_kinds import (
    Map,
    is_count,
    is_digest,
    is_finite,
    is_number,
    is_text,
    is_texts,
    is_whole,
    worst,
)

# "a number between groups is one for all groups of `by`: its one group has no attributes"
BETWEEN = tuple(
    f"{stem}_{end}"
    for stem in ("demographic_parity", "equal_opportunity", "equalized_odds", "predictive_parity")
    for end in ("difference", "ratio")
)


def judge_metric(policy: Map, checks: list[Map], rule: Map, metric_facts: object, known: Map) -> str:
    """The verdict of one metric check: `checks` are all of its gate, `metric_facts` the list under its id."""
    items = items_of(rule, known.get("protected"))
    if items is None:
        return "missing"
    facts = facts_of_items(rule, items, metric_facts)
    if facts is None:
        return "missing"
    required = required_confidence(policy, checks, rule, facts, known.get("looks"))
    if required is None:
        return "missing"
    # "a group whose confidence is below the required level (tolerance 1e-9) makes the check missing."
    for fact in facts:
        for group in fact["groups"]:
            if group["confidence"] < required - 1e-9:
                return "missing"
    # "The check: worst over items in the order fail > missing > insufficient > pass."
    return worst([judge_item(rule, fact) for fact in facts])


def facts_of_items(rule: Map, items: list[list[str]], metric_facts: object) -> list[Map] | None:
    """The one fact of each item, in order, or None where the text says that the check is missing."""
    # "Facts of a wrong shape make that MetricFact unusable: the check is `missing`, never an exception."
    if not isinstance(metric_facts, list) or not all(is_usable(fact) for fact in metric_facts):
        return None
    facts = []
    for by in items:
        # "every `by` item (or the one whole-table item, by = []) needs exactly one usable MetricFact of that name,
        # that `by` (same order), that reference_group (and budget); else missing."
        found = [fact for fact in metric_facts if is_wanted(fact, rule, by)]
        if len(found) != 1:
            return None
        facts.append(found[0])
    return facts


def items_of(rule: Map, protected: object) -> list[list[str]] | None:
    # "`by`: list of items, each an attribute name or a list of names (their crossing)"
    if "by" not in rule:
        return [[]]
    # "`by: protected` (the bare word, not in a list) stands for every column that the contract marks protected, each by
    # itself."
    if rule["by"] == "protected":
        # "Null, absent, empty, no list, an entry that is no text or blank, or a name twice -> every check with
        # `by: protected` is missing."
        if not is_texts(protected) or protected == [] or len(set(protected)) < len(protected):
            return None
        # "Otherwise the item list is one item per name, in the order of the list (`by = [name]`)"
        return [[name] for name in protected]
    return [[item] if isinstance(item, str) else item for item in rule["by"]]


def is_wanted(fact: Map, rule: Map, by: list[str]) -> bool:
    return bool(
        fact["name"] == rule["name"]
        and fact["by"] == by
        and fact.get("reference_group") == rule.get("reference_group")
        and fact.get("budget") == rule.get("budget")
    )


def is_usable(fact: object) -> bool:
    # 'MetricFact: {"name","by":[attribute,...],"reference_group": text or null,"rows": int,"groups":[...],
    # "input": digest, "budget"?: int, "effort"?: int}'
    if not isinstance(fact, dict) or not has_usable_head(fact):
        return False
    if not (is_count(fact.get("rows")) and isinstance(fact.get("groups"), list)):
        return False
    seen = []
    for group in fact["groups"]:
        # "a group of other attributes than `by`, the same group twice"
        by = [] if fact["name"] in BETWEEN else fact["by"]
        if not is_usable_group(group, by) or group["group"] in seen:
            return False
        seen.append(group["group"])
    # "The values of one attribute are all text, all booleans or all numbers."
    for name in fact["by"]:
        if len({kind_of(values[name]) for values in seen}) > 1:
            return False
    # "group rows summing to more than `rows`"
    return bool(sum(group["rows"] for group in fact["groups"]) <= fact["rows"])


def has_usable_head(fact: Map) -> bool:
    if not (is_text(fact.get("name")) and is_texts(fact.get("by")) and is_digest(fact.get("input"))):
        return False
    reference = fact.get("reference_group")
    # "text where a number belongs, a negative count"
    is_counted = all(fact.get(name) is None or is_count(fact[name]) for name in ["budget", "effort"])
    return is_counted and (reference is None or is_text(reference))


def is_usable_group(group: object, by: list[str]) -> bool:
    if not isinstance(group, dict) or not is_group_of(group.get("group"), by):
        return False
    # "a group without n, a negative count, n > rows"
    if not (is_count(group.get("rows")) and is_count(group.get("n"))) or group["n"] > group["rows"]:
        return False
    # "confidence outside (0,1)"
    if not (is_number(group.get("confidence")) and 0 < group["confidence"] < 1):
        return False
    # "text where a number belongs": a null is an undefined value, NaN and infinity are numbers that are not finite.
    value, lower, upper = group.get("value"), group.get("lower"), group.get("upper")
    for number in [value, lower, upper]:
        if number is not None and not is_number(number):
            return False
    # "lower > value, value > upper"
    if value is not None and lower is not None and lower > value:
        return False
    return not (value is not None and upper is not None and value > upper)


def is_group_of(group: object, by: list[str]) -> bool:
    # '"group":{attribute: value}', with the attributes of `by` and no others
    if not isinstance(group, dict) or len(group) != len(by) or not all(name in group for name in by):
        return False
    return all(isinstance(value, str | bool) or is_finite(value) for value in group.values())


def kind_of(value: object) -> str:
    return "text" if isinstance(value, str) else "boolean" if isinstance(value, bool) else "number"


def required_confidence(policy: Map, checks: list[Map], rule: Map, facts: list[Map], looks: object) -> float | None:
    """1 - alpha, or None where the text says that the check is missing."""
    # "Required level: alpha0 = 1 - confidence."
    alpha0: float = 1 - policy.get("confidence", 0.95)
    if rule.get("burden", "prove") == "prove":
        # "looks null -> the check is missing."
        if not is_whole(looks) or looks < 0:
            return None
        # "burden prove: with a `looks` check in the same gate of budget K: alpha = alpha0 / K"
        budgets = [check["looks"]["at_holdout"] for check in checks if "looks" in check]
        if budgets:
            return 1 - alpha0 / float(max(budgets))
        # "without: alpha = alpha0 * 6 / (pi^2 k^2), k = max(1, looks)"
        k = min(max(1, looks), 10**100)  # beyond that the level is 1 in any case, and a float still holds k^2
        k_squared = float(k) * float(k)
        return 1 - alpha0 * 6 / (pi**2 * k_squared)
    # "burden disprove: alpha = alpha0 / m under family bonferroni (m = total number of groups with n >= min_count
    # over all items of the check, at least 1), alpha0 under none. Required confidence = 1 - alpha."
    if policy.get("family", "bonferroni") == "none":
        return 1 - alpha0
    m = 0
    for fact in facts:
        for group in fact["groups"]:
            if group["n"] >= rule.get("min_count", 100):
                m += 1
    return 1 - alpha0 / max(1, m)


def is_defined(group: Map) -> bool:
    return is_finite(group.get("value")) and is_finite(group.get("lower")) and is_finite(group.get("upper"))


def judge_item(rule: Map, fact: Map) -> str:
    # "rows = 0 -> missing."
    if fact["rows"] == 0:
        return "missing"
    # "group judged iff n >= min_count and value, lower, upper are finite numbers (null value = undefined = unjudged)"
    min_count = rule.get("min_count", 100)
    judged, others = [], []
    for group in fact["groups"]:
        if group["n"] >= min_count and is_defined(group):
            judged.append(group)
        else:
            others.append(group)
    verdicts = [judge_group(rule, group) for group in judged]
    # "the item: fail if any judged group fails; else missing/insufficient by the rules above (missing before
    # insufficient); else pass."
    if "fail" in verdicts:
        return "fail"
    if not judged:
        # "no judged group in an item -> that item is missing (for the whole-table item: insufficient when its
        # n < min_count, missing when undefined)."
        is_short_table = fact["by"] == [] and others != [] and is_defined(others[0])
        return "insufficient" if is_short_table else "missing"
    # "if the ONLY judged group is the reference itself, the item is missing."
    if all(is_reference(rule, group) for group in judged):
        return "missing"
    # "unjudged share of an item = (rows of unjudged groups + rows minus the sum of all groups' rows) / rows;
    # > unjudged_at_most -> insufficient for the item."
    unjudged = sum(group["rows"] for group in others)
    unlisted = fact["rows"] - sum(group["rows"] for group in fact["groups"])
    if (unjudged + unlisted) / fact["rows"] > rule.get("unjudged_at_most", 0.01):
        return "insufficient"
    return worst(verdicts)


def is_reference(rule: Map, group: Map) -> bool:
    # "(when reference_group is largest or best)"
    if rule.get("reference_group") not in ["largest", "best"]:
        return False
    # "A group is recognised as the reference by lower == upper == value and value equal to 0 for `_difference`,
    # 1 for `_ratio`."
    own = 0 if rule["name"].endswith("_difference") else 1
    return bool(group["lower"] == group["upper"] == group["value"] == own)


def judge_group(rule: Map, group: Map) -> str:
    # "each judged group against each bound. Two bounds: worst of both (fail > insufficient > pass)."
    lower, upper = group["lower"], group["upper"]
    must_prove = rule.get("burden", "prove") == "prove"
    verdicts = []
    if "at_least" in rule:
        bound = rule["at_least"]
        if must_prove:
            # "burden prove, at_least L: lower >= L pass; upper < L fail; else insufficient."
            verdicts.append("pass" if lower >= bound else "fail" if upper < bound else "insufficient")
        else:
            # "burden disprove, at_least L: upper < L fail else pass"
            verdicts.append("fail" if upper < bound else "pass")
    if "at_most" in rule:
        bound = rule["at_most"]
        if must_prove:
            # "at_most U: upper <= U pass; lower > U fail; else insufficient."
            verdicts.append("pass" if upper <= bound else "fail" if lower > bound else "insufficient")
        else:
            # "at_most U: lower > U fail else pass."
            verdicts.append("fail" if lower > bound else "pass")
    return worst(verdicts)
