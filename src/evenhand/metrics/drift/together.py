"""What no single column shows: whether the rows of two tables can be told apart, and which pairs go together otherwise.

Needs rows: the cells of several columns of the same row, from a sample of each table that is said openly.
"""

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.boosting import BoostedSurrogate
from evenhand.metrics.drift.chance import chi_square_above, noncentrality_bounds
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.ranking import roc_area
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.slicing import Facet
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

LEVELS = 6
"""Parts of a column that pairs are counted on; gaps are one more."""
LEAST_ROWS = 50
"""Rows of a level in either table; rows of rarer levels stand in no pair."""
SEED = 20_261_129
_ROUNDS = 40
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowsTogether:
    """The same columns of rows from two tables, each value as one of few levels.

    Attributes:
        names: of the columns.
        sizes: levels of each column, its gaps included.
        reference: level of each row and column; shape ``(rows, columns)``.
        current: likewise.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    reference: Integers
    current: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChange:
    """How the association of two columns differs between two tables."""

    columns: tuple[str, str]
    reading: Reading


def levels_of(column: ColumnProfile) -> Integers:
    """The level of each cell of a column, then of new values, then of gaps; shape ``(n_cells + 2,)``.

    Numbers fall into parts of about equal mass of the profile, texts stand by themselves while they are frequent.

    Args:
        column: of the reference.
    """
    counts = column.counts.astype(np.float64)
    if column.plan.is_ordered:
        total = max(1.0, float(counts.sum()))
        middle = (np.cumsum(counts) - counts / 2) / total
        level = np.minimum((middle * LEVELS).astype(np.int64), LEVELS - 1)
        return np.append(level, [LEVELS - 1, LEVELS])
    level = np.full(len(counts), LEVELS - 1, dtype=np.int64)
    first = np.argsort(-counts, kind="stable")[: LEVELS - 1]
    level[first] = np.arange(len(first))
    return np.append(level, [LEVELS - 1, LEVELS])


def domain_auc(rows: RowsTogether, confidence: float) -> Reading:
    """How well a learner tells which table a row is from, on rows that it did not learn from: 0.5 is not at all.

    Boosted trees learn on one half of the rows and are held against the other, both ways. The detail names the columns
    without which it does worse, by how much. The p-value is one-sided.

    Source:
        Lopez-Paz and Oquab, ICLR (2017), for the classifier as a two-sample test; DeLong (1988) for the error.

    Args:
        rows: of both tables.
        confidence: of the interval.
    """
    n, m = len(rows.reference), len(rows.current)
    if min(n, m) < 4 * LEAST_ROWS or not rows.names:
        return Reading(reason=f"{n:,} and {m:,} rows are too few to learn from.")
    areas, errors, drops = _crossed(rows)
    value, error = float(areas.mean()), float(np.sqrt((errors**2).sum())) / 2
    reach = quantile.normal(confidence) * error
    best = np.argsort(-drops)[:_NAMED]
    detail: dict[str, Json] = {
        "p_value": 1 - NormalDist().cdf((value - 0.5) / error) if error > 0 else float(value <= 0.5),
        "carried_by": {rows.names[place]: float(drops[place]) for place in best if drops[place] > 0},
        "reference_rows": n, "current_rows": m, "halves": 2,
    }  # fmt: skip
    return Reading(
        value=value, lower=max(0.0, value - reach), upper=min(1.0, value + reach), method="delong-cross-fitted",
        detail=detail,
    )  # fmt: skip


def _crossed(rows: RowsTogether) -> tuple[Floats, Floats, Floats]:
    """Areas and their errors, one a half, and per column what the area loses without it."""
    codes = np.concatenate([rows.reference, rows.current])
    label = np.repeat([0, 1], [len(rows.reference), len(rows.current)])
    half = np.random.default_rng(SEED).permuted(np.arange(len(label)) % 2)
    found, drops = [], np.zeros(len(rows.names))
    for side in (0, 1):
        learnt, held = np.flatnonzero(half != side), np.flatnonzero(half == side)
        model = BoostedSurrogate.fitted(_facets(rows, codes[learnt]), label[learnt].astype(np.float64))
        found.append(_area(model, rows, codes[held], label[held]))
        for place in range(len(rows.names)):
            mixed = codes[held].copy()
            np.random.default_rng(SEED + place).shuffle(mixed[:, place])
            drops[place] += (found[-1][0] - _area(model, rows, mixed, label[held])[0]) / 2
    areas, errors = np.array(found).T
    return areas, errors, drops


def pair_changes(rows: RowsTogether, confidence: float) -> tuple[PairChange, ...]:
    """For each pair of columns, how far its association differs between the tables, whatever each column alone did.

    The value is the root of Pearson's statistic of no three-way interaction over the rows: 0 where knowing the table
    adds nothing to how the two columns go together.

    Source:
        Bishop, Fienberg and Holland, Discrete Multivariate Analysis (1975), chapter 3, for the fit.

    Args:
        rows: of both tables.
        confidence: of each interval.
    """
    pairs = list(combinations(range(len(rows.names)), 2))
    size = max(rows.sizes, default=1)
    counts = np.stack([
        [_joint(side[:, one], side[:, other], size) for one, other in pairs] for side in (rows.reference, rows.current)
    ], axis=1) if pairs else np.empty((0, 2, size, size))  # fmt: skip
    kept = counts.sum(axis=3).min(axis=1) >= LEAST_ROWS
    other = counts.sum(axis=2).min(axis=1) >= LEAST_ROWS
    counts = counts * kept[:, np.newaxis, :, np.newaxis] * other[:, np.newaxis, np.newaxis, :]
    fitted = _fitted(counts)
    return tuple(
        PairChange(columns=(rows.names[one], rows.names[two]), reading=_pair(seen, fit, confidence))
        for (one, two), seen, fit in zip(pairs, counts, fitted, strict=True)
    )


def strength(counts: Floats) -> float:
    """Cramer's V of two columns in one table: 0 where neither tells of the other, 1 where one follows from the other.

    Args:
        counts: rows of each pair of levels; shape ``(levels, levels)``.

    Examples:
        >>> strength(np.array([[50.0, 0.0], [0.0, 50.0]])), strength(np.full((2, 2), 25.0))
        (1.0, 0.0)
    """
    held = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    least = min(held.shape) - 1
    if least < 1:
        return 0.0
    expected = np.outer(held.sum(axis=1), held.sum(axis=0)) / held.sum()
    return sqrt(float(((held - expected) ** 2 / expected).sum()) / float(held.sum()) / least)


def _pair(counts: Floats, fitted: Floats, confidence: float) -> Reading:
    levels = [int((counts.sum(axis=axes) > 0).sum()) for axes in ((0, 2), (0, 1))]
    dense = (fitted >= 1).all(axis=0)
    sparse = int(((fitted.sum(axis=0) > 0) & ~dense).sum())
    freedom = (levels[0] - 1) * (levels[1] - 1) - sparse
    total = float(counts.sum())
    if min(levels) < 2 or freedom < 1:
        return Reading(reason="Too few levels or rows to tell how the two go together.")
    at = fitted[:, dense]
    statistic = float(((counts[:, dense] - at) ** 2 / at).sum())
    low, high = noncentrality_bounds(statistic, freedom, confidence)
    value = sqrt(statistic / total)
    return Reading(
        value=value, lower=min(value, sqrt(low / total)), upper=min(1.0, max(value, sqrt(high / total))),
        method="noncentral-chi-square",
        detail={
            "p_value": chi_square_above(statistic, freedom), "chi_square": statistic, "degrees_of_freedom": freedom,
            "by_chance": sqrt(freedom / total), "rows": int(total),
            "reference_association": strength(counts[0]), "current_association": strength(counts[1]),
        },
    )  # fmt: skip


def _fitted(counts: Floats) -> Floats:
    """Counts with the two-way sums of what was seen and no three-way interaction; shape ``(pairs, 2, k, k)``."""
    fit = np.ones_like(counts, dtype=np.float64)
    for _ in range(_ROUNDS):
        for axis in (1, 2, 3):
            sums = fit.sum(axis=axis, keepdims=True)
            fit *= np.divide(counts.sum(axis=axis, keepdims=True), sums, out=np.zeros_like(sums), where=sums > 0)
    return fit


def _joint(one: Integers, other: Integers, size: int) -> Floats:
    return np.bincount(one * size + other, minlength=size * size).reshape(size, size).astype(np.float64)


def _facets(rows: RowsTogether, codes: Integers) -> list[Facet]:
    return [
        Facet(name=name, codes=codes[:, place], values=tuple(str(level) for level in range(size)))
        for place, (name, size) in enumerate(zip(rows.names, rows.sizes, strict=True))
    ]


def _area(
    model: BoostedSurrogate, rows: RowsTogether, codes: Integers, label: NDArray[np.int64]
) -> tuple[float, float]:
    score, place = np.unique(model.predict(_facets(rows, codes)), return_inverse=True)
    counts = [np.bincount(place[label == each], minlength=len(score)) for each in (0, 1)]
    cells = ScoreCells(score=score, negatives=counts[0], positives=counts[1])
    area = roc_area(cells)
    return area.value, sqrt(area.variance(cells))
