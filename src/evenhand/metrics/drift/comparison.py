"""One column in two windows: every measure of how it changed, gaps apart from values."""

from collections.abc import Mapping

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.drift.column import ColumnCounts, Scale
from evenhand.metrics.drift.difference import kolmogorov_smirnov, total_variation
from evenhand.metrics.drift.distance import (
    Bins,
    most_moved,
    stability_index,
)
from evenhand.metrics.drift.rates import rate_change
from evenhand.metrics.estimate import Reading
from evenhand.metrics.uncertainty import wilson

CHANGES = ("null_rate_change", "nan_rate_change", "infinity_rate_change")
_LONGEST_NAME = 3


def column_drift(baseline: ColumnCounts, window: ColumnCounts, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """How a column of the window differs from the same column of the baseline window.

    Distances speak about the values alone; null, NaN and infinite values, and categories that the baseline window does
    not have, are measures of their own. What cannot be measured says why, and the others stand.

    Args:
        baseline: the column in the baseline window.
        window: the column in the window, counted on the same scale.
        confidence: of each interval; the caller allows for the number of columns.

    Raises:
        ProfilesUnlike: the scales differ.

    Examples:
        >>> from evenhand.metrics.column_values import ColumnValues
        >>> ages = ColumnValues(name="age", values=np.arange(1000.0))
        >>> scale = Scale.of(ages)
        >>> older = ColumnCounts.of(ColumnValues(name="age", values=np.arange(1000.0) + 300), scale)
        >>> found = {each.name: each for each in column_drift(ColumnCounts.of(ages, scale), older)}
        >>> round(found["kolmogorov_smirnov"].value, 2), found["null_rate_change"].value
        (0.3, 0.0)
    """
    baseline.merged(window)
    made = [_distance(name, baseline, window, confidence) for name in _distances(window.scale)]
    counts = ((each.n_null, each.n_nan, each.n_infinite) for each in (baseline, window))
    for name, before, now in zip(CHANGES, *counts, strict=True):
        made.append(_change(name, window.name, (before, baseline.n_rows), (now, window.n_rows), confidence))
    if window.scale.kind == "text":
        made.append(_new(window, confidence))
    return tuple(made)


def _distances(scale: Scale) -> tuple[str, ...]:
    both = ("population_stability_index", "total_variation_distance")
    return (*both, "kolmogorov_smirnov") if scale.kind == "number" else both


def _distance(name: str, baseline: ColumnCounts, window: ColumnCounts, confidence: float) -> Measurement:
    bins = Bins.of(baseline.counts, window.counts, ordered=window.scale.kind == "number")
    if window.n_strange or baseline.n_strange:
        kind = "numbers" if window.scale.kind == "number" else "text"
        reading = Reading(
            reason=f"The baseline window holds {kind}, and {window.n_strange:,} rows of the window do not."
        )
    elif name == "population_stability_index":
        reading = stability_index(bins, confidence)
    elif name == "total_variation_distance":
        reading = total_variation(bins, confidence)
    else:
        atoms = np.arange(len(window.counts)) % 2 == 1
        reading = kolmogorov_smirnov(baseline.counts, window.counts, atoms, confidence)
    detail = {**reading.detail, **_moved(bins, window.scale)} if not reading.reason else {}
    spec = metric(name)
    return reading.measurement(spec, n=window.n, confidence=confidence, column=window.name, detail=detail)


def _moved(bins: Bins, scale: Scale) -> Mapping[str, Json]:
    moved = most_moved(bins)
    if moved is None:
        return {}
    place, before, now = moved
    return {"most_moved": {"values": named(bins.members[place], scale), "baseline": before, "window": now}}


def named(cells: tuple[int, ...], scale: Scale) -> str:
    """What some cells of a scale hold, for a reader.

    Examples:
        >>> named((0, 1, 2, 3, 4), Scale(kind="number", cuts=np.array([1.0, 3.0]), values=()))
        '(any)'
    """
    if scale.kind == "number":
        return scale.name(cells[0], cells[-1])
    shown = [scale.name(cell) for cell in cells[:_LONGEST_NAME]]
    more = len(cells) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _change(name: str, column: str, before: tuple[int, int], now: tuple[int, int], confidence: float) -> Measurement:
    reading = rate_change(name, before, now, confidence)
    return reading.measurement(metric(name), n=now[1], confidence=confidence, column=column)


def _new(window: ColumnCounts, confidence: float) -> Measurement:
    count, n = int(window.counts[-1]), window.n
    reading = Reading(reason="The window holds no value.")
    if n:
        lower, upper = wilson(count, n, confidence)
        reading = Reading(
            value=count / n, lower=float(lower), upper=float(upper), method="wilson", detail={"count": count}
        )
    return reading.measurement(metric("new_category_rate"), n=n, confidence=confidence, column=window.name)
