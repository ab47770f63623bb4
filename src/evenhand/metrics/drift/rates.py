"""Changes of the shares of rows without a value, each with a test of its own."""

from functools import lru_cache
from math import exp, sqrt
from statistics import NormalDist

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.metrics.drift.chance import chi_square_above
from evenhand.metrics.estimate import Reading
from evenhand.metrics.uncertainty import mover_difference, wilson

ENOUGH = 10.0
"""Rows that each cell of a two by two table is expected to hold for Pearson's test; below, Fisher's exact one."""


def rate_change(name: str, before: tuple[int, int], now: tuple[int, int], confidence: float) -> Reading:
    """Share of the current table minus share of the reference, each given as a count and its rows.

    Source:
        Newcombe, Stat. Med. 17 (1998), 873-890.

    Examples:
        >>> found = rate_change("null_rate_change", (0, 100), (10, 100), 0.95)
        >>> found.value, round(found.lower, 4), round(found.detail["p_value"], 4)
        (0.1, 0.0419, 0.0015)
    """
    if not before[1] or not now[1]:
        return Reading(reason=f"The {'current' if before[1] else 'reference'} holds no row ({name}).")
    return _changed(before, now, confidence)


@lru_cache(maxsize=256)
def _changed(before: tuple[int, int], now: tuple[int, int], confidence: float) -> Reading:
    """Columns without a gap all have the same change."""
    count, n = (np.array(side) for side in zip(now, before, strict=True))
    shares, (low, high) = count / n, wilson(count, n, confidence)
    bounds = [(low[side], high[side]) for side in range(2)]
    lower, upper = mover_difference((shares[0], bounds[0]), (shares[1], bounds[1]))
    p_value, test = two_shares(before, now)
    detail: dict[str, Json] = {
        "current": float(shares[0]), "reference": float(shares[1]), "count": now[0], "reference_n": before[1],
        "p_value": p_value, "test": test,
    }  # fmt: skip
    return Reading(
        value=float(shares[0] - shares[1]), lower=float(lower), upper=float(upper), method="newcombe", detail=detail
    )


def two_shares(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, str]:
    """P-value that two samples have one share, and the test that gave it.

    Pearson's where each cell is expected to hold at least 10 rows. Else Fisher's exact test, which alarms at most as
    often as it says, for few rows more rarely: so few outcomes are possible that no test is exact.

    Args:
        one: a count and its rows, above 0.
        other: likewise.

    Source:
        Fisher, Statistical Methods for Research Workers (1934), section 21.02.

    Examples:
        >>> two_shares((0, 100), (0, 50)), two_shares((1, 10), (9, 10))[1]
        ((1.0, 'fisher'), 'fisher')
        >>> round(two_shares((300, 1000), (380, 1000))[0], 6)
        0.000159
    """
    n, m = one[1], other[1]
    total, rows = one[0] + other[0], one[1] + other[1]
    if total in {0, rows}:
        return 1.0, "fisher"
    if min(total, rows - total) * min(n, m) / rows < ENOUGH:
        return _fisher(one, other), "fisher"
    spread = total / rows * (rows - total) / rows * n * m / rows
    return chi_square_above((one[0] * m / rows - other[0] * n / rows) ** 2 / spread, 1), "pearson"


def new_values(counts: "np.typing.NDArray[np.int64]", n_new: int, n: int, confidence: float) -> Reading:
    """Share of the current values that the reference lacks, beside the share that is to be expected without drift.

    A reference of ``r`` values of which ``s`` occur once misses about ``s / r`` of its own population: a share of new
    values near it is no drift. The test allows for what both samples leave uncertain.

    Args:
        counts: of the reference, per known value.
        n_new: values of the current table that the reference lacks.
        n: all values of the current table.
        confidence: of the interval.

    Source:
        Good, Biometrika 40 (1953), 237-264; Esty, Ann. Stat. 11 (1983), 905-912, for the variance.

    Examples:
        >>> found = new_values(np.array([60, 40]), 5, 100, 0.95)
        >>> found.value, found.detail["by_chance"], found.detail["p_value"] < 0.05
        (0.05, 0.0, True)
    """
    rows = int(counts.sum())
    if not n or not rows:
        return Reading(reason="The current table holds no value." if not n else "The reference holds no value.")
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    share, expected = n_new / n, once / rows
    lower, upper = wilson(n_new, n, confidence)
    both = (n_new + once) / (n + rows)
    spread = sqrt((once + 2 * twice + 1) / rows**2 + both * (1 - both) / n)
    p_value = 1.0 if share <= expected else min(1.0, 2 * (1 - NormalDist().cdf((share - expected) / spread)))
    detail: dict[str, Json] = {
        "count": n_new, "by_chance": expected, "p_value": p_value, "test": "good-turing", "reference_n": rows,
    }  # fmt: skip
    return Reading(value=share, lower=float(lower), upper=float(upper), method="wilson", detail=detail)


def known_new(before: tuple[int, int], now: tuple[int, int], confidence: float) -> Reading:
    """Share of the current values that the plan lacks, where the reference itself holds some such values.

    That is so where the plan was made from a sample of the reference, or from another table.

    Args:
        before: values of the reference that the plan lacks, and all its values.
        now: likewise of the current table.
        confidence: of the interval.

    Examples:
        >>> found = known_new((10, 1000), (60, 1000), 0.95)
        >>> found.value, found.detail["by_chance"], found.detail["p_value"] < 1e-6
        (0.06, 0.01, True)
    """
    if not before[1] or not now[1]:
        return Reading(reason=f"The {'current table' if before[1] else 'reference'} holds no value.")
    lower, upper = wilson(*now, confidence)
    p_value, test = two_shares(before, now)
    detail: dict[str, Json] = {
        "count": now[0], "by_chance": before[0] / before[1], "p_value": p_value, "test": test, "reference_n": before[1],
    }  # fmt: skip
    return Reading(value=now[0] / now[1], lower=float(lower), upper=float(upper), method="wilson", detail=detail)


def _fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Chance, given both sums, of a split no likelier than the one that was seen."""
    n, m = one[1], other[1]
    total = one[0] + other[0]
    first, last = max(0, total - m), min(total, n)
    x = np.arange(first, last, dtype=np.float64)
    steps = np.log((total - x) * (n - x)) - np.log((x + 1) * (m - total + x + 1))
    weights = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(weights - weights.max())
    seen = weights[one[0] - first] * exp(1e-9)
    return min(1.0, float(weights[weights <= seen].sum() / weights.sum()))
