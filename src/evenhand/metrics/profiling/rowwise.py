"""Columns that lie in memory as rows, under a plan: for small tables whose rows are needed for more than counting."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.coding import unlike_values
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.profiling.batch import Codes, Numbers, Strange, Values
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.planning import number_plan, text_plan
from evenhand.metrics.profiling.profile import Profile
from evenhand.metrics.tally import Integers


def plan_of_columns(columns: Iterable[ColumnValues]) -> ProfilePlan:
    """The plan that these rows make; whatever holds no numbers counts as text, booleans and instants too."""
    return ProfilePlan(columns=tuple(_plan(column) for column in columns))


def profile_of_columns(columns: Sequence[ColumnValues], plan: ProfilePlan) -> Profile:
    """The rows, counted under a plan.

    Args:
        columns: of one length; those that the plan does not know are named as added.
        plan: what to count on.

    Examples:
        >>> ages = ColumnValues(name="age", values=np.array([3.0, 1.0, 3.0]))
        >>> found = profile_of_columns([ages], plan_of_columns([ages])).column("age")
        >>> found.counts.tolist(), found.n_rows
        ([0, 1, 0, 2, 0], 3)
    """
    n_rows = len(columns[0].values) if columns else 0
    named = {column.name: column for column in columns}
    counting = Counting(plan)
    batch: Mapping[str, Values] = {
        each.name: _values(named[each.name], each) for each in plan.columns if each.name in named
    }
    counting.add(batch, n_rows=n_rows, added=[name for name in named if name not in plan.place])
    return counting.profile()


def cells_of_rows(column: ColumnValues, plan: ColumnPlan) -> Integers | None:
    """The cell of every row; -1 where it has none. ``None`` when the column is of another kind.

    Examples:
        >>> ages = ColumnValues(name="age", values=np.array([3.0, np.nan, 1.0]))
        >>> cells_of_rows(ages, plan_of_columns([ages]).columns[0]).tolist()
        [3, -1, 1]
    """
    values = _values(column, plan)
    if isinstance(values, Codes):
        cells = values.cells.astype(np.int64)
        return np.where(cells < plan.n_cells, cells, -1)
    if not isinstance(values, Numbers):
        return None
    numbers, nulls = values.values.astype(np.float64), values.is_null
    held = np.isfinite(numbers) if nulls is None else np.isfinite(numbers) & ~nulls
    found = np.full(len(numbers), -1, dtype=np.int64)
    found[held] = plan.grid.cells(numbers[held])
    return found


def _plan(column: ColumnValues) -> ColumnPlan:
    numbers = column.numbers
    if numbers is not None and not column.nulls.all():
        return number_plan(column.name, numbers[np.isfinite(numbers)])
    found, codes = unlike_values(column.values[_there(column)])
    counts = np.bincount(codes, minlength=len(found)).tolist()
    counted: dict[str, int] = {}
    for value, count in zip(found, counts, strict=True):
        counted[str(value)] = counted.get(str(value), 0) + count
    return text_plan(column.name, counted)


def _values(column: ColumnValues, plan: ColumnPlan) -> Values:
    numbers, nulls = column.numbers, column.nulls
    n_null = int(nulls.sum())
    is_alike = (numbers is not None) == plan.is_ordered or n_null == len(nulls)
    if not is_alike:
        return Strange(n_null=n_null, n_values=len(nulls) - n_null)
    if plan.is_ordered:
        values = np.zeros(len(nulls)) if numbers is None else numbers
        return Numbers(values=values, validity=np.packbits(~nulls, bitorder="little") if n_null else None)
    return Codes(cells=_codes(column, plan))


def _codes(column: ColumnValues, plan: ColumnPlan) -> Integers:
    there = _there(column)
    index = {value: place for place, value in enumerate(plan.values)}
    unknown = len(plan.values)
    found, codes = unlike_values(column.values[there])
    cells = np.full(len(there), -1, dtype=np.int64)
    if found:
        cells[there] = np.array([index.get(str(value), unknown) for value in found], dtype=np.int64)[codes]
    return cells


def _there(column: ColumnValues) -> NDArray[np.bool_]:
    return np.asarray(~column.nulls & ~column.nans)
