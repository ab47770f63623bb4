"""How much of a column is missing, in every way in which a value can be missing."""

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.profiling.profile import ColumnProfile


def gap_rates(column: ColumnProfile, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """``null_rate``, and of numbers ``nan_rate`` (of what is not null) and ``infinity_rate`` (of the numbers).

    Null, NaN and infinite are three things, and each has its own denominator, so that the three can be told apart.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> [(found.name, found.value) for found in gap_rates(numbers([1.0, None, float("nan"), float("inf")]))]
        [('null_rate', 0.25), ('nan_rate', 0.3333333333333333), ('infinity_rate', 0.5)]
    """
    gaps, tell = column.gaps, Teller(column=column.name, confidence=confidence)
    found = [tell.share("null_rate", gaps["null"], n=column.n_rows)]
    if column.plan.kind == "number":
        infinite = gaps["positive_infinity"] + gaps["negative_infinity"]
        n_numbers = column.n + infinite
        found += [
            tell.share("nan_rate", gaps["nan"], n=n_numbers + gaps["nan"]),
            tell.share("infinity_rate", infinite, n=n_numbers),
        ]
    return tuple(found)
