"""One flaw in a valid policy, for which the text says that the file is refused."""

from random import Random
from typing import Any

from tests.governance.random_policy import Map, chance, id_of, pick, random_policy


def random_flawed_policy(rng: Random) -> tuple[str, Map]:
    """What is wrong, and a policy that would be valid but for that."""
    policy, gate = random_policy(rng)
    checks = policy["gates"][gate]
    check = pick(rng, checks)
    name = next(key for key in check if key != "id")
    kind = pick(rng, ["file", "gate", "check", "check"])
    if kind == "file":
        return spoil_file(rng, policy), policy
    if kind == "gate":
        return spoil_gate(rng, checks, is_demonstration=policy.get("demonstration", False)), policy
    if chance(rng, 0.2):
        check[name]["unheard-of"] = 1
        return f"an unknown key in {name}", policy
    changes = FLAWS[name] + (comparison_flaws(check[name]) if name == "metric" else [])
    change = pick(rng, changes)
    for key, value in change.items():
        if value is ABSENT:
            check[name].pop(key, None)
        else:
            check[name][key] = value
    return f"{name} with {change}", policy


ABSENT: Any = object()
NO_COUNT: list[Any] = [0, -1, 1.5, True, "1", None]

FLAWS: dict[str, list[Map]] = {
    "inputs": [{"forbid_column_roles": wrong} for wrong in [[], ["feature"], "label", ["Label"], [3], None]],
    "metric": [
        {"name": "roc_auk"},
        {"name": None},
        {"at_least": ABSENT, "at_most": ABSENT},
        {"at_least": 0.9, "at_most": 0.8},
        *[{"at_most": wrong} for wrong in ["0.8", True, None, [0.8]]],
        *[{"by": wrong} for wrong in ["sex", [], [[]], [3], [""], ["sex", "sex"], [["sex", "sex"]], {"sex": 1}]],
        *[{"by": wrong} for wrong in [["protected"], [["sex", "protected"]], ["sex", "protected"], "Protected"]],
        {"by": [["sex", "race"], ["race", "sex"]]},
        {"burden": "proof"},
        *[{"min_count": wrong} for wrong in NO_COUNT],
        *[{"unjudged_at_most": wrong} for wrong in [-0.1, 1.1, "0.1", True, None]],
        {"budget": 0},
    ],
    "evidence": [
        *[{"kinds": wrong} for wrong in [[], ["data-sheets"], "data-sheet", [None]]],
        *[{"max_age": wrong} for wrong in ["90", "90w", "0d", "-1d", "1.5d", 90, "d", None]],
    ],
    "reproduced": [{"within": wrong} for wrong in [-1e-9, "0", True, None, ABSENT]],
    "looks": [{"at_holdout": wrong} for wrong in [*NO_COUNT, ABSENT]],
    "approvals": [{"legal": wrong} for wrong in [*NO_COUNT, "quorums"]] + [{"lawyer": 1}],
    "separation": [{"none_of": wrong} for wrong in [[], ["approver"], "author", [None], ABSENT]],
    "no_open": [
        {"findings": ABSENT, "risks_above": ABSENT},
        *[{"findings": wrong} for wrong in [[], ["severe"], "high", [None]]],
        *[{"risks_above": wrong} for wrong in ["zero", 1, True]],
    ],
    "shadow": [
        *[{"min_count": wrong} for wrong in [*NO_COUNT, ABSENT]],
        {"per_group": "yes"},
        {"per_group": 1},
        {"if_no_champion": "nobody"},
    ],
}


def comparison_flaws(rule: Map) -> list[Map]:
    """What a comparison of groups needs and others must not have, and what a search needs."""
    if rule["name"] == "flips_within_moves":
        return [{"budget": ABSENT}, {"burden": "prove"}, {"burden": ABSENT}, {"reference_group": "overall"}]
    if rule["name"].endswith(("_difference", "_ratio")):
        return [{"by": ABSENT}, {"reference_group": ABSENT}, {"reference_group": "smallest"}, {"budget": 2}]
    return [{"reference_group": "overall"}, {"budget": 2}]


def spoil_file(rng: Random, policy: Map) -> str:
    changes: list[Map] = [
        *[{"policy": wrong} for wrong in ["Credit", "credit_risk", "", "credit-", None, 3]],
        *[{"version": wrong} for wrong in NO_COUNT],
        *[{"applies_when": wrong} for wrong in [{"class": []}, {"tier": []}, {"tier": [5]}, {"tier": [True]}]],
        *[
            {"applies_when": wrong}
            for wrong in [{"class": ["high-risk"]}, {"class": "minimal"}, {"klass": ["minimal"]}]
        ],
        *[{"demonstration": wrong} for wrong in ["true", 1, None]],
        *[{"confidence": wrong} for wrong in [0.5, 1, 0, 1.5, "0.95", True, None]],
        *[{"family": wrong} for wrong in ["holm", True, None]],
        *[{"waivers": wrong} for wrong in [{}, {"roles": []}, {"roles": ["lawyer"]}, None]],
        *[{"waivers": {"roles": ["legal"], "at_most_days": wrong}} for wrong in [0, 91, 1.5, True, "30", None]],
        *[{"gates": wrong} for wrong in [{}, {"change": []}, {"launch": [{"looks": {"at_holdout": 1}}]}, [], None]],
        *[{"examples": wrong} for wrong in [[], None, [{"gate": "change", "expect": "pass", "facts": {}}]]],
        {"remarks": "none"},
    ]
    change = pick(rng, changes)
    policy.update(change)
    return f"a file with {change}"


def spoil_gate(rng: Random, checks: list[Map], *, is_demonstration: bool) -> str:
    first = checks[0]
    flaws: list[tuple[str, Map]] = [
        ("no predicate", {"id": "nothing"}),
        ("an unknown predicate", {"metrics": {"name": "roc_auc", "at_least": 0.5}}),
        ("two predicates", {"looks": {"at_holdout": 1}, "reproduced": {"within": 0}, "id": "two"}),
        ("the id of a check that always stands", {"reproduced": {"within": 0}, "id": pick(rng, ["applies", "mode"])}),
        ("the id of a check never waived", {"shadow": {"min_count": 1}, "id": pick(rng, ["separation", "approvals"])}),
        ("an id twice", {"reproduced": {"within": 0}, "id": id_of(first)}),
        ("an id that is no name", {"reproduced": {"within": 0}, "id": pick(rng, ["", " ", None, 3])}),
    ]
    if any("looks" in check for check in checks):
        flaws.append(("two budgets of looks", {"looks": {"at_holdout": 9}, "id": "more-looks"}))
    if not is_demonstration and not any("separation" in check for check in checks):
        flaws.append(("approvals without separation", {"approvals": {"legal": 1}, "id": "approved"}))
    flaw, check = pick(rng, flaws)
    checks.insert(int(rng.random() * (len(checks) + 1)), check)
    return flaw
