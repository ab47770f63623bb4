"""How old the newest value of a column of times is."""

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.profiling.profile import ColumnProfile

_DAY = 86_400.0


def newest_age(column: ColumnProfile, *, as_of: float, confidence: float = 0.95) -> Measurement:
    """Days from the newest time of the column to ``as_of``; negative where the newest lies after it.

    Args:
        column: of times.
        as_of: seconds since 1970 in UTC.
        confidence: carried along: the age is exact for the rows read.

    Examples:
        >>> from evenhand.metrics.profiling.plan import ColumnPlan
        >>> import numpy as np
        >>> from evenhand.metrics.columns.worked import numbers
        >>> plan = ColumnPlan(name="at", kind="time", cuts=np.array([0.0]))
        >>> newest_age(numbers([0.0, 86_400.0], plan=plan), as_of=3 * 86_400.0).value
        2.0
    """
    value = (as_of - column.maximum) / _DAY if column.n else None
    tell = Teller(column=column.name, confidence=confidence)
    return tell.exact("newest_age", value, n=column.n, reason="The column holds no time.")
