"""Comparisons of groups: a metric of each group minus, or over, that of a reference group.

``overall`` holds the group itself. With w the group's part of the rows that the metric stands on, the difference is
``(1 - w) (group - rest)`` and the ratio ``1 / (w + (1 - w) rest / group)``. Group and rest share no row: their bounds
are carried over, and those of w, which is an estimate too, joined to them as MOVER joins.
Against ``best`` the bounds take the choice of that group as given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats, mover_difference, mover_ratio, wilson

ReferenceGroup = Literal["overall", "largest", "best"]

NO_REFERENCE = "The reference group has no value."
ZERO_REFERENCE = "The value of the reference group is 0, so there is no ratio to it."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """What is compared: the groups, and per group what it is set against.

    Attributes:
        groups: estimates of the groups.
        others: per group the estimate of the reference group, or of the rest where that is ``overall``.
        weight: per group its part of the reference: 0 for another group, w for ``overall``.
        weight_bounds: of ``weight``, a share that was estimated like any other.
        base: per group the value of the reference.
        base_n: per group the rows that value stands on.
        is_reference: where the group is itself the reference.
        correlation: of the two estimates; 0 where they share no row.
        reference: attribute to value of the reference group; ``None`` for ``overall`` or where there is none.
    """

    groups: Estimates
    others: Estimates
    weight: Floats
    weight_bounds: Bounds
    base: Floats
    base_n: Integers
    is_reference: NDArray[np.bool_]
    correlation: Floats
    reference: Mapping[str, str] | None = None


def against_group(groups: Estimates, reference: int | None, names: Sequence[Mapping[str, str]]) -> Sides:
    """The groups set against one of them; nothing is comparable when ``reference`` is ``None``."""
    size = len(groups.value)
    others = groups.repeated(reference or 0, size)
    base = others.value if reference is not None else np.full(size, np.nan)
    return Sides(
        groups=groups, others=others, weight=np.zeros(size),
        weight_bounds=(np.zeros(size), np.zeros(size)), base=base, base_n=others.n,
        is_reference=np.arange(size) == (-1 if reference is None else reference), correlation=np.zeros(size),
        reference=None if reference is None else names[reference],
    )  # fmt: skip


def against_overall(groups: Estimates, rest: Estimates, overall: Estimates, confidence: float) -> Sides:
    """The groups set against the whole table of which each is part, by way of the rest of it."""
    size, total = len(groups.value), groups.n + rest.n
    with np.errstate(invalid="ignore"):
        weight = groups.n / total
    return Sides(
        groups=groups, others=rest, weight=weight, weight_bounds=wilson(groups.n, total, confidence),
        base=np.full(size, overall.value[0]), base_n=np.full(size, overall.n[0]),
        is_reference=(rest.n == 0) & (groups.n > 0),
        correlation=np.zeros(size),
    )  # fmt: skip


def against_whole(groups: Estimates, overall: Estimates, correlation: Floats) -> Sides:
    """The groups set against the whole table as two estimates that move together."""
    size = len(groups.value)
    return Sides(
        groups=groups, others=overall.repeated(0, size), weight=np.zeros(size),
        weight_bounds=(np.zeros(size), np.zeros(size)), base=np.full(size, overall.value[0]),
        base_n=np.full(size, overall.n[0]), is_reference=groups.n == overall.n[0], correlation=correlation,
    )  # fmt: skip


def difference(sides: Sides) -> Estimates:
    """The groups' values minus that of the reference; 0 without a width for the reference itself."""
    lower, upper = mover_difference(sides.groups.bounded, sides.others.bounded, sides.correlation)
    shrink = 1 - sides.weight
    value = sides.groups.value - sides.base
    bounds = _with_weight(sides, value, (shrink * lower, shrink * upper), sides.groups.value - sides.others.value)
    return _estimates(sides, np.where(sides.is_reference & np.isfinite(value), 0.0, value), bounds, "mover")


def ratio(sides: Sides) -> Estimates:
    """The groups' values over that of the reference; 1 without a width for the reference itself."""
    lower, upper = mover_ratio(sides.groups.bounded, sides.others.bounded)
    weight = sides.weight
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(sides.base == 0, np.nan, sides.groups.value / sides.base)
        low, high = (1 / (weight + (1 - weight) / end) for end in (lower, upper))
        slope = value * (sides.groups.value - sides.others.value) / sides.base
    bounds = _with_weight(sides, value, (low, high), slope)
    return _estimates(sides, np.where(sides.is_reference & np.isfinite(value), 1.0, value), bounds, "mover-r")


def _with_weight(sides: Sides, value: Floats, bounds: Bounds, slope: Floats) -> Bounds:
    """Bounds that also allow for w, which is itself an estimate; ``slope`` is how fast the value falls as w grows."""
    lowest, highest = sides.weight_bounds
    less, more = sides.weight - lowest, highest - sides.weight
    down = np.where(slope > 0, more, less) * np.abs(slope)
    up = np.where(slope > 0, less, more) * np.abs(slope)
    return value - np.hypot(value - bounds[0], down), value + np.hypot(bounds[1] - value, up)


def _estimates(sides: Sides, value: Floats, bounds: Bounds, method: str) -> Estimates:
    own, groups = sides.is_reference, sides.groups
    named: dict[str, Json] = {} if sides.reference is None else {"reference": dict(sides.reference)}
    facts = zip(
        _numbers(groups.value), _numbers(sides.base), sides.base_n.tolist(), own.tolist(), strict=True
    )  # fmt: skip
    methods, reasons, details = [], [], []
    for row, (mine, base, base_n, is_reference) in enumerate(facts):
        methods.append("reference" if is_reference else f"{method}-{groups.methods[row]}")
        missing = ZERO_REFERENCE if base == 0 else NO_REFERENCE
        reasons.append(groups.reasons[row] if mine is None else missing)
        details.append(named | {
            "group_value": mine, "reference_value": base, "reference_n": int(base_n), "is_reference": is_reference,
        })  # fmt: skip
    return Estimates(
        value=value, lower=np.where(own, value, np.minimum(bounds[0], value)),
        upper=np.where(own, value, np.maximum(bounds[1], value)), n=groups.n, methods=methods, reasons=reasons,
        details=details,
    )  # fmt: skip


def _numbers(values: Floats) -> list[float | None]:
    return [value if isfinite(value) else None for value in values.tolist()]
