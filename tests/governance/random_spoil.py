"""Damage to facts at any depth: a value of another kind, a key left out, an entry twice, a list emptied."""

from copy import deepcopy
from math import inf, nan
from random import Random
from typing import Any

from tests.governance.random_policy import Map, chance, pick

JUNK: list[Any] = [
    None, None, nan, inf, -inf, True, False, "", " ", "0.9", "approve", -1, 0, 1, 2.0, 1.5, 10**400, [], {}, [None],
    [[]], {"a": None}, [{}],
]  # fmt: skip


def spoil(rng: Random, facts: Map) -> None:
    """Change one place of the facts, which stay a map."""
    place: Any = facts
    key: Any = pick(rng, list(facts)) if facts else None
    while key is not None and isinstance(place[key], dict | list) and place[key] and chance(rng, 0.8):
        place = place[key]
        key = pick(rng, list(place)) if isinstance(place, dict) else int(rng.random() * len(place))
    if key is None:
        return
    action = rng.random()
    if action < 0.6:
        place[key] = deepcopy(pick(rng, JUNK))
    elif action < 0.8:
        del place[key]
    elif isinstance(place, list):
        place.insert(int(rng.random() * (len(place) + 1)), deepcopy(pick(rng, [place[key], *JUNK])))
    else:
        place[pick(rng, ["extra", "n", "rows", "value"])] = deepcopy(pick(rng, JUNK))
