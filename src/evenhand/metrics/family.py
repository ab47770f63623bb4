"""Many numbers at once: intervals that all hold together, and p-values that allow for their number."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from evenhand.metrics.uncertainty import Floats

Simultaneous: TypeAlias = Literal["bonferroni", "sidak"]
Adjustment: TypeAlias = Literal["bonferroni", "sidak", "holm", "benjamini-hochberg", "benjamini-yekutieli"]


def simultaneous_confidence(confidence: float, n: int, *, method: Simultaneous = "bonferroni") -> float:
    """The confidence that each of ``n`` intervals needs, so that all of them hold at once with ``confidence``.

    Args:
        confidence: of the whole family, in ``(0, 1)``.
        n: intervals of the family; 0 counts as 1.
        method: ``bonferroni`` holds whatever the dependence; ``sidak`` is a little narrower and holds for independent
            numbers, and for two-sided intervals of jointly normal ones.

    Source:
        Sidak, J. Am. Stat. Assoc. 62 (1967), 626-633.

    Examples:
        >>> simultaneous_confidence(0.95, 10), round(simultaneous_confidence(0.95, 10, method="sidak"), 6)
        (0.995, 0.994884)
    """
    if not 0 < confidence < 1 or n < 0:
        raise ValueError(f"a confidence of {confidence} for {n} intervals")
    n = max(1, n)
    return float(confidence ** (1 / n)) if method == "sidak" else 1 - (1 - confidence) / n


def adjusted_p_values(p_values: Sequence[float] | Floats, method: Adjustment = "benjamini-hochberg") -> Floats:
    """P-values that may each be held against one level, whatever their number; same order, same shape.

    ``bonferroni``, ``sidak`` and ``holm`` control the chance of even one false alarm (``sidak`` for independent tests).
    The others control the share of false ones among the alarms: ``benjamini-hochberg`` for tests that are independent
    or rise together, ``benjamini-yekutieli`` under any dependence. A test without a p-value is left out by the caller:
    NaN is refused.

    Args:
        p_values: one a test, in ``[0, 1]``.
        method: of adjustment.

    Source:
        Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995), 289-300; Benjamini and Yekutieli, Ann. Stat. 29 (2001),
        1165-1188; Holm, Scand. J. Stat. 6 (1979), 65-70.

    Raises:
        ValueError: a p-value lies outside its range or is NaN.

    Examples:
        >>> adjusted_p_values([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
        [0.04, 0.0533, 0.0533, 0.5]
        >>> adjusted_p_values([0.01, 0.04], "bonferroni").tolist()
        [0.02, 0.08]
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p-values lie in [0, 1], in one row")
    n = len(p)
    if method == "bonferroni":
        return np.minimum(p * n, 1.0)
    if method == "sidak":
        return np.asarray(-np.expm1(n * np.log1p(-np.minimum(p, 1 - 1e-16))))
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, n + 1)
    adjusted = np.empty(n)
    if method == "holm":
        adjusted[order] = np.maximum.accumulate(p[order] * (n + 1 - rank))
    else:
        more = float((1 / rank).sum()) if method == "benjamini-yekutieli" else 1.0
        adjusted[order] = np.minimum.accumulate((p[order] * more * n / rank)[::-1])[::-1]
    return np.minimum(adjusted, 1.0)
