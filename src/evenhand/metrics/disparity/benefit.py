"""Inequality of benefits: who got more than was due, who less, measured as incomes are."""

import numpy as np

from evenhand.metrics import quantile
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


def theil_index(counts: Integers, confidence: float) -> Estimates:
    """Generalised entropy (alpha 1) of the benefits decision - label + 1, per group of ``counts``.

    A benefit is 0 for who was wrongly refused, 1 for who was judged rightly, 2 for who was wrongly favoured. The index
    is the mean of (b / m) ln (b / m) with m the mean benefit: 0 when all fare alike, with no upper bound.

    Args:
        counts: shape ``(groups, 2, 2, 3)``: label, decision, current practice.
        confidence: of the two-sided interval, in ``(0, 1)``.

    Returns:
        Indices with bounds by the delta method on the scale of roots, with 1/2 added to each of the three counts so
        that a table without a mistake has a width. NaN where there is no row, or none with a benefit.

    Source:
        Speicher and others, KDD 2018, 2239-2248; the benefit function of AIF360's ``theil_index``.

    Examples:
        >>> table = np.zeros((1, 2, 2, 3), dtype=np.int64)
        >>> table[0, 1, 1, 2], table[0, 1, 0, 2], table[0, 0, 1, 2] = 80, 10, 10
        >>> found = theil_index(table, 0.95)
        >>> round(float(found.value[0]), 6), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
        (0.138629, 0.0838, 0.219)
    """
    table = counts.sum(axis=3).astype(np.float64)
    benefit = np.stack([table[:, 1, 0], table[:, 0, 0] + table[:, 1, 1], table[:, 0, 1]], axis=1)
    rows = benefit.sum(axis=1)
    value, _ = _index(benefit)
    smooth, variance = _index(benefit + 0.5)
    root, half = np.sqrt(smooth), quantile.normal(confidence) * np.sqrt(variance / smooth) / 2
    with np.errstate(invalid="ignore"):
        lower, upper = np.minimum(np.maximum(root - half, 0) ** 2, value), np.maximum((root + half) ** 2, value)
    reasons = [
        "The group holds no usable rows." if n == 0 else "Nobody in the group has a benefit." for n in rows.tolist()
    ]
    return Estimates(
        value=value, lower=lower, upper=upper, n=rows.astype(np.int64), methods=["delta-root"] * len(counts),
        reasons=reasons, details=[{}] * len(counts),
    )  # fmt: skip


def _index(benefit: Floats) -> tuple[Floats, Floats]:
    """The index and its variance by the delta method."""
    worth, entropy = np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.0, 2 * np.log(2)])
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = benefit.sum(axis=1)
        mean, gain = benefit @ worth / rows, benefit @ entropy / rows
        value = np.where(mean > 0, np.maximum(gain / mean - np.log(mean), 0), np.nan)
        slope = entropy / mean[:, None] - (gain / mean**2 + 1 / mean)[:, None] * worth
        shares = benefit / rows[:, None]
        centre = (shares * slope).sum(axis=1)
        variance = ((shares * slope**2).sum(axis=1) - centre**2) / rows
    return value, variance
