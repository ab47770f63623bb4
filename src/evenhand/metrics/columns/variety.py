"""How many different values a column holds, and how much of it is one single value."""

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.profiling.profile import ColumnProfile

_WHOLE = 2.0**53


def variety(column: ColumnProfile, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """``distinct`` and ``most_frequent_rate``.

    Both are exact where every value that occurs has a cell of its own. Else ``distinct`` is the least number that the
    cells allow, with the most as upper bound, and the bound of ``most_frequent_rate`` allows for a cell full of one
    value. ``detail`` of ``distinct`` says ``is_exact`` and ``is_constant``.

    Examples:
        >>> from evenhand.metrics.columns.worked import texts
        >>> distinct, most = variety(texts(["f", "m", "f", None]))
        >>> distinct.value, most.value, most.detail["value"]
        (2.0, 0.6666666666666666, 'f')
    """
    atoms, counts = _singles(column.plan), column.counts
    single, joint = counts[atoms & (counts > 0)], counts[~atoms & (counts > 0)]
    new, n = column.gaps["new"], column.n + column.gaps["new"]
    least = len(single) + len(joint) + (new > 0)
    most = len(single) + int(joint.sum()) + new
    if column.minimum == column.maximum and abs(column.minimum) < _WHOLE and not new:
        least = most = 1
    reading = Reading(value=float(least), lower=float(least), upper=float(most), method="exact cells")
    tell = Teller(column=column.name, confidence=confidence)
    distinct = tell.read("distinct", reading, n=n, detail={"is_exact": least == most, "is_constant": most == 1})
    top = int(np.argmax(np.where(atoms, counts, -1))) if atoms.any() else -1
    top_count = int(counts[top]) if top >= 0 else 0
    if most == 1:
        top_count = n
    frequent = tell.share(
        "most_frequent_rate", top_count, n=n, most=max(top_count, int(joint.max(initial=0)), new),
        detail={"value": _value(column, top)} if top_count and top >= 0 and counts[top] else None,
    )  # fmt: skip
    return distinct, frequent


def _singles(plan: ColumnPlan) -> NDArray[np.bool_]:
    """Cells that hold one value; whole numbers from 2**53 on share floats with their neighbours."""
    if not plan.is_ordered:
        return plan.atoms
    below = np.concatenate([[0.0], plan.cuts])
    return np.asarray(plan.atoms & (np.abs(below) < _WHOLE))


def _value(column: ColumnProfile, cell: int) -> str:
    plan = column.plan
    return f"{plan.cuts[cell - 1]:.15g}" if plan.is_ordered else plan.values[cell]
