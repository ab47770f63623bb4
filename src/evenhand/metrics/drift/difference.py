"""Absolute differences of two distributions: the largest of the distribution functions, and half the sum over bins."""

from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.drift.apart import apart_at_least, band
from evenhand.metrics.drift.certainty import certified_distance
from evenhand.metrics.drift.directional import PARTS, Draws, Shapes, inverted_bounds, many_bounds, noise
from evenhand.metrics.drift.distance import Bins
from evenhand.metrics.drift.line import Line
from evenhand.metrics.drift.smirnov import largest_above
from evenhand.metrics.estimate import Reading
from evenhand.metrics.tally import Integers

METHOD = "test-inversion"


def kolmogorov_smirnov(
    reference: Integers, current: Integers, atoms: NDArray[np.bool_], confidence: float, line: Line | None = None
) -> Reading:  # fmt: skip
    """Largest distance of the two distribution functions, from counts in rising cells.

    Two uncertainties are told apart. ``certified`` in the detail holds the least and the most that the statistic of
    the very rows can be, given their counts: the truth is always inside. ``lower`` and ``upper`` bound the distance of
    the populations that the rows were drawn from, cells included. The p-value is that of Smirnov's test on the ends of
    cells, where alone the functions are seen: it alarms as often as it says where values repeat too. Where it does not
    alarm the lower bound is 0, and with few rows it lies below the value by what Smirnov's test allows.

    Args:
        reference: rows of each cell.
        current: likewise.
        atoms: which cells hold one single value.
        confidence: of the interval.
        line: of these counts, where it is at hand.

    Source:
        Smirnov, Ann. Math. Stat. 19 (1948), 279-281; Carpenter, J. R. Stat. Soc. B 61 (1999), 159-172, for the
        interval.

    Examples:
        >>> found = kolmogorov_smirnov(np.array([50, 50]), np.array([90, 10]), np.array([True, True]), 0.95)
        >>> round(found.value, 2), found.detail["certified"], found.lower > 0.2
        (0.4, [0.4, 0.4], True)
    """
    n, m = int(reference.sum()), int(current.sum())
    if not n or not m:
        return Reading(reason=f"The {'reference' if not n else 'current table'} holds no value.")
    low, high = certified_distance(reference, current, atoms)
    line = line or Line.of(reference, current)
    seen = float(np.abs(line.step).max(initial=0.0))
    lower, upper = inverted_bounds(
        seen, line.of_largest(), line.drawn, _largest, sqrt(1 / n + 1 / m) / 2, confidence
    )  # fmt: skip
    between = high - seen
    p_value = largest_above(sqrt(n * m / (n + m)) * low, reference, current)
    by_rows = apart_at_least((n, m), confidence) if low == 1 else max(0.0, low - band((n, m), confidence))
    lower = 0.0 if p_value > 1 - confidence else min(lower, by_rows)
    detail: dict[str, Json] = {"certified": [low, high], "p_value": p_value, "reference_n": n}
    return Reading(
        value=low, lower=min(lower, low), upper=min(1.0, max(high, upper + between)), method=METHOD, detail=detail,
    )  # fmt: skip


def total_variation(bins: Bins, confidence: float) -> Reading:
    """Half the summed differences of shares: the share of rows that would have to move for both tables to be alike.

    Source:
        Carpenter, J. R. Stat. Soc. B 61 (1999), 159-172, for the interval.

    Examples:
        >>> found = total_variation(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False), 0.95)
        >>> round(found.value, 4), 0.05 < found.lower < 0.06 < 0.14 < found.upper < 0.15
        (0.1, True)
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = bins.sizes
    step = bins.current / m - bins.reference / n
    value = float(np.abs(step).sum() / 2)
    both = (bins.reference + bins.current) / (n + m)
    spread = np.sqrt(both * (1 - both) * (1 / n + 1 / m))
    if len(step) > PARTS:
        lower, upper = many_bounds(step, spread, confidence)
    else:
        shapes, drawn = Shapes.of_bins(step, spread), noise(bins.reference, bins.current)
        lower, upper = inverted_bounds(value, shapes, drawn, _half_sum, sqrt(1 / n + 1 / m) / 2, confidence)
    if not ((bins.reference > 0) & (bins.current > 0)).any():
        lower = min(lower, apart_at_least((n, m), confidence))
    detail: dict[str, Json] = {
        "by_chance": float(spread.sum() / sqrt(2 * pi)), "bins": len(step), "pooled": bins.n_pooled, "reference_n": n,
    }  # fmt: skip
    return Reading(
        value=value, lower=min(lower, value), upper=min(1.0, max(value, upper)), method=METHOD, detail=detail
    )


def _largest(steps: Draws) -> Draws:
    return np.asarray(np.abs(steps, out=steps).max(axis=0, initial=0.0))


def _half_sum(steps: Draws) -> Draws:
    return np.asarray(np.abs(steps, out=steps).sum(axis=0) / 2)
