"""Choose the cells of a column from values of the reference."""

import numpy as np

from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.native import rising
from evenhand.metrics.profiling.plan import ColumnPlan, Kind
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

N_CELLS = 1024
"""Cells of equal mass of a column whose values are all different."""

FEW = 512
"""A column with at most this many distinct numbers has a cell for each of them."""

MOST_VALUES = 10_000
"""Most texts of a column that are counted one by one."""

MOST_EXACT = 2_000_000
"""Most distinct numbers of a column in the exact mode."""


def number_plan(
    name: str, values: Floats, *, kind: Kind = "number", is_exact: bool = False, distinct: Floats | None = None,
) -> ColumnPlan:  # fmt: skip
    """Cells of a column of numbers or times.

    A number that makes up at least one part in 1,024 of the values has a cell of its own; the others lie in cells of
    about equal mass. Any cuts give exact counts: these give narrow bounds.

    Args:
        name: of the column.
        values: finite numbers of the reference, or a fair sample of them; any order, perhaps none.
        kind: ``number`` or ``time``.
        is_exact: give each distinct number a cell of its own.
        distinct: all distinct numbers of the reference, rising, where ``values`` are a sample.

    Examples:
        >>> plan = number_plan("age", np.array([3.0, 1.0, 3.0]))
        >>> plan.n_cells, plan.cuts[[0, 2]].tolist(), plan.centre
        (5, [1.0, 3.0], 3.0)
    """
    return plan_of_rising(name, rising([Numbers(values=values)]), kind=kind, is_exact=is_exact, distinct=distinct)


def plan_of_rising(
    name: str, ordered: Floats, *, kind: Kind = "number", is_exact: bool = False, distinct: Floats | None = None
) -> ColumnPlan:  # fmt: skip
    """As ``number_plan``, of numbers that ``rising`` put in order.

    Examples:
        >>> plan_of_rising("age", np.array([1.0, 3.0, 3.0])).n_cells
        5
    """
    if not len(ordered) and distinct is not None:
        ordered = distinct
    if not len(ordered):
        return ColumnPlan(name=name, kind=kind, cuts=np.empty(0), is_exact=is_exact)
    found, counts = counted(ordered)
    wanted = found if distinct is None else distinct
    exact = (is_exact and len(wanted) <= MOST_EXACT) or len(wanted) <= FEW
    cuts = _atoms(wanted) if exact else _quantiles(ordered, found[counts >= max(2, len(ordered) / N_CELLS)])
    return ColumnPlan(
        name=name, kind=kind, cuts=cuts[np.isfinite(cuts)], centre=float(ordered[len(ordered) // 2]),
        is_exact=is_exact and exact,
    )  # fmt: skip


def counted(ordered: Floats) -> tuple[Floats, Integers]:
    """Each number of ``ordered`` once, and how often it is there.

    Examples:
        >>> [array.tolist() for array in counted(np.array([1.0, 3.0, 3.0]))]
        [[1.0, 3.0], [1, 2]]
    """
    is_first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    return ordered[starts], np.diff(np.append(starts, len(ordered)))


def _quantiles(ordered: Floats, heavy: Floats) -> Floats:
    places = np.linspace(0, len(ordered) - 1, N_CELLS + 1).astype(np.int64)
    with np.errstate(over="ignore"):
        top = np.nextafter(ordered[-1], np.inf)
    # not np.unique, whose first call loads a module for masked arrays
    return counted(np.sort(np.concatenate([ordered[places], [top], _atoms(heavy)])))[0]


def text_plan(name: str, counted: dict[str, int], *, is_all: bool = True) -> ColumnPlan:
    """Cells of a column of texts: the most frequent values.

    Args:
        name: of the column.
        counted: value to rows of the reference.
        is_all: whether ``counted`` holds every value of the reference.

    Examples:
        >>> text_plan("sex", {"m": 2, "f": 1}).values
        ('f', 'm')
    """
    kept = sorted(counted, key=lambda value: (-counted[value], value))[:MOST_VALUES]
    complete = is_all and len(kept) == len(counted)
    return ColumnPlan(name=name, kind="text", cuts=np.empty(0), values=tuple(sorted(kept)), is_complete=complete)


def boolean_plan(name: str) -> ColumnPlan:
    """Cells of a column of booleans."""
    return ColumnPlan(name=name, kind="boolean", cuts=np.empty(0), values=("false", "true"))


def _atoms(rising_values: Floats) -> Floats:
    """Each of these numbers, and the next greater float: neighbours may share it."""
    with np.errstate(over="ignore"):  # beyond the greatest float comes infinity, which is no cut
        twins = np.stack([rising_values, np.nextafter(rising_values, np.inf)], axis=1).reshape(-1)
    return counted(twins)[0]
