"""Small columns for worked examples."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from evenhand.metrics.profiling.batch import Codes, Numbers
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.planning import number_plan, text_plan
from evenhand.metrics.profiling.profile import ColumnProfile


def numbers(values: Sequence[float | None], *, plan: ColumnPlan | None = None) -> ColumnProfile:
    """The profile of a column ``x`` of numbers, on its own cells unless others are given.

    Examples:
        >>> numbers([1.0, 1.0, None]).n
        2
    """
    found = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    is_there = np.array([value is not None for value in values], dtype=np.bool_)
    plan = plan or number_plan("x", found[np.isfinite(found)])
    counting = Counting(ProfilePlan(columns=(plan,)))
    bits = np.packbits(is_there, bitorder="little")
    counting.add({plan.name: Numbers(values=found, validity=bits)}, n_rows=len(found))
    return counting.profile().column(plan.name)


def texts(values: Sequence[str | None], *, plan: ColumnPlan | None = None) -> ColumnProfile:
    """The profile of a column ``x`` of texts, on its own cells unless others are given.

    Examples:
        >>> texts(["f", "m", "f"]).counts.tolist()
        [2, 1]
    """
    plan = plan or text_plan("x", Counter(value for value in values if value is not None))
    place = {value: cell for cell, value in enumerate(plan.values)}
    cells = [-1 if value is None else place.get(value, len(plan.values)) for value in values]
    counting = Counting(ProfilePlan(columns=(plan,)))
    counting.add({plan.name: Codes(cells=np.array(cells, dtype=np.int64))}, n_rows=len(cells))
    return counting.profile().column(plan.name)
