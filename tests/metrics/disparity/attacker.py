"""Somebody who reads a report and works out what is hidden: by linear programming, apart from the code that hides."""

from itertools import product

import numpy as np
from scipy.optimize import linprog

from evenhand.metrics.disparity.crossing import Crossing, Group
from evenhand.metrics.disparity.suppression import Suppression
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.uncertainty import Floats

Rows = dict[tuple[str, ...], int]
_SIZES = (0, 1, 2, 3, 5, 8, 9, 10, 12, 25, 60, 300)
_LARGER = (0, 4, 9, 40, 50, 55, 66, 300, 700)


def profile_of(rows: Rows, attributes: tuple[str, ...]) -> EvaluationProfile:
    """A table with so many rows of each group."""
    n = sum(rows.values())
    columns = {
        name: np.repeat(np.array([key[place] for key in rows], dtype=object), list(rows.values()))
        for place, name in enumerate(attributes)
    }
    return EvaluationProfile.of(Cases(label=np.ones(n), decision=np.ones(n), attributes=columns))


def random_rows(draw: np.random.Generator) -> tuple[Rows, tuple[str, ...]]:
    """Groups of one to three attributes, many of them small."""
    attributes = ("a", "b", "c")[: int(draw.integers(1, 4))]
    widths = draw.integers(2, 6 if len(attributes) < 3 else 4, len(attributes))
    sizes = _SIZES if draw.random() < 0.5 else _LARGER
    values = [[f"{name}{at}" for at in range(width)] for name, width in zip(attributes, widths, strict=True)]
    return {key: int(draw.choice(sizes)) for key in product(*values)}, attributes


def ranges_left(rows: Rows, attributes: tuple[str, ...], found: Suppression, min_count: int) -> dict[Group, float]:
    """Per small group and sum how far its rows may lie apart for one who knows all that is shown and all names."""
    groups = [frozenset(zip(attributes, key, strict=True)) for key, n in rows.items() if n]
    parts: list[Group] = [frozenset()]
    if len(attributes) > 1:
        parts += dict.fromkeys(frozenset({pair}) for group in groups for pair in group)
    held = np.array([n for n in rows.values() if n], dtype=float)
    sums = np.array([[part <= group for group in groups] for part in parts], dtype=float)
    counts = np.concatenate([held, sums @ held])
    bounds = []
    for key, n in zip([*groups, *parts], counts.tolist(), strict=True):
        if key in found.small:
            bounds.append((int(found.names(dict(key))), min_count - 1))
        elif key in found.beside:
            bounds.append((min_count if found.small else 1, None))
        else:
            bounds.append((n, n))
    equations = np.hstack([sums, -np.eye(len(parts))])
    return {
        key: _range(at, equations, bounds)
        for at, (key, n) in enumerate(zip([*groups, *parts], counts.tolist(), strict=True))
        if n < min_count
    }


def _range(at: int, equations: Floats, bounds: list[tuple[float, float | None]]) -> float:
    goal = np.zeros(len(bounds))
    goal[at] = 1
    right = np.zeros(len(equations))
    least = linprog(goal, A_eq=equations, b_eq=right, bounds=bounds)
    most = linprog(-goal, A_eq=equations, b_eq=right, bounds=bounds)
    return float(-most.fun - least.fun)


def crossing_of(rows: Rows, attributes: tuple[str, ...]) -> Crossing:
    """The groups as code that hides takes them."""
    profile = profile_of(rows, attributes)
    return Crossing.of(profile.cells, attributes, attributes=profile.plan.attributes, values=profile.values)


def ranges_left_of_each(
    rows: Rows, attributes: tuple[str, ...], found: Suppression, min_count: int
) -> dict[Group, float]:
    """The same of groups of single attributes for one who knows them, and which of their crossings hold rows."""
    groups = [frozenset(zip(attributes, key, strict=True)) for key, n in rows.items() if n]
    parts: list[Group] = [frozenset(), *dict.fromkeys(frozenset({pair}) for group in groups for pair in group)]
    sums = np.array([[part <= group for group in groups] for part in parts], dtype=float)
    counts = sums @ np.array([n for n in rows.values() if n], dtype=float)
    bounds: list[tuple[float, float | None]] = [(int(found.names(dict(group))), None) for group in groups]
    for key, n in zip(parts, counts.tolist(), strict=True):
        beside = (min_count if found.small and not found.is_coarse else 1, None)
        bounds.append((1, min_count - 1) if key in found.small else beside if key in found.beside else (n, n))
    equations = np.hstack([sums, -np.eye(len(parts))])
    return {
        key: _range(len(groups) + at, equations, bounds)
        for at, (key, n) in enumerate(zip(parts, counts.tolist(), strict=True))
        if n < min_count
    }


def few_left(rows: Rows, attributes: tuple[str, ...], found: Suppression, min_count: int) -> list[Group]:
    """Sums that are shown and, less what is shown of them, leave fewer than ``min_count`` rows."""
    groups = {frozenset(zip(attributes, key, strict=True)): n for key, n in rows.items() if n}
    parts = {frozenset(), *(frozenset({pair}) for group in groups for pair in group)}
    told = []
    for part in parts if len(attributes) > 1 else {frozenset()}:
        left = [n for group, n in groups.items() if part <= group and found.hides(dict(group))]
        if left and sum(left) < min_count and not found.hides(dict(part)):
            told.append(part)
    return told
