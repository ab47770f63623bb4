"""A column of numbers or times in a few figures: ends, quantiles, mean and spread."""

from datetime import UTC, datetime, timedelta
from math import ceil, floor, isfinite, nan, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.metrics import quantile
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.uncertainty import t_mean

QUANTILES = {"quantile_05": 0.05, "quantile_25": 0.25, "median": 0.5, "quantile_75": 0.75, "quantile_95": 0.95}
_NONE = "The column holds no finite number."
_FEW = "The column holds fewer than two finite numbers."
_LARGE = "The numbers of the column are too large for this figure."


def description(column: ColumnProfile, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """``minimum``, five quantiles, ``maximum``, ``mean`` and ``standard_deviation``, of the finite values.

    Ends and spread are those of the rows read. The mean has Student's interval. The interval of a quantile is that of
    order statistics, widened to the ends of the cells that hold them, so that it holds whatever lies within a cell.

    Source:
        David and Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> {found.name: found.value for found in description(numbers([1.0, 2.0, 4.0, 9.0]))}["median"]
        2.0
    """
    n, tell = column.n, Teller(column=column.name, confidence=confidence)
    ends = {"minimum": column.minimum, "maximum": column.maximum}
    low, high = (
        tell.exact(end, float(value) if n else None, n=n, reason=_NONE, detail=_instant(column, float(value)))
        for end, value in ends.items()
    )
    middle = [quantile_of(column, at, name=which, confidence=confidence) for which, at in QUANTILES.items()]
    deviation = sqrt(column.variance) if n > 1 else nan
    reason = _FEW if n < 2 else _LARGE
    spread = tell.exact("standard_deviation", deviation if isfinite(deviation) else None, n=n, reason=reason)
    return low, *middle, high, _mean(column, tell), spread


def quantile_of(column: ColumnProfile, at: float, *, name: str, confidence: float = 0.95) -> Measurement:
    """The number at or below which a share ``at`` of the finite values lies.

    Exact where the number has a cell of its own; else interpolated in its cell. Bounds as ``description`` says.
    """
    n, tell = column.n, Teller(column=column.name, confidence=confidence)
    if not n:
        return tell.read(name, Reading(reason=_NONE), n=0)
    half = quantile.normal(confidence) * sqrt(n * at * (1 - at))
    rank = min(max(ceil(n * at), 1), n)
    first, last = min(max(floor(n * at - half), 1), rank), max(min(ceil(n * at + half) + 1, n), rank)
    value = _at_rank(column, rank)
    reading = Reading(
        value=value, lower=min(_cell_ends(column, first)[0], value), upper=max(_cell_ends(column, last)[1], value),
        method="order statistics",
    )  # fmt: skip
    return tell.read(name, reading, n=n, detail=_instant(column, value))


def _instant(column: ColumnProfile, seconds: float) -> dict[str, Json]:
    """When it was, of a column of times; nothing where a calendar does not reach."""
    if column.plan.kind != "time" or not isfinite(seconds):
        return {}
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(seconds))
    except OverflowError:
        return {}
    return {"instant": f"{at:%Y-%m-%d}" if seconds % 86_400 == 0 else f"{at:%Y-%m-%d %H:%M:%S}"}


def _cell_ends(column: ColumnProfile, rank: int) -> tuple[float, float]:
    """Between which numbers the value of this rank, counted from 1, lies."""
    cell = int(np.searchsorted(np.cumsum(column.counts), rank))
    cuts = column.plan.cuts
    low = float(cuts[cell - 1]) if cell else -np.inf
    if column.plan.atoms[cell]:
        return low, low
    high = float(cuts[cell]) if cell < len(cuts) else np.inf
    return max(low, float(column.minimum)), min(high, float(column.maximum))


def _at_rank(column: ColumnProfile, rank: int) -> float:
    below = np.cumsum(column.counts)
    cell = int(np.searchsorted(below, rank))
    low, high = _cell_ends(column, rank)
    inside = int(column.counts[cell])
    part = (rank - (int(below[cell]) - inside) - 0.5) / inside
    return low * (1 - part) + high * part if low < high else low


def _mean(column: ColumnProfile, tell: Teller) -> Measurement:
    n = column.n
    reading = Reading(reason=_NONE if not n else "An interval needs two finite numbers.")
    if n > 1 and not isfinite(column.variance):
        reading = Reading(reason=_LARGE)
    elif n > 1:
        mean, variance = np.array([column.mean]), np.array([column.variance])
        lower, upper = t_mean(mean, variance, np.array([float(n)]), tell.confidence)
        reading = Reading(value=float(column.mean), lower=float(lower[0]), upper=float(upper[0]), method="student")
    return tell.read("mean", reading, n=n)
