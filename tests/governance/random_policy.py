"""Random valid policies over the whole set of predicates, one seed giving one policy."""

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

Map = dict[str, Any]
Item = TypeVar("Item")

GATES = ["intake", "development", "training-validation", "deployment-approval", "monitoring", "change", "retirement"]
CLASSES = ["prohibited", "high_risk", "transparency", "minimal", "out_of_scope"]
KINDS = ["data-sheet", "data-quality-report", "explanation-report", "privacy-report"]
ROLES = ["independent-validation", "legal", "ethics-committee", "model-risk-committee"]
COLUMN_ROLES = ["protected", "label", "key", "time", "weight", "context"]
SEVERITIES = ["critical", "high", "medium", "low"]
CONFIDENCES = [0.51, 0.8, 0.9, 0.95, 0.99, 0.999]
AGES = ["90d", "180d", "12h", "1d", "1h"]
MIN_COUNTS = [1, 2, 30, 100, 1000]
SHARES = [0, 0.0, 0.01, 0.05, 0.07, 0.29, 0.5, 1, 1.0]  # 0.07 * 100 and 0.29 * 100 are no whole numbers in floats
BYS: list[list[Any]] = [
    ["sex"], ["race"], ["sex", "race"], [["sex", "race"]], [["race", "sex"]], ["age_band", ["sex", "age_band"]],
    ["sex", ["sex", "race"]], [["sex", "race", "age_band"]], ["region"], [["sex", "is_veteran"], "region"],
]  # fmt: skip
RATES = ["roc_auc", "true_positive_rate", "selection_rate"]
RATE_BOUNDS: list[Map] = [
    {"at_least": 0.75},
    {"at_most": 0.9},
    {"at_least": 0.3, "at_most": 0.7},
    {"at_least": 0},
    {"at_most": 1},
]
DIFFERENCE_BOUNDS: list[Map] = [
    {"at_least": -0.1},
    {"at_most": 0.1},
    {"at_least": -0.05, "at_most": 0.05},
    {"at_least": 0.0},
]
RATIO_BOUNDS: list[Map] = [
    {"at_least": 0.8},
    {"at_most": 1.25},
    {"at_least": 0.8, "at_most": 1.25},
    {"at_least": 1, "at_most": 1},
]
PREDICATES = (
    ["metric"] * 8 + ["evidence"] * 4 + ["approvals"] * 5 + ["separation"] * 2 + ["no_open"] * 3 + ["inputs"] * 3
    + ["looks"] * 4 + ["reproduced"] * 2 + ["shadow"] * 3
)  # fmt: skip


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def pick(rng: Random, items: Sequence[Item]) -> Item:
    return items[int(rng.random() * len(items))]


def some(rng: Random, items: Sequence[Item]) -> list[Item]:
    """At least one of the items, in random order."""
    return rng.sample(items, 1 + int(rng.random() * min(3, len(items))))


def random_policy(rng: Random) -> tuple[Map, str]:
    """A valid policy, and the gate of it that is worth asking."""
    gate = pick(rng, GATES)
    policy: Map = {"policy": pick(rng, ["credit-high-risk", "demo", "all"]), "version": 1 + int(rng.random() * 9)}
    if chance(rng, 0.6):
        policy["applies_when"] = applies_when(rng)
    if chance(rng, 0.25):
        policy["demonstration"] = chance(rng, 0.8)
    if chance(rng, 0.5):
        policy["confidence"] = pick(rng, CONFIDENCES)
    if chance(rng, 0.4):
        policy["family"] = pick(rng, ["bonferroni", "none"])
    if chance(rng, 0.5):
        policy["waivers"] = {"roles": some(rng, ROLES)}
        if chance(rng, 0.6):
            policy["waivers"]["at_most_days"] = pick(rng, [1, 7, 30, 90])
    policy["gates"] = {gate: random_checks(rng, is_demonstration=policy.get("demonstration", False))}
    if chance(rng, 0.1):
        policy["gates"].setdefault(pick(rng, GATES), [{"looks": {"at_holdout": 3}}])
    return policy, gate


def applies_when(rng: Random) -> Map:
    wanted: Map = {}
    if chance(rng, 0.7):
        wanted["class"] = some(rng, CLASSES)
    if chance(rng, 0.7):
        wanted["tier"] = some(rng, [1, 2, 3, 4])
    return wanted


def random_checks(rng: Random, *, is_demonstration: bool) -> list[Map]:
    names = [pick(rng, PREDICATES) for _ in range(1 + int(rng.random() * 4))]
    if "approvals" in names and "separation" not in names and not (is_demonstration and chance(rng, 0.5)):
        names.append("separation")
    checks: list[Map] = []
    for name in names:
        if name == "looks" and any("looks" in other for other in checks):
            continue  # a second budget is refused at load
        check: Map = {name: RULES[name](rng)}
        given = {id_of(other) for other in checks}
        if chance(rng, 0.1) or id_of(check) in given:
            check["id"] = f"{name.replace('_', '-')}-{len(checks)}"
        checks.append(check)
    return checks


def id_of(check: Map) -> str:
    """The id that the check has, given or by default."""
    if "id" in check:
        return str(check["id"])
    if "metric" not in check:
        return next(iter(check))
    rule = check["metric"]
    if rule.get("by") == "protected":
        return f"{rule['name']} by protected"
    by = ",".join(item if isinstance(item, str) else "*".join(item) for item in rule.get("by", []))
    return f"{rule['name']} by {by}" if by else str(rule["name"])


def random_metric(rng: Random) -> Map:
    kind = rng.random()
    rule: Map
    if kind < 0.3:
        rule = {"name": pick(rng, RATES), **pick(rng, RATE_BOUNDS)}
        if chance(rng, 0.5):
            rule["by"] = random_by(rng)
    elif kind < 0.85:
        bounds = {"true_positive_rate_difference": DIFFERENCE_BOUNDS, "selection_rate_ratio": RATIO_BOUNDS}
        name = pick(rng, list(bounds))
        reference = pick(rng, ["overall", "largest", "best"])
        rule = {"name": name, "by": random_by(rng), "reference_group": reference, **pick(rng, bounds[name])}
    else:
        rule = {"name": "flips_within_moves", "budget": pick(rng, [1, 2, 5]), "burden": "disprove", "at_most": 0.2}
        if chance(rng, 0.3):
            rule["by"] = random_by(rng)
    if "burden" not in rule and chance(rng, 0.6):
        rule["burden"] = pick(rng, ["prove", "disprove", "disprove"])
    if chance(rng, 0.6):
        rule["min_count"] = pick(rng, MIN_COUNTS)
    if chance(rng, 0.7):
        rule["unjudged_at_most"] = pick(rng, SHARES)
    return rule


def random_by(rng: Random) -> str | list[Any]:
    if chance(rng, 0.3):
        return "protected"
    return [list(item) if isinstance(item, list) else item for item in pick(rng, BYS)]


def random_evidence(rng: Random) -> Map:
    rule: Map = {"kinds": some(rng, KINDS)}
    if chance(rng, 0.7):
        rule["max_age"] = pick(rng, AGES)
    return rule


def random_approvals(rng: Random) -> Map:
    rule: Map = {role: pick(rng, [1, 1, 1, 2, 2, 3]) for role in some(rng, ROLES)}
    if chance(rng, 0.08):
        rule[pick(rng, ROLES[2:])] = "quorum"
    return rule


def random_no_open(rng: Random) -> Map:
    rule: Map = {"findings": some(rng, SEVERITIES)}
    if chance(rng, 0.1):
        rule["risks_above"] = "appetite"
        if chance(rng, 0.5):
            del rule["findings"]
    return rule


def random_shadow(rng: Random) -> Map:
    rule: Map = {"min_count": pick(rng, MIN_COUNTS)}
    if chance(rng, 0.5):
        rule["per_group"] = chance(rng, 0.5)
    if chance(rng, 0.5):
        rule["if_no_champion"] = "current-practice"
    return rule


RULES = {
    "inputs": lambda rng: {"forbid_column_roles": some(rng, COLUMN_ROLES)},
    "metric": random_metric,
    "evidence": random_evidence,
    "reproduced": lambda rng: {"within": pick(rng, [0, 1e-9, 0.01])},
    "looks": lambda rng: {"at_holdout": pick(rng, [1, 2, 5, 20])},
    "approvals": random_approvals,
    "separation": lambda rng: {"none_of": rng.sample(["author", "submitter"], pick(rng, [1, 2, 2]))},
    "no_open": random_no_open,
    "shadow": random_shadow,
}
