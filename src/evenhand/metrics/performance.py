"""Shares and scores of decisions: functions of the counts of label and decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics import quantile
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.f_beta import f_beta
from evenhand.metrics.grouping import OUTCOMES
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats, mover_difference, wilson

_LABEL, _DECISION, _PRACTICE = np.indices(OUTCOMES)
_ALL = np.ones(OUTCOMES, dtype=bool)
_KNOWN = _PRACTICE < 2

Cells: TypeAlias = NDArray[np.bool_]

SHARES: Mapping[str, tuple[Cells, Cells, str]] = MappingProxyType({
    "selection_rate": (_DECISION == 1, _ALL, "The group holds no usable rows."),
    "true_positive_rate": (_DECISION == 1, _LABEL == 1, "No row of the group has the favourable label."),
    "false_positive_rate": (_DECISION == 1, _LABEL == 0, "Every row of the group has the favourable label."),
    "true_negative_rate": (_DECISION == 0, _LABEL == 0, "Every row of the group has the favourable label."),
    "false_negative_rate": (_DECISION == 0, _LABEL == 1, "No row of the group has the favourable label."),
    "precision": (_LABEL == 1, _DECISION == 1, "No row of the group got the favourable decision."),
    "negative_predictive_value": (_LABEL == 0, _DECISION == 0, "Every row of the group got the favourable decision."),
    "accuracy": (_LABEL == _DECISION, _ALL, "The group holds no usable rows."),
    "base_rate": (_LABEL == 1, _ALL, "The group holds no usable rows."),
    "practice_agreement": (_DECISION == _PRACTICE, _KNOWN, "Current practice is not known for any row of the group."),
    "gains": ((_DECISION == 1) & (_PRACTICE == 0), _KNOWN, "Current practice is not known for any row of the group."),
    "losses": ((_DECISION == 0) & (_PRACTICE == 1), _KNOWN, "Current practice is not known for any row of the group."),
})  # fmt: skip
"""Name to (cells counted above, cells counted below, why there is no value where none is counted below)."""

_SIDES: Integers = np.stack([
    [(above & below).ravel() for above, below, _ in SHARES.values()], [below.ravel() for _, below, _ in SHARES.values()]
]).astype(np.int64)  # fmt: skip
_PLACES = {name: place for place, name in enumerate(SHARES)}


def share_counts(name: str, counts: Integers) -> tuple[Integers, Integers]:
    """Rows above and below the line of a share, per group of ``counts`` (shape ``(groups, 2, 2, 3)``).

    Examples:
        >>> counts = np.zeros((1, *OUTCOMES), dtype=np.int64)
        >>> counts[0, 1, :, 2] = 2, 6
        >>> [part.tolist() for part in share_counts("true_positive_rate", counts)]
        [[6], [8]]
    """
    above, below = _SIDES[:, _PLACES[name]] @ counts.reshape(-1, _ALL.size).T
    return above, below


def share(name: str, counts: Integers, confidence: float) -> Estimates:
    """One of ``SHARES`` with Wilson bounds."""
    return Shares.of(counts, confidence).estimates(name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """All of ``SHARES`` at once; arrays of shape ``(shares, groups)``.

    Attributes:
        above, below: rows above and below the line.
        value, lower, upper: NaN where there is no row below.
    """

    above: Integers
    below: Integers
    value: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, counts: Integers, confidence: float) -> "Shares":
        """Those of groups, with Wilson bounds."""
        above, below = _SIDES @ counts.reshape(-1, _ALL.size).T
        with np.errstate(invalid="ignore"):
            value = above / below
        lower, upper = wilson(above, below, confidence)
        return cls(above=above, below=below, value=value, lower=lower, upper=upper)

    def estimates(self, name: str) -> Estimates:
        """Those of one share."""
        place = _PLACES[name]
        value, n = self.value[place], self.below[place]
        return Estimates(
            value=value, lower=self.lower[place], upper=self.upper[place], n=n, methods=["wilson"] * len(value),
            reasons=[SHARES[name][2]] * len(value),
            details=_Counts(self.above[place]),
        )  # fmt: skip


class _Counts(Sequence[Mapping[str, Json]]):
    """The rows above the line as details of groups, each made when it is asked for: few are."""

    def __init__(self, above: Integers) -> None:
        self._above = above

    def __len__(self) -> int:
        return len(self._above)

    @overload
    def __getitem__(self, row: int) -> Mapping[str, Json]: ...

    @overload
    def __getitem__(self, row: slice) -> "_Counts": ...

    def __getitem__(self, row: int | slice) -> "Mapping[str, Json] | _Counts":
        return _Counts(self._above[row]) if isinstance(row, slice) else {"count": int(self._above[row])}


def balanced_accuracy(counts: Integers, confidence: float) -> Estimates:
    """Mean of true positive and true negative rate; undefined unless both labels occur.

    The two rates stand on different rows, so MOVER combines their Wilson bounds.
    """
    hits, misses = (share(name, counts, confidence) for name in ("true_positive_rate", "false_positive_rate"))
    lower, upper = mover_difference(hits.bounded, misses.bounded)
    return Estimates(
        value=(1 + hits.value - misses.value) / 2, lower=(1 + lower) / 2, upper=(1 + upper) / 2,
        n=_rows(counts), methods=["mover-wilson"] * len(counts),
        reasons=["The group does not hold both labels."] * len(counts), details=[{}] * len(counts),
    )  # fmt: skip


def f1(counts: Integers, confidence: float) -> Estimates:
    """Harmonic mean of precision and true positive rate, ``2 TP / (2 TP + FP + FN)``.

    With ``J = TP / (TP + FP + FN)``, a share, it is ``2 J / (1 + J)``: Wilson's bounds of J carry over.
    """
    either = (_LABEL == 1) | (_DECISION == 1)
    above = np.asarray((counts * ((_LABEL == 1) & (_DECISION == 1))).sum(axis=(1, 2, 3)))
    below = np.asarray((counts * either).sum(axis=(1, 2, 3)))
    lower, upper = wilson(above, below, confidence)
    with np.errstate(invalid="ignore"):
        jaccard = above / below
    value, low, high = (2 * part / (1 + part) for part in (jaccard, lower, upper))
    reason = "No row of the group has the favourable label or decision."
    return Estimates(
        value=value,
        lower=low,
        upper=high,
        n=below,
        methods=["wilson-transformed"] * len(counts),
        reasons=[reason] * len(counts),
        details=[{}] * len(counts),
    )


def matthews_correlation(counts: Integers, confidence: float) -> Estimates:
    """Correlation of label and decision, in [-1, 1]; undefined unless both of either occur.

    Bounds by the delta method on Fisher's scale, with 1/2 added to each of the four counts, so that a perfect table has
    a width; they are widened to hold the value where that shift would leave it outside.

    Source:
        Bishop, Fienberg and Holland, Discrete Multivariate Analysis (1975), 381: variance of phi.
    """
    table = counts.sum(axis=3).astype(np.float64)
    value = _phi(table)
    smooth = table + 0.5
    centre, deviation = _phi(smooth), np.sqrt(_phi_variance(smooth))
    half = quantile.normal(confidence) * deviation / (1 - centre**2)
    lower, upper = np.tanh(np.arctanh(centre) - half), np.tanh(np.arctanh(centre) + half)
    return Estimates(
        value=value, lower=np.minimum(lower, value), upper=np.maximum(upper, value), n=_rows(counts),
        methods=["delta-fisher"] * len(counts),
        reasons=["The group does not hold both labels and both decisions."] * len(counts), details=[{}] * len(counts),
    )  # fmt: skip


CONFUSION: Mapping[str, Callable[[Integers, float], Estimates]] = MappingProxyType(
    {
        "balanced_accuracy": balanced_accuracy,
        "f1": f1,
        "f2": lambda counts, confidence: f_beta(counts, 2.0, confidence),
        "f0_5": lambda counts, confidence: f_beta(counts, 0.5, confidence),
        "matthews_correlation": matthews_correlation,
    }
)
"""Metrics of the confusion counts that are no shares."""


def _rows(counts: Integers) -> Integers:
    return np.asarray(counts.sum(axis=(1, 2, 3)))


def _phi(table: Floats) -> Floats:
    true_negative, false_positive = table[:, 0, 0], table[:, 0, 1]
    false_negative, true_positive = table[:, 1, 0], table[:, 1, 1]
    labels, decisions = table.sum(axis=2), table.sum(axis=1)
    scale = np.sqrt(labels[:, 0]) * np.sqrt(labels[:, 1]) * np.sqrt(decisions[:, 0]) * np.sqrt(decisions[:, 1])
    with np.errstate(invalid="ignore"):
        phi = (true_positive * true_negative - false_positive * false_negative) / scale
    return np.asarray(np.clip(phi, -1, 1))


def _phi_variance(table: Floats) -> Floats:
    n = table.sum(axis=(1, 2))
    shares = table / n[:, None, None]
    label, decision = shares.sum(axis=2), shares.sum(axis=1)
    phi = _phi(table)
    spread = np.sqrt(label[:, 0] * label[:, 1] * decision[:, 0] * decision[:, 1])
    skew_label = (label[:, 0] - label[:, 1]) / np.sqrt(label[:, 0] * label[:, 1])
    skew_decision = (decision[:, 0] - decision[:, 1]) / np.sqrt(decision[:, 0] * decision[:, 1])
    tilt = (skew_label**2 + skew_decision**2) * 0.75
    cross = (phi + phi**3 / 2) * (label[:, 0] - label[:, 1]) * (decision[:, 0] - decision[:, 1]) / spread
    return np.asarray(np.maximum(1 - phi**2 + cross - tilt * phi**2, 1e-12) / n)
