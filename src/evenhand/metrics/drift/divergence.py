"""Smooth distances of two distributions over bins: Jensen-Shannon, Hellinger, and Cramer's V with its test."""

from math import log, sqrt

import numpy as np

from evenhand.metrics.drift.chance import chi_square_above
from evenhand.metrics.drift.distance import Bins, divergence_bounds
from evenhand.metrics.estimate import Reading
from evenhand.metrics.uncertainty import Floats

METHOD = "noncentral-chi-square"


def jensen_shannon(bins: Bins, confidence: float) -> Reading:
    """Root of the mean divergence, in bits, of both distributions from their average: 0 alike, 1 without a common bin.

    The value is that of the samples; its detail says what chance alone gives, and the interval is that of the
    populations.

    Source:
        Endres and Schindelin, IEEE Trans. Inf. Theory 49 (2003), 1858-1860.

    Examples:
        >>> found = jensen_shannon(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False), 0.95)
        >>> round(found.value, 4), round(found.lower, 4), round(found.upper, 4)
        (0.0854, 0.0482, 0.1227)
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = bins.sizes
    b, w, middle = bins.reference / n, bins.current / m, (bins.reference / n + bins.current / m) / 2
    raw = max(0.0, (_bits(b, middle) + _bits(w, middle)) / 2)
    b, w, _ = bins.filled
    middle = (b + w) / 2
    slopes = (np.log2(b / middle) / 2, np.log2(w / middle) / 2)
    return _rooted(bins, raw, slopes, confidence, 1 / (8 * log(2)))


def hellinger(bins: Bins, confidence: float) -> Reading:
    """Root of one less the sum of ``sqrt(b w)`` over shares: 0 alike, 1 without a common bin.

    The value is that of the samples, as for ``jensen_shannon``.

    Source:
        Beran, Ann. Stat. 5 (1977), 445-463.

    Examples:
        >>> found = hellinger(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False), 0.95)
        >>> round(found.value, 4), round(found.lower, 4), round(found.upper, 4)
        (0.0712, 0.0402, 0.1022)
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = bins.sizes
    raw = max(0.0, 1 - float(np.sqrt(bins.reference / n * (bins.current / m)).sum()))
    b, w, _ = bins.filled
    return _rooted(bins, raw, (-np.sqrt(w / b) / 2, -np.sqrt(b / w) / 2), confidence, 1 / 8)


def pearson(bins: Bins) -> tuple[float, int, float]:
    """Pearson's statistic that both tables have one distribution, its degrees of freedom and its p-value.

    Both tables are samples; neither is taken as the truth. Where the bins are quantiles of the reference, the statistic
    is divided by its mean over the degrees of freedom before its chance is told.

    Source:
        Pearson, Biometrika 8 (1911), 250-254; Bartlett, Proc. R. Soc. A 160 (1937), 268-282, for the division.

    Examples:
        >>> statistic, freedom, p_value = pearson(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False))
        >>> round(statistic, 2), freedom, f"{p_value:.1e}"
        (20.2, 1, '7.0e-06')
    """
    n, m = bins.sizes
    freedom = len(bins.members) - 1
    if bins.gap:
        return 0.0, freedom, 1.0
    both = (bins.reference + bins.current) / (n + m)
    statistic = float(((bins.current / m - bins.reference / n) ** 2 / both).sum()) * n * m / (n + m)
    return statistic, freedom, chi_square_above(statistic / (1 + bins.excess), freedom)


def cramers_v(bins: Bins, confidence: float) -> Reading:
    """How strongly the table and the bin of a row hang together, with Pearson's two-sample test in the detail.

    0 where the shares are alike, 1 where no bin is common.
    As every correlation with a table, it also depends on the ratio of the two sizes.

    Source:
        Cramer, Mathematical Methods of Statistics (1946), 282; Smithson, Confidence Intervals (2003), chapter 4.

    Examples:
        >>> found = cramers_v(Bins.of(np.array([500, 500]), np.array([600, 400]), ordered=False), 0.95)
        >>> round(found.value, 4), round(found.detail["chi_square"], 2), f"{found.detail['p_value']:.1e}"
        (0.1005, 20.2, '7.0e-06')
    """
    if bins.gap:
        return Reading(reason=bins.gap)
    n, m = bins.sizes
    total, (statistic, freedom, p_value) = n + m, pearson(bins)
    step = bins.current / m - bins.reference / n
    both = (bins.reference + bins.current) / total
    weight = n * m / total**2
    near, far = 2 * step / both, step**2 / both**2 / total
    slopes = (weight * (-near - n * far), weight * (near - m * far))
    rooted = _rooted(bins, statistic / total, slopes, confidence, weight)
    detail = {
        "chi_square": statistic, "degrees_of_freedom": freedom, "p_value": p_value, **rooted.detail,
    }  # fmt: skip
    return Reading(value=rooted.value, lower=rooted.lower, upper=rooted.upper, method=METHOD, detail=detail)


def _rooted(bins: Bins, raw: float, slopes: tuple[Floats, Floats], confidence: float, unit: float) -> Reading:
    n, m = bins.sizes
    lower, upper = divergence_bounds(bins, raw, slopes, confidence, unit=unit)
    value = sqrt(raw)
    return Reading(
        value=value, lower=min(sqrt(lower), value), upper=min(1.0, max(sqrt(upper), value)), method=METHOD,
        detail={
            "by_chance": sqrt((len(bins.members) - 1) * unit * (1 / n + 1 / m)), "bins": len(bins.members),
            "pooled": bins.n_pooled, "reference_n": n,
        },
    )  # fmt: skip


def _bits(shares: Floats, middle: Floats) -> float:
    held = shares > 0
    return float((shares[held] * np.log2(shares[held] / middle[held])).sum())
