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
from evenhand.metrics.disparity.pairs import gap_ends, gaps, ratio_ends, shares_of
from evenhand.metrics.estimate import Estimates, Reading
from evenhand.metrics.family import simultaneous_confidence
from evenhand.metrics.tally import Integers

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
    members, n = spread.members, len(spread.members)
    n_pairs = n * (n - 1) // 2 * len(spread.plain)
    is_gap = spread.spec.extreme == "difference"
    values = np.stack([(gaps if is_gap else shares_of)(each.value[members]) for each in spread.plain])
    values.reshape(len(values), -1)[:, :: n + 1] = np.nan
    if not np.isfinite(values).any():
        return Reading(reason="The value of every group is 0, so there is no ratio between them.")
    place = int(np.nanargmax(values) if is_gap else np.nanargmin(values))
    family, one, other = (int(part) for part in np.unravel_index(place, values.shape))
    value, estimates = float(values[family, one, other]), spread.plain[family]
    near, far = _ends(spread.joint(n_pairs), members, is_gap)[0], _ends(spread.plain, members, is_gap)[1]
    ends = (near, far) if is_gap else (far, near)
    low, high = sorted((int(members[one]), int(members[other])), key=lambda row: float(estimates.value[row]))
    return Reading(
        value=value, lower=min(ends[0], value), upper=max(ends[1], value),
        method=f"simultaneous-{'mover' if is_gap else 'mover-r'}-{estimates.methods[low]}",
        detail={
            "of": spread.spec.spans[family], "lowest": dict(spread.names[low]), "highest": dict(spread.names[high]),
            "lowest_value": float(estimates.value[low]), "highest_value": float(estimates.value[high]),
            "lowest_n": int(estimates.n[low]), "highest_n": int(estimates.n[high]), "pairs": n_pairs,
        },
    )  # fmt: skip


def _ends(found: Sequence[Estimates], members: Integers, is_gap: bool) -> tuple[float, float]:  # noqa: FBT001
    """How little and how much the farthest pair of any of the metrics may be apart."""
    ends, farthest = (gap_ends, max) if is_gap else (ratio_ends, min)
    held = [each for each in found if is_gap or each.value[members].any()]
    near, far = zip(*(
        ends(each.value[members], (each.lower[members], each.upper[members])) for each in held
    ), strict=True)  # fmt: skip
    return float(farthest(near)), float(farthest(far))
