"""The ranges and values that a picture of a column has room for, and the share of rows in each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil, floor, log10
from types import MappingProxyType

import numpy as np

from evenhand.kernel.number import counted
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_MOST = 12
"""Slots of a picture, those of gaps apart."""
_TAIL = 0.005
"""Share of rows that a picture leaves to an open range at either end."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_GAPS = MappingProxyType({
    "null": "null", "nan": "NaN", "positive_infinity": "+inf", "negative_infinity": "-inf", "new": "new value",
    "strange": "other kind", "absent": "absent",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Where the rows of one column lie.

    Attributes:
        texts: one a slot.
        edges: between slots of ranges, one more than they; empty where slots are values.
        shares: per table the share of its rows in each slot.
        n_apart: slots at the end that hold no values but gaps.
    """

    texts: tuple[str, ...]
    edges: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
    n_apart: int


def slots_of(columns: Sequence[ColumnProfile]) -> Slots:
    """One column of one table or two, which were counted under one plan.

    Examples:
        >>> plan = ColumnPlan(name="sex", kind="text", cuts=np.empty(0), values=("f", "m"))
        >>> gaps = {"null": 2, "new": 0}
        >>> column = ColumnProfile(plan=plan, counts=np.array([3, 5]), sums=np.zeros(2), gaps=gaps, minimum=np.nan,
        ...                        maximum=np.nan, mean=np.nan, variance=np.nan)
        >>> slots_of([column]).texts, slots_of([column]).shares
        (('m', 'f', 'null'), ((0.5, 0.3, 0.2),))
    """
    plan = columns[0].plan
    counts = [np.asarray(column.counts) for column in columns]
    texts, edges, held = _ordered(plan, counts) if plan.is_ordered else _named(plan, counts)
    named = [key for key in _GAPS if any(column.gaps.get(key, 0) for column in columns)]
    shares = []
    for column, each in zip(columns, held, strict=True):
        rows = max(1, column.n_rows)
        shares.append(tuple(float(n) / rows for n in [*each, *(column.gaps.get(key, 0) for key in named)]))
    return Slots(
        texts=(*texts, *(_GAPS[key] for key in named)), edges=tuple(edges), shares=tuple(shares), n_apart=len(named)
    )


_Found = tuple[list[str], list[str], list[list[int]]]


def _named(plan: ColumnPlan, counts: Sequence[Integers]) -> _Found:
    texts = [*plan.values, *([] if plan.is_complete else ["all others"])]
    largest = np.sum([each / max(1, int(each.sum())) for each in counts], axis=0)
    order = sorted(range(len(texts)), key=lambda at: (-float(largest[at]), texts[at]))
    kept, others = (order, []) if len(order) <= _MOST else (order[: _MOST - 1], order[_MOST - 1 :])
    shown = [texts[at] or "(empty text)" for at in kept]
    held = [[int(each[at]) for at in kept] for each in counts]
    if others:
        shown.append(f"{counted(len(others))} other values")
        held = [[*each, int(all_counts[others].sum())] for each, all_counts in zip(held, counts, strict=True)]
    return shown, [], held


def _ordered(plan: ColumnPlan, counts: Sequence[Integers]) -> _Found:
    if not any(each.sum() for each in counts):
        return [], [], [[] for _ in counts]
    if not len(plan.cuts):
        return ["any value"], [], [[int(each.sum())] for each in counts]
    pooled = np.sum([each / max(1, int(each.sum())) for each in counts], axis=0)
    atoms = plan.atoms
    filled = np.flatnonzero(pooled > 0)
    if len(filled) <= _MOST and atoms[filled].all():
        texts = [_value(plan, float(plan.cuts[at - 1])) for at in filled]
        return texts, [], [[int(each[at]) for at in filled] for each in counts]
    return _ranges(plan, counts, np.cumsum(pooled) / pooled.sum())


def _ranges(plan: ColumnPlan, counts: Sequence[Integers], cumulated: Floats) -> _Found:
    """Ranges of even width where the cells allow; the share below cut ``i`` is ``cumulated[i]``."""
    below = cumulated[:-1]
    low = float(plan.cuts[max(0, int(np.searchsorted(below, _TAIL, side="right")) - 1)])
    high = float(plan.cuts[min(len(below) - 1, int(np.searchsorted(below, 1 - _TAIL, side="left")))])
    step = _step(max(high / (_MOST - 2) - low / (_MOST - 2), abs(high) * 1e-13, 1e-301), plan.kind)
    with np.errstate(over="ignore"):
        wanted = np.arange(floor(low / step), ceil(high / step) + 1) * step
    places = np.unique(np.minimum(np.searchsorted(plan.cuts, wanted, side="left"), len(below) - 1))
    texts = [_edge(plan, float(plan.cuts[at]), step) for at in places]
    sums = [np.concatenate([[0], np.cumsum(each)]) for each in counts]
    bounds = np.concatenate([[0], places + 1, [len(cumulated)]])
    held = [np.diff(each[bounds]).tolist() for each in sums]
    inner = [one if one == other else f"{one} to {other}" for one, other in pairwise(texts)]
    beyond = f"above {texts[-1]}" if texts[-2:-1] == texts[-1:] else f"{texts[-1]} or more"
    slots = [f"below {texts[0]}", *inner, beyond]
    edges = ["", *texts, ""]
    if not any(each[0] for each in held):
        slots, edges, held = slots[1:], edges[1:], [each[1:] for each in held]
    if not any(each[-1] for each in held):
        slots, edges, held = slots[:-1], edges[:-1], [each[:-1] for each in held]
    return slots, ["" if edge in edges[:at] else edge for at, edge in enumerate(edges)], held


def _step(least: float, kind: str) -> float:
    if kind == "time":
        return next((step for step in _time_steps() if step >= least), least)
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def _time_steps() -> list[float]:
    minutes = [_MINUTE * n for n in (1 / 60, 1 / 6, 1, 5, 15, 30)]
    hours = [_HOUR * n for n in (1, 3, 6, 12)]
    days = [_DAY * n for n in (1, 2, 7, 14, 30, 61, 91, 182, 365.25, 730.5, 1826.25, 3652.5, 36525)]
    return [*minutes, *hours, *days]


def _edge(plan: ColumnPlan, value: float, step: float) -> str:
    if plan.kind == "time":
        return _instant(value, is_day=step >= _DAY)
    if abs(value) >= 1e7 or 0 < step < 1e-4:
        return f"{value:.4g}"
    digits = max(0, -floor(log10(step)) + (round(step / 10 ** floor(log10(step)), 9) == 2.5))
    text = f"{value:.{digits}f}"
    return "0" if float(text) == 0 else text


def rounded(value: float) -> str:
    """A number as it is where it is short, else with six digits.

    Examples:
        >>> rounded(1200.0), rounded(0.123456789)
        ('1200', '0.123457')
    """
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"


def _value(plan: ColumnPlan, value: float) -> str:
    return _instant(value, is_day=value % _DAY == 0) if plan.kind == "time" else rounded(value)


def _instant(seconds: float, *, is_day: bool) -> str:
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(seconds))
    except OverflowError:
        return f"{seconds:.4g} s"
    return f"{at:%Y-%m-%d}" if is_day else f"{at:%Y-%m-%d %H:%M}"
