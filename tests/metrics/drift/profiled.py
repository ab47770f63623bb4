"""Columns of two tables, profiled under the plan that the first makes."""

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.drift.measures import column_drift
from evenhand.metrics.profiling.batch import Codes, Numbers, Strange, Values
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.plan import ColumnPlan, Kind, ProfilePlan
from evenhand.metrics.profiling.planning import number_plan, text_plan
from evenhand.metrics.profiling.profile import ColumnProfile

Sides = tuple[ColumnProfile, ColumnProfile]


def counted(plan: ColumnPlan, values: Values | None, n_rows: int) -> ColumnProfile:
    counting = Counting(ProfilePlan(columns=(plan,)))
    counting.add({} if values is None else {plan.name: values}, n_rows=n_rows)
    return counting.profile().column(plan.name)


def numbers(before: np.ndarray, now: np.ndarray, *, is_exact: bool = False, kind: Kind = "number") -> Sides:
    plan = number_plan("x", before[np.isfinite(before)], is_exact=is_exact, kind=kind)
    one, other = (counted(plan, Numbers(values=each), len(each)) for each in (before, now))
    return one, other


def texts(before: np.ndarray, now: np.ndarray) -> Sides:
    """Codes of values, 0 or more; -1 is null."""
    seen = np.bincount(before[before >= 0])
    plan = text_plan("x", {f"v{code:05d}": int(n) for code, n in enumerate(seen) if n})
    cell = np.full(max(int(before.max(initial=0)), int(now.max(initial=0))) + 2, plan.n_cells, dtype=np.int64)
    cell[[int(value[1:]) for value in plan.values]] = np.arange(len(plan.values))
    cell[-1] = -1  # the code of null
    one, other = (counted(plan, Codes(cells=cell[each]), len(each)) for each in (before, now))
    return one, other


def retyped(side: ColumnProfile, n: int) -> ColumnProfile:
    return counted(side.plan, Strange(n_null=0, n_values=n), n)


def absent(side: ColumnProfile, n: int) -> ColumnProfile:
    return counted(side.plan, None, n)


def measured(sides: Sides, *, confidence: float = 0.95) -> dict[str, Measurement]:
    return {each.name: each for each in column_drift(*sides, confidence=confidence)}


def certified(found: Measurement) -> tuple[float, float]:
    """What counts prove about the value of the very rows."""
    ends = found.detail["certified"]
    assert isinstance(ends, list)
    low, high = (float(str(end)) for end in ends)
    return low, high
