"""Two deciders on the same rows: differences whose interval knows that the rows are the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics import quantile
from evenhand.metrics.importance import area_influence
from evenhand.metrics.uncertainty import Floats, mover_difference, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """One number of both, and how far the later is from the earlier.

    Attributes:
        name: of the metric.
        groups: attribute to group; empty for the whole table.
        before, after: the two values.
        difference, lower, upper: after minus before, with its bounds.
        n: rows that both stand on.
    """

    name: str
    before: float
    after: float
    difference: float
    lower: float
    upper: float
    n: int
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decided:
    """The same rows under two models.

    Attributes:
        label: 1 for the favourable outcome; shape ``(n,)``.
        before, after: whether each gave the favourable decision.
        scores: of both, in that order; ``None`` when one gives none.
    """

    label: NDArray[np.bool_]
    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    scores: tuple[Floats, Floats] | None = None

    def at(self, rows: NDArray[np.bool_]) -> "Decided":
        """Some of the rows."""
        scores = None if self.scores is None else (self.scores[0][rows], self.scores[1][rows])
        return Decided(label=self.label[rows], before=self.before[rows], after=self.after[rows], scores=scores)


def paired_share(before: NDArray[np.bool_], after: NDArray[np.bool_], confidence: float) -> tuple[float, float, float]:
    """Difference of two shares of the same rows, after minus before, by Newcombe's method 10 for pairs.

    Source:
        Newcombe, Stat. Med. 17 (1998), 2635-2650.

    Examples:
        >>> paired_share(np.array([True, False, False, True]), np.array([True, True, False, True]), 0.95)[0]
        0.25
    """
    n = len(before)
    counts = np.array([after.sum(), before.sum()])
    shares, (lower, upper) = counts / n, wilson(counts, n, confidence)
    spread = sqrt(float(np.prod(shares * (1 - shares))))
    together = float((before & after).mean() - shares.prod())
    correlation = together / spread if spread > 0 else 0.0
    low, high = mover_difference(
        (shares[:1], (lower[:1], upper[:1])), (shares[1:], (lower[1:], upper[1:])), min(1.0, max(-1.0, correlation))
    )
    return float(shares[0] - shares[1]), float(low[0]), float(high[0])


def paired_differences(rows: Decided, *, confidence: float = 0.95) -> tuple[PairedDifference, ...]:
    """Accuracy, selection rate, true and false positive rate, and, where there are scores, the ROC area.

    A metric that has no rows is left out.

    Examples:
        >>> rows = Decided(label=np.array([True, False, True, False]), before=np.array([True, True, False, False]),
        ...                after=np.array([True, False, True, False]))
        >>> [(each.name, each.before, each.after) for each in paired_differences(rows)][:2]
        [('accuracy', 0.5, 1.0), ('selection_rate', 0.5, 0.5)]
    """
    everybody = np.ones(len(rows.label), dtype=np.bool_)
    asked = (
        ("accuracy", everybody, rows.before == rows.label, rows.after == rows.label),
        ("selection_rate", everybody, rows.before, rows.after),
        ("true_positive_rate", rows.label, rows.before, rows.after),
        ("false_positive_rate", ~rows.label, rows.before, rows.after),
    )
    found = [_share(name, one[kept], other[kept], confidence) for name, kept, one, other in asked if kept.any()]
    area = _area(rows, confidence)
    return (*found, *([] if area is None else [area]))


def _share(name: str, before: NDArray[np.bool_], after: NDArray[np.bool_], confidence: float) -> PairedDifference:
    value, lower, upper = paired_share(before, after, confidence)
    return PairedDifference(
        name=name, before=float(before.mean()), after=float(after.mean()), difference=value, lower=lower, upper=upper,
        n=len(before),
    )  # fmt: skip


def _area(rows: Decided, confidence: float) -> PairedDifference | None:
    """DeLong's interval for two areas of the same rows."""
    if rows.scores is None or len(np.unique(rows.label)) < 2:
        return None
    (before, one), (after, other) = (area_influence(rows.label, scores) for scores in rows.scores)
    moved, variance = other - one, 0.0
    for part in (moved[rows.label], moved[~rows.label]):
        variance += float((part**2).sum()) * len(part) / max(len(part) - 1, 1)
    half = quantile.normal(confidence) * sqrt(variance)
    value = after - before
    return PairedDifference(
        name="roc_auc", before=before, after=after, difference=value, lower=max(-1.0, value - half),
        upper=min(1.0, value + half), n=len(rows.label),
    )  # fmt: skip
