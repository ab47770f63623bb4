"""One number for all groups of a table: the widest difference, the smallest ratio, the worst group.

The two groups farthest apart in a table lie farther apart than they truly do: noise chooses them. The interval allows
for that choice. The true extreme is that of one pair of groups, though we do not know which, so its far end needs no
correction: the interval of that pair holds it, and the farthest end of all pairs lies no nearer. Its near end must hold
for every pair at once, so each gets the confidence that all of them together need. How often these intervals hold the
truth is told in ADR-0027; they err on the safe side where many groups lie close together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.metric import Metric
from evenhand.metrics.estimate import Estimates, Reading
from evenhand.metrics.family import simultaneous_confidence
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats, mover_difference, mover_ratio

Read: TypeAlias = Callable[[str, float], Estimates]
"""The estimates of one metric for all groups at a confidence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Between:
    """What a metric between groups found.

    Attributes:
        reading: the value with its bounds, or why there is none.
        is_kept: which groups it stands on.
        n: rows that their values stand on; where several metrics are spanned, of the first.
    """

    reading: Reading
    is_kept: NDArray[np.bool_]
    n: int


def between_groups(
    spec: Metric, read: Read, *, names: Sequence[dict[str, str]], confidence: float, min_count: int
) -> Between:
    """The extreme of ``spec.spans`` over all groups whose values each stand on at least ``min_count`` rows.

    Args:
        spec: a metric between groups.
        read: gives the estimates of the groups.
        names: of the groups.
        confidence: of the two-sided interval, in ``(0, 1)``.
        min_count: least rows of a group; smaller ones are named in the detail and stand in no number.

    Source:
        Boole's and Sidak's inequalities; MOVER as in ``uncertainty`` for each pair.
    """
    plain = [read(name, confidence) for name in spec.spans]
    kept = np.ones(len(names), dtype=bool)
    for each in plain:
        kept &= each.is_defined & (each.n >= min_count)
    n = int(plain[0].n[kept].sum())
    least = 1 if spec.extreme in ("min", "max") else 2
    if kept.sum() < least:
        found = "No group has" if least == 1 else "Fewer than two groups have"
        reading = Reading(reason=f"{found} a value that stands on {max(1, min_count):,} rows.")
        return Between(reading=reading, is_kept=kept, n=n)
    members = np.flatnonzero(kept)
    reading = (_worst if least == 1 else _farthest)(_Spread(
        spec=spec, read=read, plain=plain, members=members, names=names, confidence=confidence,
    ))  # fmt: skip
    detail: dict[str, Json] = {
        **reading.detail, "judged_groups": len(members),
        "left_out": [dict(name) for name, fit in zip(names, kept.tolist(), strict=True) if not fit],
    }  # fmt: skip
    made = Reading(
        value=reading.value, lower=reading.lower, upper=reading.upper, method=reading.method, reason=reading.reason,
        detail=detail,
    )  # fmt: skip
    return Between(reading=made, is_kept=kept, n=n)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spread:
    spec: Metric
    read: Read
    plain: Sequence[Estimates]
    members: Integers
    names: Sequence[dict[str, str]]
    confidence: float

    def joint(self, n: int) -> list[Estimates]:
        level = simultaneous_confidence(self.confidence, n, method="sidak")
        return [self.read(name, level) for name in self.spec.spans]


def _worst(spread: _Spread) -> Reading:
    (plain,), (joint,) = spread.plain, spread.joint(len(spread.members))
    members, is_least = spread.members, spread.spec.extreme == "min"
    mine = plain.value[members]
    place = int(members[np.argmin(mine) if is_least else np.argmax(mine)])
    if is_least:
        ends = float(plain.lower[members].min()), float(joint.upper[members].min())
    else:
        ends = float(joint.lower[members].max()), float(plain.upper[members].max())
    value = float(plain.value[place])
    return Reading(
        value=value, lower=min(ends[0], value), upper=max(ends[1], value),
        method=f"simultaneous-{plain.methods[place]}",
        detail={"group": dict(spread.names[place]), "group_n": int(plain.n[place])},
    )  # fmt: skip


def _farthest(spread: _Spread) -> Reading:
    one, other = (spread.members[side] for side in np.triu_indices(len(spread.members), 1))
    n_pairs = len(one) * len(spread.plain)
    measure = _apart if spread.spec.extreme == "difference" else _over
    plain = [measure(each, one, other) for each in spread.plain]
    joint = [measure(each, one, other) for each in spread.joint(n_pairs)]
    values, far = (np.concatenate(part) for part in zip(*((pair.value, pair.far) for pair in plain), strict=True))
    near = np.concatenate([pair.near for pair in joint])
    if not np.isfinite(values).any():
        return Reading(reason="The value of every group is 0, so there is no ratio between them.")
    is_gap = spread.spec.extreme == "difference"
    place = int(np.nanargmax(values) if is_gap else np.nanargmin(values))
    value = float(values[place])
    ends = (np.nanmax(near), np.nanmax(far)) if is_gap else (np.nanmin(far), np.nanmin(near))
    family, pair = divmod(place, len(one))
    estimates = spread.plain[family]
    low, high = sorted((int(one[pair]), int(other[pair])), key=lambda row: float(estimates.value[row]))
    return Reading(
        value=value, lower=min(float(ends[0]), value), upper=max(float(ends[1]), value),
        method=f"simultaneous-{'mover' if is_gap else 'mover-r'}-{estimates.methods[low]}",
        detail={
            "of": spread.spec.spans[family], "lowest": dict(spread.names[low]), "highest": dict(spread.names[high]),
            "lowest_value": float(estimates.value[low]), "highest_value": float(estimates.value[high]),
            "lowest_n": int(estimates.n[low]), "highest_n": int(estimates.n[high]), "pairs": n_pairs,
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pairs:
    """How far apart each pair lies, and how little (``near``) and how much (``far``) it may be."""

    value: Floats
    near: Floats
    far: Floats


def _apart(estimates: Estimates, one: Integers, other: Integers) -> _Pairs:
    sides = _sides(estimates, one, other)
    lower, upper = mover_difference(*sides)
    return _Pairs(
        value=np.abs(sides[0][0] - sides[1][0]), near=np.maximum(0, np.maximum(lower, -upper)),
        far=np.maximum(upper, -lower),
    )  # fmt: skip


def _over(estimates: Estimates, one: Integers, other: Integers) -> _Pairs:
    """The lower over the higher of each pair; NaN where both are 0."""
    swap = estimates.value[one] > estimates.value[other]
    less, more = np.where(swap, other, one), np.where(swap, one, other)
    sides = _sides(estimates, less, more)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = sides[0][0] / sides[1][0]
        lower, upper = mover_ratio(*sides)
        near, far = np.minimum(1, np.minimum(upper, 1 / lower)), np.minimum(lower, 1 / upper)
    has_value = np.isfinite(value)
    return _Pairs(value=value, near=np.where(has_value, near, np.nan), far=np.where(has_value, far, np.nan))


def _sides(estimates: Estimates, one: Integers, other: Integers) -> tuple[tuple[Floats, Bounds], tuple[Floats, Bounds]]:
    value, lower, upper = estimates.value, estimates.lower, estimates.upper
    return (value[one], (lower[one], upper[one])), (value[other], (lower[other], upper[other]))
