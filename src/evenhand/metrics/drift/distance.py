"""Distances of two distributions of one column, each with an interval that knows how many rows each side has.

The distances of the sampled rows exceed those of the populations, most for small tables and many bins: the intervals
and the corrected index allow for it, whatever the ratio of the two sizes.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics.drift.chance import chi_square_quantile, kolmogorov_quantile, noncentrality_bounds
from evenhand.metrics.estimate import Reading
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

BINS = 10
"""Bins of a column of numbers, of baseline mass as equal as ties allow."""
LEAST_EXPECTED = 5.0
"""Rows that a bin is expected to hold in the smaller table; bins below are pooled into one."""
EMPTY = 0.5
"""Rows that an empty bin is given, so that the index has a value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bins:
    """Counts of both windows over the bins that are compared.

    Attributes:
        baseline, window: rows in each bin.
        members: per bin the cells that it holds.
        n_pooled: bins that were pooled because few rows are expected in each.
    """

    baseline: Integers
    window: Integers
    members: tuple[tuple[int, ...], ...]
    n_pooled: int

    @classmethod
    def of(cls, baseline: Integers, window: Integers, *, ordered: bool) -> "Bins":
        """Bin the cells of two windows: of an ordered column by the baseline's tenths, of texts one a value.

        Examples:
            >>> found = Bins.of(np.array([50, 48, 2]), np.array([10, 10, 0]), ordered=False)
            >>> found.members, found.n_pooled
            (((0,), (1, 2)), 1)
        """
        place = _tenths(baseline) if ordered else np.arange(len(baseline))
        seen = baseline + window
        groups = [tuple(np.flatnonzero((place == at) & (seen > 0)).tolist()) for at in range(int(place.max()) + 1)]
        groups = [group for group in groups if group]
        total, smaller = float(seen.sum()), float(min(baseline.sum(), window.sum()))
        expected = [seen[list(group)].sum() * smaller / total if total else 0.0 for group in groups]
        kept = [group for group, rows in zip(groups, expected, strict=True) if rows >= LEAST_EXPECTED]
        rare = [group for group, rows in zip(groups, expected, strict=True) if rows < LEAST_EXPECTED]
        members = _pooled(kept, rare, seen, least=LEAST_EXPECTED * total / smaller if smaller else 0.0)
        return cls(
            baseline=_sums(baseline, members), window=_sums(window, members), members=tuple(members),
            n_pooled=len(rare),
        )  # fmt: skip

    @property
    def gap(self) -> str:
        """Why no distance can be formed; empty where one can."""
        if not self.baseline.sum():
            return "The baseline window holds no value."
        if not self.window.sum():
            return "The window holds no value."
        if len(self.members) < 2:
            return "Both windows hold one and the same value, or too few rows to tell values apart."
        return ""


def stability_index(bins: Bins, confidence: float) -> Reading:
    """Population stability index less what chance adds, with an interval; the raw index is in the detail.

    ``sum (w - b) ln(w / b)`` over shares ``w`` of the window and ``b`` of the baseline. Under no drift its mean is
    about ``(k - 1) (1/n + 1/m)``, which is taken off, and ``n m / (n + m)`` times the raw index is about chi-square
    with ``k - 1`` degrees; under drift about noncentral, whose noncentrality is bounded. The lower bound is above 0 as
    often as said when nothing drifted, for any ratio of the sizes. Far from there the interval is widened by the
    ratio of the delta method's standard error to the one that the noncentral distribution has.

    Source:
        Yurdakul and Naranjo, J. Risk Model Valid. 14 (2020), 89-100, for the null; Venables (1975) for the bounds.

    Examples:
        >>> bins = Bins.of(np.array([500, 500]), np.array([60, 40]), ordered=False)
        >>> found = stability_index(bins, 0.95)
        >>> round(found.value, 4), round(found.lower, 4), round(found.detail["raw"], 4)
        (0.0295, 0.0, 0.0405)
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = float(bins.baseline.sum()), float(bins.window.sum())
    b, w, n_filled = _filled(bins)
    raw, by_chance, freedom = _raw(b, w), _by_chance(bins), len(b) - 1
    scale = freedom / by_chance
    low, high = (bound / scale for bound in noncentrality_bounds(raw * scale, freedom, confidence))
    value = max(0.0, raw - by_chance)
    wider = max(1.0, sqrt(_delta_variance(b, w, n, m) / (4 * raw / scale + 2 * freedom / scale**2)))
    lower, upper = max(0.0, value - (value - low) * wider), value + (high - value) * wider
    detail: dict[str, Json] = {
        "raw": raw, "by_chance": by_chance, "bins": len(b), "pooled": bins.n_pooled, "filled": n_filled,
        "baseline_n": int(n),
    }  # fmt: skip
    return Reading(
        value=value, lower=min(lower, value), upper=max(upper, value), method="noncentral-chi-square", detail=detail
    )


def moved_beyond_chance(bins: Bins) -> float:
    """The stability index less what chance adds, without an interval; below 0 where chance alone would do more.

    Examples:
        >>> round(moved_beyond_chance(Bins.of(np.array([500, 500]), np.array([60, 40]), ordered=False)), 4)
        0.0295
    """
    baseline, window, _ = _filled(bins)
    return _raw(baseline, window) - _by_chance(bins)


def total_variation(bins: Bins, confidence: float) -> Reading:
    """Half the summed differences of shares: the share of people who would have to move for both windows to be alike.

    It is the largest difference of the share of any set of bins, so the interval is Scheffe's over all such sets.

    Source:
        Scheffe, Biometrika 40 (1953), 87-104.

    Examples:
        >>> found = total_variation(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False), 0.95)
        >>> round(found.value, 4), round(found.lower, 4), round(found.upper, 4)
        (0.1, 0.0562, 0.1438)
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = float(bins.baseline.sum()), float(bins.window.sum())
    distance = float(np.abs(bins.baseline / n - bins.window / m).sum() / 2)
    half = sqrt(chi_square_quantile(confidence, len(bins.members) - 1) / 4 * (1 / n + 1 / m))
    return Reading(
        value=distance, lower=max(0.0, distance - half), upper=min(1.0, distance + half), method="scheffe",
        detail={"bins": len(bins.members), "baseline_n": int(n)},
    )  # fmt: skip


def kolmogorov_smirnov(baseline: Integers, window: Integers, confidence: float) -> Reading:
    """Largest distance of the two distribution functions, from counts in rising cells.

    Exact where each value of the baseline has a cell of its own; else the detail says by how much it may be off, and
    the interval allows for it. With ties the interval is wider than it need be.

    Source:
        Smirnov, Ann. Math. Stat. 19 (1948), 279-281.

    Examples:
        >>> found = kolmogorov_smirnov(np.array([50, 50]), np.array([90, 10]), 0.95)
        >>> round(found.value, 2), round(found.lower, 4)
        (0.4, 0.2079)
    """
    n, m = float(baseline.sum()), float(window.sum())
    if not n or not m:
        return Reading(reason=f"The {'baseline window' if not n else 'window'} holds no value.")
    distance = float(np.abs(np.cumsum(baseline) / n - np.cumsum(window) / m).max())
    between = np.maximum(baseline[::2] / n, window[::2] / m) if len(baseline) > 2 else np.zeros(1)
    off = float(between.max())
    half = kolmogorov_quantile(confidence) * sqrt(1 / n + 1 / m)
    return Reading(
        value=distance, lower=max(0.0, distance - half), upper=min(1.0, distance + off + half),
        method="kolmogorov-band", detail={"off_by_at_most": off, "baseline_n": int(n)},
    )  # fmt: skip


def most_moved(bins: Bins) -> tuple[int, float, float] | None:
    """The bin whose share moved most: its place, its share in the baseline window and in the window."""
    if bins.gap:
        return None
    b, w = bins.baseline / bins.baseline.sum(), bins.window / bins.window.sum()
    place = int(np.argmax(np.abs(w - b)))
    return place, float(b[place]), float(w[place])


def _raw(baseline: Floats, window: Floats) -> float:
    return float(((window - baseline) * np.log(window / baseline)).sum())


def _by_chance(bins: Bins) -> float:
    return (len(bins.members) - 1) * (1 / float(bins.baseline.sum()) + 1 / float(bins.window.sum()))


def _filled(bins: Bins) -> tuple[Floats, Floats, int]:
    """Shares of both windows, and how many bins were empty on a side and got half a row."""
    baseline, window = bins.baseline.astype(np.float64), bins.window.astype(np.float64)
    n_filled = int((baseline == 0).sum() + (window == 0).sum())
    baseline[baseline == 0], window[window == 0] = EMPTY, EMPTY
    return baseline / baseline.sum(), window / window.sum(), n_filled


def _delta_variance(b: Floats, w: Floats, n: float, m: float) -> float:
    by_window, by_baseline = np.log(w / b) + 1 - b / w, -np.log(w / b) + 1 - w / b
    return _variance(by_window, w) / m + _variance(by_baseline, b) / n


def _variance(values: Floats, weights: Floats) -> float:
    mean = float((values * weights).sum())
    return float(((values - mean) ** 2 * weights).sum())


def _tenths(baseline: Integers) -> Integers:
    total = baseline.sum()
    if not total:
        return np.zeros(len(baseline), dtype=np.int64)
    middle = (np.cumsum(baseline) - baseline / 2) / total
    return np.asarray(np.minimum((middle * BINS).astype(np.int64), BINS - 1))


def _pooled(
    kept: list[tuple[int, ...]], rare: list[tuple[int, ...]], seen: Integers, *, least: float
) -> list[tuple[int, ...]]:
    """The rare bins as one; together with the smallest of the others where they are rare even so."""
    if not rare:
        return kept
    pool = [cell for group in rare for cell in group]
    others = list(kept)
    if others and seen[pool].sum() < least:
        pool += others.pop(min(range(len(others)), key=lambda place: int(seen[list(others[place])].sum())))
    return [*others, tuple(sorted(pool))]


def _sums(counts: Integers, members: list[tuple[int, ...]]) -> Integers:
    return np.array([counts[list(group)].sum() for group in members], dtype=np.int64)
