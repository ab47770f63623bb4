"""One number for all groups of a table: the widest difference, the smallest ratio, the worst group.

The two groups farthest apart in a table lie farther apart than they truly do: noise chooses them. The interval allows
for that choice. The true extreme is that of one pair of groups, though we do not know which, so its far end needs no
correction: the interval of that pair holds it, and the farthest end of all pairs lies no nearer. Its near end must hold
for every pair at once, so each gets the confidence that all of them together need. How often these intervals hold the
truth is told in ADR-0027; they err on the safe side where many groups lie close together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.metric import Metric
from evenhand.metrics.disparity.pairs import gap_ends, gaps, ratio_ends, shares_of
from evenhand.metrics.estimate import Estimates, Reading
from evenhand.metrics.family import simultaneous_confidence
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

Read: TypeAlias = Callable[[str, float], Estimates]
"""The estimates of one metric for all groups at a confidence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Between:
    """What a metric between groups found.

    Attributes:
        reading: the value with its bounds, or why there is none.
        is_kept: which groups it stands on; where several metrics are spanned, at least one of them.
        n: rows that their values stand on; where several metrics are spanned, of the first.
    """

    reading: Reading
    is_kept: NDArray[np.bool_]
    n: int


def between_groups(
    spec: Metric, read: Read, *, names: Sequence[dict[str, str]], confidence: float, min_count: int
) -> Between:
    """The extreme of ``spec.spans`` over all groups whose values each stand on at least ``min_count`` rows.

    Where several metrics are spanned, each keeps the groups that it has rows for, so that the whole is never better
    than one of its parts; there is no value where one of them has too few groups.

    Args:
        spec: a metric between groups.
        read: gives the estimates of the groups.
        names: of the groups.
        confidence: of the two-sided interval, in ``(0, 1)``.
        min_count: least rows of a group; smaller ones are named in the detail (``left_out``, and by metric
            ``left_out_of`` where several are spanned) and stand in no number.

    Source:
        Boole's and Sidak's inequalities; MOVER as in ``uncertainty`` for each pair.
    """
    plain = [read(name, confidence) for name in spec.spans]
    fits = [each.is_defined & (each.n >= min_count) for each in plain]
    kept = np.asarray(np.any(fits, axis=0))
    n = int(plain[0].n[fits[0]].sum())
    least = 1 if spec.extreme in ("min", "max") else 2
    few = [name for name, fit in zip(spec.spans, fits, strict=True) if fit.sum() < least]
    if few:
        found = "No group has" if least == 1 else "Fewer than two groups have"
        value = "value" if len(spec.spans) == 1 else few[0].replace("_", " ")
        reading = Reading(reason=f"{found} a {value} that stands on {max(1, min_count):,} rows.")
        return Between(reading=reading, is_kept=kept, n=n)
    reading = (_worst if least == 1 else _farthest)(_Spread(
        spec=spec, read=read, plain=plain, members=[np.flatnonzero(fit) for fit in fits], names=names,
        confidence=confidence,
    ))  # fmt: skip
    made = replace(reading, detail={**reading.detail, **_left_out(spec, fits, names)})
    return Between(reading=made, is_kept=kept, n=n)


def _left_out(spec: Metric, fits: Sequence[NDArray[np.bool_]], names: Sequence[dict[str, str]]) -> dict[str, Json]:
    lacking: list[list[Json]] = [
        [dict(name) for name, fit in zip(names, each.tolist(), strict=True) if not fit] for each in fits
    ]
    anywhere: list[Json] = [
        dict(name) for name, fit in zip(names, np.all(fits, axis=0).tolist(), strict=True) if not fit
    ]
    detail: dict[str, Json] = {"judged_groups": int(np.any(fits, axis=0).sum()), "left_out": anywhere}
    if len(fits) > 1:
        detail["left_out_of"] = dict(zip(spec.spans, lacking, strict=True))
    return detail


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spread:
    spec: Metric
    read: Read
    plain: Sequence[Estimates]
    members: Sequence[Integers]
    names: Sequence[dict[str, str]]
    confidence: float

    def joint(self, n: int) -> list[Estimates]:
        level = simultaneous_confidence(self.confidence, n, method="sidak")
        return [self.read(name, level) for name in self.spec.spans]


def _worst(spread: _Spread) -> Reading:
    (plain,), (members,) = spread.plain, spread.members
    (joint,), is_least = spread.joint(len(members)), spread.spec.extreme == "min"
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
    n_pairs = sum(len(each) * (len(each) - 1) // 2 for each in spread.members)
    is_gap = spread.spec.extreme == "difference"
    pairs = [
        _pair(family, each.value[members], members, is_gap=is_gap)
        for family, (each, members) in enumerate(zip(spread.plain, spread.members, strict=True))
    ]
    found = [each for each in pairs if each is not None]
    if not found:
        return Reading(reason="The value of every group is 0, so there is no ratio between them.")
    value, family, one, other = (max if is_gap else min)(found, key=lambda each: each[0])
    estimates = spread.plain[family]
    near = _ends(spread.joint(n_pairs), spread.members, is_gap=is_gap)[0]
    far = _ends(spread.plain, spread.members, is_gap=is_gap)[1]
    ends = (near, far) if is_gap else (far, near)
    low, high = sorted((one, other), key=lambda row: float(estimates.value[row]))
    return Reading(
        value=value, lower=min(ends[0], value), upper=max(ends[1], value),
        method=f"simultaneous-{'mover' if is_gap else 'mover-r'}-{estimates.methods[low]}",
        detail={
            "of": spread.spec.spans[family], "lowest": dict(spread.names[low]), "highest": dict(spread.names[high]),
            "lowest_value": float(estimates.value[low]), "highest_value": float(estimates.value[high]),
            "lowest_n": int(estimates.n[low]), "highest_n": int(estimates.n[high]), "pairs": n_pairs,
        },
    )  # fmt: skip


def _pair(family: int, value: Floats, members: Integers, *, is_gap: bool) -> tuple[float, int, int, int] | None:
    """How far the farthest two lie apart, of which metric, and their groups; ``None`` where there is no ratio."""
    values = (gaps if is_gap else shares_of)(value)
    values.reshape(-1)[:: len(members) + 1] = np.nan
    if not np.isfinite(values).any():
        return None
    place = int(np.nanargmax(values) if is_gap else np.nanargmin(values))
    one, other = (int(part) for part in np.unravel_index(place, values.shape))
    return float(values[one, other]), family, int(members[one]), int(members[other])


def _ends(found: Sequence[Estimates], groups: Sequence[Integers], *, is_gap: bool) -> tuple[float, float]:
    """How little and how much the farthest pair of any of the metrics may be apart."""
    ends, farthest = (gap_ends, max) if is_gap else (ratio_ends, min)
    held = [
        ends(each.value[members], (each.lower[members], each.upper[members]))
        for each, members in zip(found, groups, strict=True)
        if is_gap or each.value[members].any()
    ]
    near, far = zip(*held, strict=True)
    return float(farthest(near)), float(farthest(far))
