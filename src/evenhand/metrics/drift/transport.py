"""The Wasserstein distance from counts and sums of cells: how far values would have to be carried."""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.drift.apart import FEW, wider_for_few
from evenhand.metrics.drift.directional import Draws, Shapes, inverted_bounds
from evenhand.metrics.drift.line import Line
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.uncertainty import Floats

NORMAL = sqrt(np.pi / 2)
"""Standard deviation over mean absolute distance from the median, of a normal distribution."""


_TOO_FAR = "The values lie further apart than a number can say."


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The area between two distribution functions.

    Attributes:
        value: of the samples.
        low, high: what counts and sums prove about it; equal where the functions cross inside no cell.
    """

    value: float
    low: float
    high: float


def carried(reference: ColumnProfile, current: ColumnProfile) -> Carried:
    """The area between the distribution functions of two samples, in the unit of the column.

    In a cell where the functions do not cross, counts and the cell's sum give the area exactly, by parts. Where they
    may cross, the area without its sign is known from below, and by the cell's width from above.

    Args:
        reference: a column with at least one number.
        current: likewise, of the same plan.

    Examples:
        >>> from evenhand.metrics.profiling.batch import Numbers
        >>> from evenhand.metrics.profiling.counting import Counting
        >>> from evenhand.metrics.profiling.plan import ProfilePlan
        >>> from evenhand.metrics.profiling.planning import number_plan
        >>> values = np.arange(10.0)
        >>> plan = ProfilePlan(columns=(number_plan("x", values),))
        >>> sides = [Counting(plan), Counting(plan)]
        >>> for side, moved in zip(sides, (0.0, 3.0)):
        ...     side.add({"x": Numbers(values=values + moved)}, n_rows=10)
        >>> round(carried(*(side.profile().column("x") for side in sides)).value, 9)
        3.0
    """
    plan = reference.plan
    edges = _edges(reference, current)
    one, other = (np.concatenate([[0.0], np.cumsum(side.counts) / side.n]) for side in (reference, current))
    step = one - other
    sums = reference.sums / reference.n - current.sums / current.n
    width = np.diff(edges)
    area = np.abs(edges[1:] * step[1:] - edges[:-1] * step[:-1] - sums)
    flat = plan.atoms | (width <= 0) | ((reference.counts == 0) & (current.counts == 0))
    # an atom lies at the left end of its cell, which at large numbers is wide
    area = np.where(flat, np.maximum(width, 0) * np.abs(step[1:]), area)
    above, below = one[1:] - other[:-1], other[1:] - one[:-1]
    unsure = ~flat & (above > 0) & (below > 0)
    slack = np.where(unsure, np.maximum(width * np.maximum(above, below) - area, 0.0), 0.0)
    crossed = unsure & (step[1:] * step[:-1] < 0)
    ends = np.abs(step[1:]) + np.abs(step[:-1])
    line = width * (step[1:] ** 2 + step[:-1] ** 2) / np.where(ends > 0, 2 * ends, 1.0)
    extra = np.where(crossed, np.clip(line - area, 0.0, slack), 0.0)
    low = float(area.sum())
    return Carried(value=low + float(extra.sum()), low=low, high=low + float(slack.sum()))


def spread_of(reference: ColumnProfile) -> float:
    """Mean absolute distance from the plan's centre, times what makes it the deviation of a normal column.

    It is in the distance's own unit, is 0 for a constant column alone, and needs no square.
    """
    # Divided before they are added: sums near the largest number would be infinite together.
    return NORMAL * float((np.abs(reference.sums) / reference.n).sum()) if reference.n else 0.0


def wasserstein(
    reference: ColumnProfile, current: ColumnProfile, confidence: float, line: Line | None = None
) -> Reading:  # fmt: skip
    """Mean distance that values would have to be moved for both samples to be alike, in the unit of the column.

    The detail holds what counts and sums prove about it (``certified``), and the mean of each side. Columns whose mean
    distance is infinite (Cauchy) have a value all the same, and an interval that covers nothing real.

    Source:
        Vallender, Theory Probab. Appl. 18 (1974), 784-786, for the area between the functions.

    Args:
        reference: a column.
        current: likewise, of the same plan.
        confidence: of the interval.
        line: of their counts, where it is at hand.
    """
    if not reference.n or not current.n:
        return Reading(reason=f"The {'reference' if not reference.n else 'current table'} holds no number.")
    if min(reference.n, current.n) < 2:
        side = "reference" if reference.n < 2 else "current table"
        return Reading(reason=f"1 row of the {side} is too few: it does not show how far such values spread.")
    with np.errstate(over="ignore", invalid="ignore"):
        found = carried(reference, current)
        line = line or Line.of(reference.counts, current.counts)
        wider = wider_for_few((reference.n, current.n), confidence)
        weights, half = _weights(line, reference, current), wider * _error_of_means(reference, current)
    if not isfinite(found.high) or not np.isfinite(weights).all():
        return Reading(reason=_TOO_FAR)
    lower, upper = _bounds(line, weights, found, half, confidence)
    if min(reference.n, current.n) < FEW:
        upper = max(upper, found.value + quantile.normal(confidence) * half)
    detail: dict[str, Json] = {
        "certified": [found.low, found.high], "reference_mean": reference.mean, "current_mean": current.mean,
        "reference_n": reference.n,
    }  # fmt: skip
    return Reading(
        value=found.value, lower=min(lower, found.value), upper=max(found.value, upper), method="test-inversion",
        detail=detail,
    )  # fmt: skip


def scaled(reading: Reading, reference: ColumnProfile) -> Reading:
    """A distance in spreads of the reference, which are taken as they are; for a normal column, its deviations."""
    if reading.reason:
        return reading
    with np.errstate(over="ignore"):
        spread = spread_of(reference)
    if not isfinite(spread):
        return Reading(reason=_TOO_FAR)
    if not spread > 0 or not isfinite(reading.upper / spread):
        return Reading(reason="The reference holds one and the same value: it has no spread to measure by.")
    certified = reading.detail["certified"]
    ends = [float(str(end)) / spread for end in certified] if isinstance(certified, list) else []
    return Reading(
        value=reading.value / spread, lower=reading.lower / spread, upper=reading.upper / spread,
        method=reading.method, detail={"certified": [*ends], "spread": spread, "reference_n": reference.n},
    )  # fmt: skip


def _edges(reference: ColumnProfile, current: ColumnProfile) -> Floats:
    """Ends of the cells about the centre, the outermost where the values end."""
    centre, cuts = reference.plan.centre, reference.plan.cuts
    low, high = min(reference.minimum, current.minimum), max(reference.maximum, current.maximum)
    inner = np.clip(cuts - centre, low - centre, high - centre)
    return np.concatenate([[low - centre], inner, [high - centre]])


def _error_of_means(reference: ColumnProfile, current: ColumnProfile) -> float:
    return sqrt(sum(side.variance / side.n if side.n > 1 else 0.0 for side in (reference, current)))


def _weights(line: Line, reference: ColumnProfile, current: ColumnProfile) -> Floats:
    """From the mean of each part to that of the next: the area that a step at the end between them brings.

    So it is exactly, where a step spreads over a part as the rows of both sides do, however far out the part goes.
    """
    starts, n, m = np.concatenate([[0], line.ends[:-1]]), reference.n, current.n
    sums, mass = (
        np.add.reduceat(one / n + other / m, starts)
        for one, other in ((reference.sums, current.sums), (reference.counts, current.counts))
    )
    held = mass > 0
    means = np.maximum.accumulate(np.where(held, sums / np.where(held, mass, 1.0), -np.inf))
    return np.diff(np.where(np.isfinite(means), means, means[held][0]))


def _bounds(line: Line, weights: Floats, found: Carried, half: float, confidence: float) -> tuple[float, float]:
    """Bounds of the area from the functions at the ends of parts, which count by their weights."""
    unit = float(weights.max(initial=0.0))
    if not unit > 0:
        return found.low, found.high
    light, step = (weights / unit).astype(np.float32), line.step
    plain = float((light @ line.drawn).std()) * unit
    wider = max(1.0, half / plain) if plain > 0 else 1.0
    seen = float(np.abs(step) @ weights)
    shapes = Shapes.of_sum(step, line.spread * wider, *line.bumps(float(step @ weights)))

    def area(steps: Draws) -> Draws:
        return np.asarray(light @ np.abs(steps, out=steps))

    drawn = line.drawn * np.float32(wider) if wider > 1 else line.drawn
    lower, upper = (
        end * unit for end in inverted_bounds(seen / unit, shapes, drawn, area, half / unit, confidence)
    )  # fmt: skip
    scale = found.low / seen if seen > 0 else 1.0
    return lower * min(scale, 1.0), max(upper * max(scale, 1.0), upper + found.value - seen)
