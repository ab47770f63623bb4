"""How far apart scores lie by label, as credit scoring states it: Gini coefficient and Kolmogorov-Smirnov gap."""

from collections.abc import Mapping
from math import log, sqrt

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile, ranking
from evenhand.metrics.estimate import Reading
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import mover_difference, wilson


def gini(cells: ScoreCells, confidence: float) -> Reading:
    """Gini coefficient of the scores (accuracy ratio, Somers' D): ``2 roc_auc - 1`` with its bounds, in [-1, 1].

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([20, 20, 0]),
        ...                    positives=np.array([0, 20, 20]))
        >>> gini(cells, 0.95).value
        0.75
    """
    area = ranking.roc_auc(cells, confidence)
    if area.reason:
        return area
    return Reading(
        value=2 * area.value - 1, lower=2 * area.lower - 1, upper=2 * area.upper - 1, method=area.method,
        detail={**area.detail, **_doubled(area.detail)},
    )  # fmt: skip


def kolmogorov_smirnov_separation(cells: ScoreCells, confidence: float) -> Reading:
    """Largest gap, over all cut-offs, of true positive rate and false positive rate, in [0, 1].

    The cut-off with the largest gap is chosen on the same rows, so the value is too high by chance. The lower bound
    allows for that choice over all cut-offs and covers more often than it says; it is 0 where a gap as large would
    arise by chance alone.

    Source:
        Smirnov, Ann. Math. Stat. 19 (1948), 279-281, for what the choice adds; MOVER of two Wilson intervals.

    Examples:
        >>> cells = ScoreCells(score=np.array([0.1, 0.4, 0.8]), negatives=np.array([20, 20, 0]),
        ...                    positives=np.array([0, 20, 20]))
        >>> found = kolmogorov_smirnov_separation(cells, 0.95)
        >>> found.value, round(found.lower, 3), round(found.upper, 3), found.detail["cut_off"]
        (0.5, 0.249, 0.648, 0.8)
    """
    n_negative, n_positive = int(cells.negatives.sum()), int(cells.positives.sum())
    if not n_negative or not n_positive:
        return Reading(reason="The group does not hold both labels.")
    false, true = (np.cumsum(part[::-1])[::-1] for part in (cells.negatives, cells.positives))
    # Integers decide between equal gaps: the highest such cut-off wins on every machine.
    place = len(true) - 1 - int(np.argmax((true * n_negative - false * n_positive)[::-1]))
    hits, alarms = int(true[place]), int(false[place])
    value = max(hits / n_positive - alarms / n_negative, 0.0)
    critical = sqrt(2 * log(2 / (1 - confidence)))
    by_chance = critical / 2 * sqrt(1 / n_negative + 1 / n_positive)
    wide = quantile.normal_confidence(critical)
    lower = _bounds((hits, n_positive), (alarms, n_negative), wide)[0] if value > by_chance else 0.0
    upper = _bounds((hits, n_positive), (alarms, n_negative), confidence)[1]
    detail: dict[str, Json] = {
        "cut_off": float(cells.floors[place]), "negatives": n_negative, "positives": n_positive,
    }  # fmt: skip
    if cells.binned is not None:
        # Within a cell the gap is at its largest where all favourable cases score highest.
        inner = (true / n_positive - (false - cells.negatives) / n_negative)[~cells.binned.is_atom]
        detail["binning_error"] = max(float(inner.max(initial=0.0)) - value, 0.0)
    return Reading(
        value=value, lower=min(max(lower, 0.0), value), upper=min(max(upper, value), 1.0), method="mover-smirnov",
        detail=detail,
    )  # fmt: skip


def _doubled(detail: Mapping[str, Json]) -> dict[str, Json]:
    error = detail.get("binning_error")
    return {"binning_error": 2 * error} if isinstance(error, float) else {}


def _bounds(true: tuple[int, int], false: tuple[int, int], confidence: float) -> tuple[float, float]:
    sides = [(np.asarray(count / n), wilson(count, n, confidence)) for count, n in (true, false)]
    lower, upper = mover_difference(*sides)
    return float(lower), float(upper)
