"""How much of what is sought lies among the highest scores: cumulative gain and lift at a depth."""

from collections.abc import Mapping
from math import floor

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics.estimate import Reading
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats, wilson

DEPTH = 0.1
"""Where no depth is asked for: the tenth of the table with the highest scores."""


def cumulative_gain(cells: ScoreCells, confidence: float, depth: float = DEPTH) -> Reading:
    """Of the favourable cases, the share that the ``depth`` of the table with the highest scores holds, in [0, 1].

    Cases that tie at the cut-off count in part, as if drawn by lot. The bounds are Wilson's for as many cases as the
    variance of the value is worth; the variance allows for the cut-off, which moves with the table.

    Args:
        cells: of scores by label.
        confidence: of the bounds.
        depth: share of the table that is looked at, above 0 and below 1.

    Source:
        Ling and Li, KDD (1998), 73-79; the variance by the influence of a row, van der Vaart (1998), chapter 20.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.5, 0.9]), negatives=np.array([40, 30, 10]),
        ...                    positives=np.array([0, 10, 10]))
        >>> cumulative_gain(cells, 0.95, 0.2).value
        0.5
    """
    if not 0 < depth < 1:
        raise ValueError(f"a depth of {depth}")
    positives, counts = cells.positives.astype(np.float64), (cells.negatives + cells.positives).astype(np.float64)
    n, n_positive = counts.sum(), positives.sum()
    if n_positive in (0, n):
        return Reading(reason="The group does not hold both labels.")
    if depth * n < 1:
        return Reading(reason=f"{depth:.0%} of {int(n)} rows are less than one row.")
    inside = _inside(counts, depth)
    value = min(float((positives * inside).sum() / n_positive), 1.0)
    variance = _variance(cells, inside, value, depth)
    worth = value * (1 - value) / variance if variance > 0 and 0 < value < 1 else float(n_positive)
    lower, upper = wilson(value * worth, worth, confidence)
    place = int(np.flatnonzero(inside > 0)[0])
    detail: dict[str, Json] = {"depth": depth, "cut_off": float(cells.floors[place]), "rows": float(depth * n)}
    if cells.binned is not None:
        detail["binning_error"] = _error(cells, np.where(cells.binned.is_atom, 0.0, inside))
    return Reading(
        value=value, lower=min(float(lower), value), upper=max(float(upper), value), method="wilson-influence",
        detail=detail,
    )  # fmt: skip


def lift(cells: ScoreCells, confidence: float, depth: float = DEPTH) -> Reading:
    """How many times as many favourable cases the ``depth`` with the highest scores holds as chance would put there.

    It is ``cumulative_gain`` over ``depth``, in [0, 1 / depth]; 1 is what chance gives.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.5, 0.9]), negatives=np.array([40, 30, 10]),
        ...                    positives=np.array([0, 10, 10]))
        >>> lift(cells, 0.95, 0.2).value
        2.5
    """
    gain = cumulative_gain(cells, confidence, depth)
    if gain.reason:
        return gain
    return Reading(
        value=gain.value / depth, lower=gain.lower / depth, upper=gain.upper / depth, method=gain.method,
        detail={**gain.detail, **_scaled(gain.detail, depth)},
    )  # fmt: skip


def _inside(counts: Floats, depth: float) -> Floats:
    """The part of each cell that lies among the ``depth`` with the highest scores."""
    above = np.cumsum(counts[::-1])[::-1] - counts
    return np.asarray(np.clip((depth * counts.sum() - above) / counts, 0, 1))


def _error(cells: ScoreCells, inside: Floats) -> float:
    """How far the value may lie from that of the scores themselves, whose order within the cell at the edge is lost."""
    negatives, positives, part = cells.negatives, cells.positives, inside
    taken = part * (negatives + positives)
    least, most = np.maximum(taken - negatives, 0), np.minimum(taken, positives)
    off = np.maximum(most - part * positives, part * positives - least)
    return float(off.sum() / cells.positives.sum())


def _scaled(detail: Mapping[str, Json], depth: float) -> dict[str, Json]:
    error = detail.get("binning_error")
    return {"binning_error": error / depth} if isinstance(error, float) else {}


def _variance(cells: ScoreCells, inside: Floats, value: float, depth: float) -> float:
    negatives, positives = cells.negatives.astype(np.float64), cells.positives.astype(np.float64)
    n, base = (negatives + positives).sum(), positives.sum() / (negatives + positives).sum()
    local = _local_rate(negatives, positives, depth)
    moved = local * (inside - depth)
    square = negatives * moved**2 + positives * (inside - value - moved) ** 2
    return float(square.sum() / (base * n) ** 2)


def _local_rate(negatives: Floats, positives: Floats, depth: float) -> float:
    """Share of favourable labels near the cut-off, which says what moving it would catch."""
    counts = negatives + positives
    n, below = counts.sum(), np.cumsum(counts)
    middle, reach = (1 - depth) * n, n ** (2 / 3) / 2
    first = int(np.searchsorted(below, max(middle - reach, 0.0), side="right"))
    last = int(np.searchsorted(below, min(middle + reach, floor(n) - 1.0), side="right"))
    near = slice(min(first, len(counts) - 1), last + 1)
    return float((positives[near].sum() + 1) / (counts[near].sum() + 2))
