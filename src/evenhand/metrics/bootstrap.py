"""The bootstrap over cells: a table drawn again many times without touching its rows.

Drawing n rows with replacement and counting them gives multinomial counts over the cells of the table. Drawing those
counts at once is the same bootstrap at a price that does not grow with the rows. It serves where no closed form does,
and beside the closed forms; where each was measured to hold is told in ADR-0005 and ADR-0027.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import MetricUnknown
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.cube.members import check_by
from evenhand.metrics.grouping import OUTCOMES
from evenhand.metrics.performance import SHARES
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats, wilson

DRAWS = 1000
"""How often a table is drawn again unless more is asked for."""

SEED = 20260101
"""Of the generator, so that the same table gives the same interval."""

Numbers = TypeVar("Numbers", Integers, Floats)


def redrawn(counts: Integers, *, draws: int = DRAWS, seed: int = SEED) -> Integers:
    """Counts of a table whose rows were drawn again with replacement.

    Args:
        counts: rows of each cell, shape ``(cells,)``, each 0 or more.
        draws: how often, 1 or more.
        seed: of the generator.

    Returns:
        Shape ``(cells, draws)``; every column sums to the rows of the table, and a cell of 0 stays 0.

    Raises:
        ValueError: a count below 0, or fewer than one draw.

    Source:
        Efron and Tibshirani, An Introduction to the Bootstrap (1993), 6.2: resampling vectors are multinomial.

    Examples:
        >>> drawn = redrawn(np.array([30, 0, 70]), draws=4)
        >>> drawn.sum(axis=0).tolist(), drawn[1].tolist()
        ([100, 100, 100, 100], [0, 0, 0, 0])
    """
    if draws < 1 or (counts < 0).any():
        raise ValueError(f"{draws} draws of counts from {counts.min(initial=0)}")
    drawn = np.zeros((len(counts), draws), dtype=np.int64)
    held = np.flatnonzero(counts)
    if not len(held):
        return drawn
    rows = counts[held]
    generator = np.random.default_rng(seed)
    drawn[held] = generator.multinomial(int(rows.sum()), rows / rows.sum(), size=draws).T
    return drawn


def percentile_bounds(values: Floats, confidence: float) -> Bounds:
    """The middle part of the draws of each statistic; draws in which it has no value (NaN) are left out.

    Args:
        values: shape ``(statistics, draws)``.
        confidence: of the two-sided interval, in ``(0, 1)``.

    Returns:
        Bounds, NaN where no draw has a value.

    Source:
        Hyndman and Fan, Am. Stat. 50 (1996), 361-365, definition 7, for the quantiles.

    Examples:
        >>> low, high = percentile_bounds(np.arange(101.0)[None, :], 0.5)
        >>> float(low[0]), float(high[0])
        (25.0, 75.0)
    """
    ends = ((1 - confidence) / 2, (1 + confidence) / 2)
    whole = np.isfinite(values).all(axis=1) & (values.shape[1] > 0)
    bounds = np.full((2, len(values)), np.nan)
    if whole.any():
        bounds[:, whole] = _quantiles(values[whole], ends)
    for row in np.flatnonzero(~whole):
        kept = values[row][np.isfinite(values[row])]
        if len(kept):
            bounds[:, row] = _quantiles(kept[None, :], ends)[:, 0]
    return bounds[0], bounds[1]


def redrawn_shares(
    profile: EvaluationProfile, *, names: Sequence[str], by: Iterable[tuple[str, ...]] | None = None,
    draws: int = DRAWS, seed: int = SEED, confidence: float = 0.95,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Shares of every group of several crossings with percentile intervals from one set of draws.

    All groups and names stand on the same draws of the whole table, as a bootstrap of its rows would have it. Where no
    draw differs from another (a share of 0 or 1, a group of one row), the interval is Wilson's and says so.

    Args:
        profile: what the table holds.
        names: of shares, for example ``true_positive_rate``.
        by: crossings; all of them, from the whole table to the crossing of every attribute, when left out.
        draws: how often the table is drawn again.
        seed: of the generator.
        confidence: of the two-sided intervals, in ``(0, 1)``.

    Returns:
        By crossing, then name, then group in the order of its values. ``detail["undefined_draws"]`` counts the draws
        in which the share has no value.

    Raises:
        MetricUnknown: a name is of no share of decisions.
        AttributeUnknown: a crossing names what is no attribute, or one twice.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.tile([1, 1, 0, 0], 50), decision=np.tile([1, 0, 0, 0], 50),
        ...     attributes={"sex": np.repeat(["f", "m"], 100)},
        ... ))
        >>> whole, women, men = redrawn_shares(profile, names=["selection_rate"])
        >>> whole.value, dict(women.groups), women.method
        (0.25, {'sex': 'f'}, 'bootstrap-percentile')
    """
    attributes = profile.plan.attributes
    crossings = _all_crossings(attributes) if by is None else tuple(by)
    for name in names:
        if name not in SHARES:
            raise MetricUnknown(f"{name} is no share of decisions.", name=name)
    for crossing in crossings:
        check_by(crossing, attributes)
    drawn = redrawn(profile.cells.counts, draws=draws, seed=seed)
    made: list[Measurement] = []
    for crossing in crossings:
        groups = _Redrawn.of(profile, crossing, drawn)
        for name in names:
            made += groups.measured(name, confidence)
    return tuple(made)


def _all_crossings(attributes: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(crossing for size in range(len(attributes) + 1) for crossing in combinations(attributes, size))


def _quantiles(values: Floats, ends: tuple[float, float]) -> Floats:
    places = [end * (values.shape[1] - 1) for end in ends]
    # Sorting rows of this length is faster than picking four places out of each.
    ordered = np.sort(values, axis=1)
    found = np.empty((2, len(values)))
    for row, place in enumerate(places):
        below, above = ordered[:, int(np.floor(place))], ordered[:, int(np.ceil(place))]
        found[row] = below + (above - below) * (place - np.floor(place))
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Redrawn:
    """Counts of the groups of one crossing, by outcome that occurs: of the table, and of it drawn again."""

    names: tuple[dict[str, str], ...]
    cells: dict[int, Integers]
    drawn: dict[int, Floats]

    @classmethod
    def of(cls, profile: EvaluationProfile, by: tuple[str, ...], drawn: Integers) -> "_Redrawn":
        keys, places = profile.cells.keys, [profile.plan.attributes.index(name) for name in by]
        members, group = np.unique(keys[:, places], axis=0, return_inverse=True)
        # The whole table is a group though it hold no row.
        members = members if by else np.zeros((1, 0), dtype=np.int64)
        outcome = np.ravel_multi_index(tuple(keys[:, len(profile.plan.attributes) :].T), OUTCOMES)
        order = np.lexsort((group.reshape(-1), outcome))
        ordered, member = outcome[order], group.reshape(-1)[order]
        cells, again = {}, {}
        for code in np.unique(ordered).tolist():
            first, last = np.searchsorted(ordered, [code, code + 1])
            mine, held = order[first:last], member[first:last]
            starts = np.flatnonzero(np.diff(held, prepend=-1))
            cells[code] = np.zeros(len(members), dtype=np.int64)
            cells[code][held[starts]] = np.add.reduceat(profile.cells.counts[mine], starts)
            again[code] = np.zeros((len(members), drawn.shape[1]))
            again[code][held[starts]] = np.add.reduceat(drawn[mine], starts, axis=0)
        names = tuple(
            {name: profile.values[place][code] for name, place, code in zip(by, places, row, strict=True)}
            for row in members.tolist()
        )
        return cls(names=names, cells=cells, drawn=again)

    def measured(self, name: str, confidence: float) -> list[Measurement]:
        above, below, reason = SHARES[name]
        top, bottom = (above & below).reshape(-1), below.reshape(-1)
        shape = next(iter(self.drawn.values()), np.zeros((len(self.names), 1))).shape
        with np.errstate(invalid="ignore"):
            values = _over(self.drawn, top, np.zeros(shape)) / _over(self.drawn, bottom, np.zeros(shape))
        lower, upper = percentile_bounds(values, confidence)
        none = np.zeros(len(self.names), dtype=np.int64)
        count, n = _over(self.cells, top, none.copy()), _over(self.cells, bottom, none.copy())
        stuck = (n > 0) & ~(lower < upper)
        low, high = wilson(count, n, confidence)
        lower, upper = np.where(stuck, low, lower), np.where(stuck, high, upper)
        lost = np.isnan(values).sum(axis=1)
        return [
            _measurement(metric(name).name, group, reason, confidence, _Row(
                count=int(count[row]), n=int(n[row]), lower=float(lower[row]), upper=float(upper[row]),
                method="wilson-no-draw-differs" if stuck[row] else "bootstrap-percentile", lost=int(lost[row]),
            ))
            for row, group in enumerate(self.names)
        ]  # fmt: skip


def _over(cells: Mapping[int, Numbers], chosen: NDArray[np.bool_], start: Numbers) -> Numbers:
    for code, counts in cells.items():
        if chosen[code]:
            start += counts
    return start


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    count: int
    n: int
    lower: float
    upper: float
    method: str
    lost: int


def _measurement(name: str, group: dict[str, str], reason: str, confidence: float, row: _Row) -> Measurement:
    value = row.count / row.n if row.n else None
    # A value far out in its own draws stays inside its interval.
    ends = (None, None) if value is None else (min(row.lower, value), max(row.upper, value))
    detail: dict[str, Json] = {"count": row.count, "undefined_draws": row.lost}
    return Measurement(
        name=name, value=value, lower=ends[0], upper=ends[1], confidence=confidence, n=row.n, unit="share",
        method=row.method, groups=group, undefined=None if row.n else reason, detail=detail,
    )  # fmt: skip
