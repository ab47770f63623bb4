"""Precision, recall and F1 of several classes in one number: every class alike, or each by its share of the labels.

Every function takes counts of shape ``(groups, classes, classes)``: label, prediction. A class that a group holds
neither as a label nor as a prediction is no class of that group.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from evenhand.metrics.estimate import Estimates, Reading, stacked
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats, wilson

NO_ROWS = "The group holds no usable rows."
_SPARE = 0.5


def accuracy(counts: Integers, confidence: float) -> Estimates:
    """Share of cases whose prediction is the label: precision, recall and F1 averaged over cases (micro), all three.

    Examples:
        >>> accuracy(np.array([[[5, 1], [2, 8]]]), 0.95).value.tolist()
        [0.8125]
    """
    right, n = np.trace(counts, axis1=1, axis2=2), counts.sum(axis=(1, 2))
    with np.errstate(invalid="ignore"):
        value = right / n
    lower, upper = wilson(right, n, confidence)
    groups = len(counts)
    return Estimates(
        value=value, lower=lower, upper=upper, n=np.asarray(n), methods=["wilson"] * groups,
        reasons=[NO_ROWS] * groups, details=[{"count": int(count)} for count in right.tolist()],
    )  # fmt: skip


def average(name: str, counts: Integers, confidence: float) -> Estimates:
    """One of ``AVERAGES``, with Wilson bounds for as many cases as the value's variance is worth.

    The variance is that of the delta method, with half a case a class spread over the table, so that a table without
    mistakes keeps a width.

    Raises:
        KeyError: there is no such average.

    Source:
        Takahashi, Yamamoto, Kuchiba and Koyama, Appl. Intell. 52 (2022), 4961-4972, for the delta method.

    Examples:
        >>> found = average("f1_macro", np.array([[[50, 10, 0], [5, 80, 5], [0, 10, 40]]]), 0.95)
        >>> round(float(found.lower[0]), 3), round(float(found.value[0]), 3), round(float(found.upper[0]), 3)
        (0.795, 0.851, 0.894)
    """
    rows = np.asarray(counts.sum(axis=(1, 2)))
    return stacked([_reading(table, AVERAGES[name], confidence) for table in counts], rows)


def one_against_rest(counts: Integers, place: int) -> Integers:
    """Counts of one class against all others, as the shares and scores of decisions take them.

    Examples:
        >>> one_against_rest(np.array([[[5, 1], [2, 8]]]), 0)[0, :, :, 2].tolist()
        [[8, 2], [1, 5]]
    """
    mine, labelled, predicted = counts[:, place, place], counts[:, place].sum(axis=1), counts[:, :, place].sum(axis=1)
    split = np.zeros((len(counts), 2, 2, 3), dtype=np.int64)
    split[:, 1, 1, 2], split[:, 1, 0, 2], split[:, 0, 1, 2] = mine, labelled - mine, predicted - mine
    split[:, 0, 0, 2] = counts.sum(axis=(1, 2)) - labelled - predicted + mine
    return split


def _reading(table: Integers, of: "_Average", confidence: float) -> Reading:
    held = (table.sum(axis=0) + table.sum(axis=1)) > 0
    table = table[held][:, held]
    n, k = int(table.sum()), len(table)
    if not n:
        return Reading(reason=NO_ROWS)
    missing = int((table.sum(axis=of[1]) == 0).sum()) if of[1] is not None else 0
    if missing:
        seen = "predicted" if of[1] == 0 else "found among the labels"
        return Reading(reason=f"{missing} of {k} classes are never {seen}, so that a part of the mean has no value.")
    value = of[0](np.asarray(table / n, dtype=np.float64))[0]
    shares = np.asarray((table + _SPARE / k) / (n + _SPARE * k), dtype=np.float64)
    spread, slope = of[0](shares)
    variance = float((shares * slope**2).sum() - (shares * slope).sum() ** 2) / n
    worth = spread * (1 - spread) / variance if variance > 0 and 0 < spread < 1 else float(n)
    lower, upper = wilson(value * worth, worth, confidence)
    return Reading(
        value=value, lower=min(float(lower), value), upper=max(float(upper), value), method="wilson-delta",
        detail={"classes": k},
    )  # fmt: skip


def _macro_precision(shares: Floats) -> tuple[float, Floats]:
    total, right = shares.sum(axis=0), np.diag(shares)
    each = right / total
    return float(each.mean()), (np.eye(len(shares)) - each) / (len(shares) * total)


def _macro_recall(shares: Floats) -> tuple[float, Floats]:
    value, slope = _macro_precision(shares.T)
    return value, slope.T


def _macro_f1(shares: Floats) -> tuple[float, Floats]:
    total, k = shares.sum(axis=0) + shares.sum(axis=1), len(shares)
    each = 2 * np.diag(shares) / total
    part = each / total
    return float(each.mean()), (2 * np.diag(1 / total) - part[:, None] - part) / k


def _weighted_precision(shares: Floats) -> tuple[float, Floats]:
    total, label = shares.sum(axis=0), shares.sum(axis=1)
    each = np.diag(shares) / total
    return float(label @ each), each[:, None] + (np.eye(len(shares)) - each) * label / total


def _weighted_f1(shares: Floats) -> tuple[float, Floats]:
    label = shares.sum(axis=1)
    total = shares.sum(axis=0) + label
    each = 2 * np.diag(shares) / total
    part = label * each / total
    return float(label @ each), each[:, None] + 2 * np.diag(label / total) - part[:, None] - part


_Average = tuple[Callable[[Floats], tuple[float, Floats]], int | None]

AVERAGES: Mapping[str, _Average] = MappingProxyType({
    "precision_macro": (_macro_precision, 0),
    "recall_macro": (_macro_recall, 1),
    "f1_macro": (_macro_f1, None),
    "precision_weighted": (_weighted_precision, 0),
    "f1_weighted": (_weighted_f1, None),
})  # fmt: skip
"""Name to (shares of label and prediction to the value and its slope, the axis whose sums must not be 0)."""
