"""The bins of two tables, and the population stability index with an interval that knows how many rows each has.

Distances of sampled rows exceed those of the populations, most for small tables and many bins: the intervals
and the corrected index allow for it, whatever the ratio of the two sizes.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics.drift.apart import beyond
from evenhand.metrics.drift.chance import chi_square_quantile, noncentrality_bounds
from evenhand.metrics.estimate import Reading
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

BINS = 10
"""Bins of a column of numbers, of reference mass as equal as ties allow."""
LEAST_EXPECTED = 5.0
"""Rows that a bin is expected to hold in the smaller table; bins below are pooled into one."""
REFERENCE_ROWS = 50
"""Rows of the reference in each part of an ordered column: its own quantiles bound the parts, and with ten rows in each
chi-square would alarm in 9 % of trials without drift against a hundred times as many rows."""
EMPTY = 0.5
"""Rows that an empty bin is given, so that the index has a value."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bins:
    """Counts of both tables over the bins that are compared.

    Attributes:
        reference, current: rows in each bin.
        members: per bin the cells that it holds.
        n_pooled: bins that were pooled because few rows are expected in each.
        excess: part by which Pearson's statistic is larger without drift, in the mean, because the bins are quantiles
            of the reference itself.
    """

    reference: Integers
    current: Integers
    members: tuple[tuple[int, ...], ...]
    n_pooled: int
    excess: float = 0.0

    @classmethod
    def of(
        cls, reference: Integers, current: Integers, *, ordered: bool, rare: tuple[int, ...] = (),
        least: float = LEAST_EXPECTED,
    ) -> "Bins":  # fmt: skip
        """Bin the cells of two tables: of an ordered column by the reference's tenths, of texts one a value.

        Where the smaller table cannot fill tenths with 5 rows each, or the reference with 50, the parts are fewer.

        Args:
            reference: rows of each cell.
            current: likewise.
            ordered: whether the cells rise.
            rare: cells that belong to the pooled bin however many rows they hold.
            least: rows that a bin is expected to hold in the smaller table; bins below are pooled.

        Examples:
            >>> found = Bins.of(np.array([50, 48, 2]), np.array([10, 10, 0]), ordered=False)
            >>> found.members, found.n_pooled
            (((0,), (1, 2)), 1)
        """
        both = np.stack([reference, current])
        rows = both.sum(axis=1)
        total, smaller = float(rows.sum()), float(rows.min())
        parts = max(2, min(BINS, int(smaller / least), int(rows[0]) // REFERENCE_ROWS))
        groups = _groups(both, beyond(_parts(reference, parts), both) if ordered else None)
        sums = _sums(both, groups)
        expected = (sums.sum(axis=0) * smaller / max(total, 1.0)).tolist()
        is_rare = [few < least or group[0] in rare for group, few in zip(groups, expected, strict=True)]
        if any(is_rare):
            groups, sums = _pooled(groups, sums, is_rare, least * total / smaller if smaller else 0.0)
        return cls(
            reference=sums[0], current=sums[1], members=tuple(groups), n_pooled=sum(is_rare),
            excess=_excess(sums, groups) if ordered else 0.0,
        )  # fmt: skip

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """Rows of the reference and of the current table."""
        return int(self.reference.sum()), int(self.current.sum())

    @cached_property
    def filled(self) -> tuple[Floats, Floats, int]:
        """Shares of both tables, and how many bins were empty on a side and got half a row.

        Examples:
            >>> Bins.of(np.array([90, 10]), np.array([100, 0]), ordered=False).filled[2]
            1
        """
        reference, current = self.reference.astype(np.float64), self.current.astype(np.float64)
        n_filled = int((reference == 0).sum() + (current == 0).sum())
        if n_filled:
            reference[reference == 0], current[current == 0] = EMPTY, EMPTY
        return reference / reference.sum(), current / current.sum(), n_filled

    @property
    def gap(self) -> str:
        """Why no distance can be formed; empty where one can."""
        if not self.sizes[0]:
            return "The reference holds no value."
        if not self.sizes[1]:
            return "The current table holds no value."
        if len(self.members) < 2:
            return self._few()
        return ""

    def _few(self) -> str:
        """Why all values stand in one bin."""
        if sum(map(len, self.members)) == 1:
            return "Both tables hold one and the same value."
        few, side = min(zip(self.sizes, ("reference", "current table"), strict=True))
        if few < 2 * LEAST_EXPECTED:
            return f"{few} row{'s' if few > 1 else ''} of the {side} {'are' if few > 1 else 'is'} too few to tell."
        return "No value is there often enough to be told from chance."


def stability_index(bins: Bins, confidence: float) -> Reading:
    """Population stability index less what chance adds, with an interval; the raw index is in the detail.

    ``sum (w - b) ln(w / b)`` over shares ``w`` of the current table and ``b`` of the reference. Under no drift its mean
    is about ``(k - 1) (1/n + 1/m)``, which is taken off, and ``n m / (n + m)`` times the raw index is about chi-square
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
    b, w, n_filled = bins.filled
    raw, by_chance = _raw(b, w), _by_chance(bins)
    slopes = (-np.log(w / b) + 1 - w / b, np.log(w / b) + 1 - b / w)
    lower, upper = divergence_bounds(bins, raw, slopes, confidence)
    value = max(0.0, raw - by_chance)
    detail: dict[str, Json] = {
        "raw": raw, "by_chance": by_chance, "bins": len(b), "pooled": bins.n_pooled, "filled": n_filled,
        "reference_n": bins.sizes[0],
    }  # fmt: skip
    return Reading(
        value=value, lower=min(lower, value), upper=max(upper, value), method="noncentral-chi-square", detail=detail
    )


def divergence_bounds(
    bins: Bins, raw: float, slopes: tuple[Floats, Floats], confidence: float, *, unit: float = 1.0
) -> tuple[float, float]:
    """Bounds of a divergence of two populations from that of their samples.

    For the upper bound a divergence counts as at least what chance alone exceeds half of the time: one that happens to
    be smaller proves no more.

    Near 0 every smooth divergence is ``unit`` times the sum of ``(w - b)^2 / b``, so that ``n m / (n + m) / unit``
    times it is about noncentral chi-square; far from 0 the interval is widened to what the delta method says.

    Args:
        bins: what was compared.
        raw: the divergence of the samples.
        slopes: of the divergence in the shares of the reference and of the current table; shape ``(bins,)`` each.
        confidence: of the interval.
        unit: half the second derivative of the divergence's generating function at 1.

    Examples:
        >>> bins = Bins.of(np.array([500, 500]), np.array([60, 40]), ordered=False)
        >>> [round(bound, 4) for bound in divergence_bounds(bins, 0.0405, (np.zeros(2), np.zeros(2)), 0.95)]
        [0.0, 0.1655]
    """
    n, m = bins.sizes
    freedom, scale = len(bins.members) - 1, n * m / (n + m) / unit
    low, high = noncentrality_bounds(raw * scale, freedom, confidence)
    by_chance = _middle_of_chance(freedom)
    if raw * scale < by_chance:
        high = noncentrality_bounds(by_chance, freedom, confidence)[1]
    low, high = low / scale, high / scale
    centre = max(0.0, raw - freedom / scale)
    variance = _variance(slopes[1], bins.current / m) / m + _variance(slopes[0], bins.reference / n) / n
    wider = max(1.0, sqrt(variance / (4 * raw / scale + 2 * freedom / scale**2)))
    return max(0.0, centre - (centre - low) * wider), centre + (high - centre) * wider


@lru_cache(maxsize=256)
def _middle_of_chance(freedom: int) -> float:
    return chi_square_quantile(0.5, freedom)


def moved_beyond_chance(bins: Bins) -> float:
    """The stability index less what chance adds, without an interval; below 0 where chance alone would do more.

    Examples:
        >>> round(moved_beyond_chance(Bins.of(np.array([500, 500]), np.array([60, 40]), ordered=False)), 4)
        0.0295
    """
    reference, current, _ = bins.filled
    return _raw(reference, current) - _by_chance(bins)


def most_moved(bins: Bins) -> tuple[int, float, float] | None:
    """The bin whose share moved most: its place, its share in the reference and in the current table."""
    if bins.gap:
        return None
    b, w = bins.reference / bins.reference.sum(), bins.current / bins.current.sum()
    place = int(np.argmax(np.abs(w - b)))
    return place, float(b[place]), float(w[place])


def _raw(reference: Floats, current: Floats) -> float:
    return float(((current - reference) * np.log(current / reference)).sum())


def _by_chance(bins: Bins) -> float:
    return (len(bins.members) - 1) * (1 / bins.sizes[0] + 1 / bins.sizes[1])


def _variance(values: Floats, weights: Floats) -> float:
    mean = float((values * weights).sum())
    return float(((values - mean) ** 2 * weights).sum())


def _parts(reference: Integers, n_parts: int) -> Integers:
    total = reference.sum()
    if not total:
        return np.zeros(len(reference), dtype=np.int64)
    middle = (np.cumsum(reference) - reference / 2) / total
    return np.asarray(np.minimum((middle * n_parts).astype(np.int64), n_parts - 1))


def _groups(both: Integers, place: Integers | None) -> list[tuple[int, ...]]:
    """Cells that hold something, by their place, which never falls; each by itself where they have none."""
    held = np.flatnonzero(both.any(axis=0))
    cells = held.tolist()
    if place is None:
        return [(cell,) for cell in cells]
    ends = [0, *(np.flatnonzero(np.diff(place[held])) + 1).tolist(), len(cells)]
    return [tuple(cells[low:high]) for low, high in pairwise(ends) if high > low]


def _excess(sums: Integers, groups: list[tuple[int, ...]]) -> float:
    """What choosing bins from the reference adds to Pearson's statistic, as a part of it.

    The reference has its rows in such a bin by choice, and the share of the population is what varies: about as a
    gamma variable, whose squared distance over itself has a mean larger by one over the rows than Poisson's. The
    current table brings this in as far as it is the larger one. A bin of one cell is not chosen.
    """
    one, other = sums.sum(axis=1).tolist()
    chosen = [1 / max(rows, 1) for rows, group in zip(sums[0].tolist(), groups, strict=True) if len(group) > 1]
    return sum(chosen) / len(groups) * other / (one + other) if chosen else 0.0


def _sums(both: Integers, groups: list[tuple[int, ...]]) -> Integers:
    """Rows of both sides in each group of rising cells; what lies between two groups is empty."""
    if not groups:
        return np.empty((2, 0), dtype=np.int64)
    return np.asarray(np.add.reduceat(both, [group[0] for group in groups], axis=1), dtype=np.int64)


def _pooled(
    groups: list[tuple[int, ...]], sums: Integers, is_rare: list[bool], wanted: float
) -> tuple[list[tuple[int, ...]], Integers]:
    """The rare groups as one, the last; together with the smallest of the others where they are rare even so."""
    rare = np.array(is_rare)
    others = np.flatnonzero(~rare)
    if len(others) and sums[:, rare].sum() < wanted:
        rare[others[sums[:, others].sum(axis=0).argmin()]] = True
    kept, pool = np.flatnonzero(~rare).tolist(), np.flatnonzero(rare).tolist()
    pooled = tuple(sorted(cell for place in pool for cell in groups[place]))
    counts = np.concatenate([sums[:, kept], sums[:, pool].sum(axis=1, keepdims=True)], axis=1)
    return [*(groups[place] for place in kept), pooled], counts
