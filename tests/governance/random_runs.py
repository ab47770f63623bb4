"""Random facts about runs made again and runs beside another, near every bound."""

from math import inf, nan
from random import Random
from typing import Any

from tests.governance.random_metric_facts import VALUES
from tests.governance.random_policy import Map, chance, pick
from tests.governance.random_setting import DAY, DOCUMENT, MICROSECOND, OTHER_MANIFEST, ZERO, Setting


def random_head(rng: Random, setting: Setting) -> Map:
    ago = pick(rng, [DAY, ZERO, -MICROSECOND] if chance(rng, 0.2) else [DAY, ZERO])
    head: Map = {"manifest": setting.manifest, "made_at": setting.at(ago), "digest": DOCUMENT}
    if chance(rng, 0.06):
        head["manifest"] = OTHER_MANIFEST
    return head


def random_reproduction(rng: Random, checks: list[Map], setting: Setting) -> Map | None:
    within = [check["reproduced"]["within"] for check in checks if "reproduced" in check]
    if not within and chance(rng, 0.5):
        return None
    bound: float = pick(rng, within) if within else 0.01
    near: list[Any] = [0, bound, bound / 2, bound * (1 + 1e-12), bound + 1e-9, bound * 2 + 1e-6]
    odd: list[Any] = [None, None, nan, inf, -1e-12, 10**400, True, "0"]
    difference = pick(rng, odd) if chance(rng, 0.15) else pick(rng, near)
    n: Any = pick(rng, [0, -1, None, 1.0, True]) if chance(rng, 0.1) else pick(rng, [1, 30, 5000])
    compared = pick(rng, [None, "", "rows"]) if chance(rng, 0.05) else pick(rng, ["scores", "bytes"])
    return {**random_head(rng, setting), "difference": difference, "n": n, "compared": compared}


def random_shadow_run(rng: Random, checks: list[Map], setting: Setting, protected: object) -> Map | None:
    rules = [check["shadow"] for check in checks if "shadow" in check]
    if not rules and chance(rng, 0.5):
        return None
    least: int = pick(rng, rules)["min_count"] if rules else 100
    n: Any = pick(rng, [least, least, least, least + 1, max(0, least - 1), least * 40, least * 40, least * 40 + 3000])
    rivals: list[Any] = ["champion"] * 5 + ["current-practice"] * 3 + [None, "nobody"]
    names = [name for name in protected if isinstance(name, str)] if isinstance(protected, list) else []
    groups = [group for name in dict.fromkeys(names) for group in random_groups(rng, name, n)]
    if chance(rng, 0.15):
        groups += random_groups(rng, pick(rng, [*VALUES, "", "region"]), n)
    if groups and chance(rng, 0.08):
        pick(rng, groups).update(pick(rng, [{"n": -1}, {"n": n + 1}, {"group": None}, {"attribute": 3}, {"n": 2.0}]))
    if chance(rng, 0.04):
        n = pick(rng, [None, -1, 1.0, True, "100"])
    run: Map = {**random_head(rng, setting), "n": n, "groups": groups, "compared_with": pick(rng, rivals)}
    return run


def random_groups(rng: Random, attribute: str, n: int) -> list[Map]:
    """The rows of one attribute: most in one group, the others around thirty and around one in a hundred."""
    groups: list[Map] = []
    left = n
    for index in range(pick(rng, [0, 1, 1, 2, 3])):
        rows = min(left, pick(rng, [0, 29, 30, 31, n // 100, n // 100 + 1, n // 3]))
        groups.append({"attribute": attribute, "group": f"group-{index}", "n": rows})
        left -= rows
    lost = min(left, pick(rng, [0, 0, 0, 0, 1, n // 100, n // 100 + 1]))
    if chance(rng, 0.95):
        groups.append({"attribute": attribute, "group": pick(rng, ["others", ""]), "n": left - lost})
    return groups
