"""Random measurements for a metric check: near the bounds, at the limit of the unjudged share, in tiny groups."""

from itertools import product
from math import ceil, inf, nan, nextafter, pi
from random import Random
from typing import Any

from tests.governance.random_policy import Map, chance, pick

VALUES: dict[str, list[Any]] = {
    "sex": ["female", "male"],
    "race": ["a", "b", "c"],
    "age_band": ["under 25", "25 and over"],
    "region": [1, 2.5, -3],
    "is_veteran": [True, False],
}
MOST = 2**53 - 1
INPUT = "sha256:" + "1f" * 32


def random_metric_facts(
    rng: Random, policy: Map, checks: list[Map], rule: Map, *, looks: object, protected: object
) -> list[Map]:
    items = random_items(rng, rule, protected)
    wish = pick(rng, ["clear"] * 6 + ["one"] * 2 + ["any"] * 2)
    facts = [random_metric_fact(rng, rule, list(by), wish) for by in items]
    set_confidences(rng, facts, required_confidence(policy, checks, rule, facts, looks))
    if chance(rng, 0.25):
        add_oddity(rng, facts)
    groups = [group for fact in facts for group in fact["groups"]]
    if groups and chance(rng, 0.2):
        add_group_oddity(rng, pick(rng, groups))
    return facts


def random_items(rng: Random, rule: Map, protected: object) -> list[list[str]]:
    """What was measured: what the rule asks for; with protected columns now and then one that the contract forgot."""
    if rule.get("by") != "protected":
        return [[item] if isinstance(item, str) else item for item in rule.get("by", [])] or [[]]
    names = [name for name in protected if name in VALUES] if isinstance(protected, list) else []
    if chance(rng, 0.5):
        names = list(dict.fromkeys(names))
    if not names or chance(rng, 0.05):
        names = rng.sample(list(VALUES), pick(rng, [1, 2, 3]))
    return [[name] for name in names]


def random_metric_fact(rng: Random, rule: Map, by: list[str], wish: str) -> Map:
    min_count: int = rule.get("min_count", 100)
    names = list(product(*(VALUES[name] for name in by)))
    if len(names) > 1 and chance(rng, 0.1):
        names = names[: pick(rng, [0, 1, 2])]
    groups = []
    odd = int(rng.random() * len(names)) if names else 0
    for index, values in enumerate(names):
        low, value, high = random_interval(rng, rule, is_clear=wish == "clear" or (wish == "one" and index != odd))
        n, rows = random_counts(rng, min_count)
        group = {"group": dict(zip(by, values, strict=True)), "rows": rows, "n": n}
        groups.append({**group, "value": value, "lower": low, "upper": high})
    if groups and rule.get("reference_group") in ["largest", "best"] and chance(rng, 0.85):
        own = pick(rng, [0, 0.0, -0.0] if rule["name"].endswith("_difference") else [1, 1.0])
        pick(rng, groups).update(value=own, lower=own, upper=own)
    if groups and chance(rng, 0.12):
        pick(rng, groups).update(pick(rng, UNDEFINED))
        if chance(rng, 0.2):  # both undefined and too small
            groups[0].update(n=min_count - 1, **UNDEFINED[0])
    fact: Map = {"name": rule["name"], "by": by, "reference_group": rule.get("reference_group"), "groups": groups}
    fact["rows"] = random_rows(rng, groups, min_count, rule.get("unjudged_at_most", 0.01))
    if chance(rng, 0.01):
        fact["rows"] += MOST - fact["rows"] + pick(rng, [0, 1])
    fact["input"] = INPUT
    if "budget" in rule:
        fact.update(budget=rule["budget"], effort=pick(rng, [0, 200]))
    return fact


UNDEFINED: list[Map] = [
    {"value": None, "lower": None, "upper": None},
    {"value": None, "lower": None, "upper": None},
    {"value": nan, "lower": nan, "upper": nan},
    {"value": nan},
    {"lower": -inf},
    {"upper": inf},
    {"value": inf, "lower": inf, "upper": inf},
    {"lower": None},
]


def random_counts(rng: Random, min_count: int) -> tuple[int, int]:
    """The rows that an estimate stands on, around the least count, and the rows of the group."""
    n = pick(rng, [min_count, min_count, min_count + 1, 2 * min_count, 3 * min_count + 7, 5000])
    if chance(rng, 0.08):
        n = pick(rng, [0, 1, min_count - 1, min_count // 2])
    return n, n + pick(rng, [0, 0, 1, 50])


def random_rows(rng: Random, groups: list[Map], min_count: int, limit: float) -> int:
    """Rows of the whole table such that the unjudged share lies at the limit, a row beside it, or anywhere."""
    listed = sum(group["rows"] for group in groups)
    judged = [group for group in groups if group["n"] >= min_count and group["value"] is not None]
    if chance(rng, 0.5) or not judged:
        return int(listed + pick(rng, [0] * 8 + [1, 50]))
    percent = round(limit * 100)
    if percent == 100:
        return int(listed + pick(rng, [0, 1000]))
    known = sum(group["rows"] for group in judged)
    hundreds = ceil(known / (100 - percent))
    if percent > 0:
        hundreds = max(hundreds, ceil((listed - known) / percent))
    judged[0]["rows"] += (100 - percent) * hundreds - known
    at_limit = max(listed + (100 - percent) * hundreds - known, 100 * hundreds)
    beside = pick(rng, [0, 0, 0, 1, -1])
    return int(max(at_limit + beside, sum(group["rows"] for group in groups)))


def around(bound: float) -> list[float]:
    return [
        bound - 0.2, bound - 0.01, nextafter(bound, -inf), bound,
        bound, nextafter(bound, inf), bound + 0.01, bound + 0.2,
    ]  # fmt: skip


def random_interval(rng: Random, rule: Map, *, is_clear: bool) -> tuple[float, float, float]:
    """Lower, value, upper on a fine grid around the bounds; a clear one lies on the good side of both."""
    least, most = rule.get("at_least"), rule.get("at_most")
    grid = [point for bound in [least, most] if bound is not None for point in around(bound)]
    if is_clear:
        clear = [point for point in grid if (least is None or point >= least) and (most is None or point <= most)]
        if rule.get("burden") == "disprove" and chance(rng, 0.7):
            clear = [pick(rng, clear), pick(rng, grid), pick(rng, clear)]
        grid = clear
    low, value, high = sorted([pick(rng, grid), pick(rng, grid), pick(rng, grid)])
    return low, value, high


def required_confidence(policy: Map, checks: list[Map], rule: Map, facts: list[Map], looks: object) -> float:
    alpha: float = 1 - policy.get("confidence", 0.95)
    if rule.get("burden") == "disprove":
        counts = [group["n"] for fact in facts for group in fact["groups"]]
        tests = sum(count >= rule.get("min_count", 100) for count in counts)
        return 1 - (alpha if policy.get("family") == "none" else alpha / max(1, tests))
    budgets = [check["looks"]["at_holdout"] for check in checks if "looks" in check]
    if budgets:
        return 1 - alpha / float(max(budgets))
    k = looks if isinstance(looks, int) and 1 <= looks <= 10**6 else 1
    return 1 - alpha * 6 / (pi * k) ** 2


def set_confidences(rng: Random, facts: list[Map], required: float) -> None:
    """The required confidence, a higher one, one within the tolerance, now and then one below."""
    confidence = pick(rng, [required] * 6 + [(1 + required) / 2, required - 5e-10])
    for fact in facts:
        for group in fact["groups"]:
            group["confidence"] = confidence
    groups = [group for fact in facts for group in fact["groups"]]
    if groups and chance(rng, 0.05):
        pick(rng, groups)["confidence"] = pick(rng, [required - 1e-6, required - 1e-8, 0.5, required + 1e-7, 1.0, 1])


def add_oddity(rng: Random, facts: list[Map]) -> None:
    """One fact too many, too few, or of another question."""
    fact = pick(rng, facts)
    odd: Map = {**fact, "groups": list(fact["groups"]), "by": list(fact["by"])}
    changes: list[Map] = [
        {},
        {"name": "roc_auc"},
        {"reference_group": pick(rng, ["overall", "largest", "best", None])},
        {"by": fact["by"][::-1]},
        {"budget": pick(rng, [1, 2, 5])},
        {"effort": -1},
        {"input": pick(rng, [None, "sha256:short", INPUT.upper()])},
        {"groups": [*fact["groups"], *fact["groups"][:1]]},
        {"groups": [*fact["groups"], *fact["groups"][:1]], "rows": 2 * fact["rows"]},
        {"groups": fact["groups"] * 2, "rows": 2 * fact["rows"]},
        {"rows": 0},
        {"rows": 0, "groups": []},
        {"rows": pick(rng, [MOST, MOST + 1, 10**400])},
        {"groups": []},
        {"reference_group": pick(rng, [3, "", []])},
        {"name": pick(rng, [None, "", 3])},
        {"rows": sum(group["rows"] for group in fact["groups"]) - 1},
    ]
    odd.update(pick(rng, changes))
    action: Any = pick(rng, ["add", "replace", "replace", "drop"])
    if action == "add":
        facts.insert(int(rng.random() * 2), odd)
    elif action == "replace":
        facts[facts.index(fact)] = odd
    else:
        facts.remove(fact)


def add_group_oddity(rng: Random, group: Map) -> None:
    """One group that no measurement would give."""
    text_for_number: Any = pick(rng, ["0.9", "", True, [], {}])
    changes: list[Map] = [
        {"n": group["rows"] + 1},
        {"n": pick(rng, [-1, None, True, 150.0, "150", nan])},
        {"rows": pick(rng, [-1, None, False, 1e6, "1000", 10**400, MOST, MOST + 1])},
        {"confidence": pick(rng, [0, 1, 0.0, 1.0, 1.5, -0.5, None, "0.95", True, nan])},
        {pick(rng, ["value", "lower", "upper"]): text_for_number},
        {pick(rng, ["value", "lower", "upper"]): pick(rng, [10**400, -(10**400), nan, inf, -inf])},
        {"lower": 5, "upper": 6},
        {"lower": -6, "upper": -5},
        {"value": True, "lower": pick(rng, [0, 1, True]), "upper": pick(rng, [1, 2, True])},
        {"group": {}},
        {"group": {f"other {name}": value for name, value in group["group"].items()}},
        {"group": {**group["group"], "site": "north"}},
        {"group": dict.fromkeys(group["group"])},
        {"group": dict.fromkeys(group["group"], pick(rng, [["female"], {}, nan, inf, 1, True, "1", "other"]))},
        {"group": pick(rng, [None, "female", [], ["female"]])},
    ]
    if chance(rng, 0.15):
        del group[pick(rng, list(group))]
    else:
        group.update(pick(rng, changes))
