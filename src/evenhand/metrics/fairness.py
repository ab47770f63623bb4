"""Comparisons of groups: a metric of each group minus, or over, that of a reference group.

``overall`` holds the group itself. With w the group's part of the rows that the metric stands on, the difference is
``(1 - w) (group - rest)`` and the ratio ``1 / (w + (1 - w) rest / group)``: the bounds are those of group and rest,
which share no row, carried over. Against ``best`` the bounds take the choice of that group as given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.uncertainty import Bounds, Floats, mover_difference, mover_ratio

ReferenceGroup = Literal["overall", "largest", "best"]

NO_REFERENCE = "The reference group has no value."
ZERO_REFERENCE = "The value of the reference group is 0, so there is no ratio to it."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """What is compared: the groups, and per group the rows that it is set against, none of them shared.

    Attributes:
        groups: estimates of the groups.
        others: per group the estimate of the reference group, or of the rest where it is ``overall``.
        weight: per group its part of the reference: 0 for another group, w for ``overall``.
        is_reference: where the group is itself the reference.
        base: per group the value of the reference.
        reference: attribute to value of the reference group; ``None`` for ``overall`` or where there is none.
    """

    groups: Estimates
    others: Estimates
    weight: Floats
    is_reference: NDArray[np.bool_]
    base: Floats
    reference: Mapping[str, str] | None = None


def against_group(groups: Estimates, reference: int | None, names: Sequence[Mapping[str, str]]) -> Sides:
    """The groups set against one of them, or against nobody when ``reference`` is ``None``."""
    size = len(groups.value)
    index = np.full(size, 0 if reference is None else reference)
    value = groups.value[index] if reference is not None else np.full(size, np.nan)
    others = Estimates(
        value=value, lower=groups.lower[index], upper=groups.upper[index], n=groups.n[index], method=groups.method,
        reasons=(NO_REFERENCE,) * size,
    )  # fmt: skip
    own = np.arange(size) == (-1 if reference is None else reference)
    return Sides(
        groups=groups, others=others, weight=np.zeros(size), is_reference=own, base=value,
        reference=None if reference is None else names[reference],
    )  # fmt: skip


def against_overall(groups: Estimates, rest: Estimates, overall: float) -> Sides:
    """The groups set against the whole table of which each is part."""
    total = groups.n + rest.n
    with np.errstate(invalid="ignore"):
        weight = groups.n / total
    own = (rest.n == 0) & (groups.n > 0)
    return Sides(groups=groups, others=rest, weight=weight, is_reference=own, base=np.full(len(groups.value), overall))


def difference(sides: Sides) -> Estimates:
    """The groups' values minus that of the reference; 0 without a width for the reference itself."""
    lower, upper = mover_difference(sides.groups.bounded, sides.others.bounded)
    value = np.where(sides.is_reference, 0.0, sides.groups.value - sides.base)
    shrink = 1 - sides.weight
    return _estimates(sides, value, (shrink * lower, shrink * upper), f"mover-{sides.groups.method}")


def ratio(sides: Sides) -> Estimates:
    """The groups' values over that of the reference; 1 without a width for the reference itself."""
    lower, upper = mover_ratio(sides.groups.bounded, sides.others.bounded)
    weight = sides.weight
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(sides.base == 0, np.nan, sides.groups.value / sides.base)
        value = np.where(sides.is_reference & (sides.base != 0), 1.0, value)
        bounds = tuple(1 / (weight + (1 - weight) / end) for end in (lower, upper))
    return _estimates(sides, value, (bounds[0], bounds[1]), f"mover-r-{sides.groups.method}")


def _estimates(sides: Sides, value: Floats, bounds: Bounds, method: str) -> Estimates:
    own = sides.is_reference
    lower = np.where(own, value, np.minimum(bounds[0], value))
    upper = np.where(own, value, np.maximum(bounds[1], value))
    groups, total = sides.groups, sides.groups.n + sides.others.n
    whole = sides.weight > 0
    reasons = tuple(
        groups.reasons[row] if not np.isfinite(groups.value[row])
        else ZERO_REFERENCE if sides.base[row] == 0 else NO_REFERENCE
        for row in range(len(value))
    )  # fmt: skip
    named: dict[str, Json] = {} if sides.reference is None else {"reference": dict(sides.reference)}
    details = tuple(
        named | {
            "group_value": _number(groups.value[row]), "reference_value": _number(sides.base[row]),
            "reference_n": int(total[row] if whole[row] else sides.others.n[row]), "is_reference": bool(own[row]),
        }
        for row in range(len(value))
    )  # fmt: skip
    return Estimates(
        value=value, lower=lower, upper=upper, n=groups.n, method=method, reasons=reasons, details=details,
        methods={int(row): "reference" for row in np.flatnonzero(own)},
    )  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
