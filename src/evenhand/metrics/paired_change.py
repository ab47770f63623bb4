"""How much two models differ on the same rows: their errors go together, so the difference is surer than either."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.metrics import quantile
from evenhand.metrics.ranking import Area, roc_area
from evenhand.metrics.score_cells import ScoreCells

Array = NDArray[np.float64]
DRAWS = 2000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paired:
    """Two answers to every row.

    Attributes:
        label: 1 or 0.
        before, after: scores.
        decided_before, decided_after: 1 or 0.
        groups: attribute to the group of every row.
    """

    label: Array
    before: Array
    after: Array
    decided_before: Array
    decided_after: Array
    groups: Mapping[str, NDArray[np.object_]]


def accuracy_change(pair: Paired, *, confidence: float = 0.95) -> Measurement:
    """Accuracy after minus before, by the spread of what each row gains or loses.

    Examples:
        >>> change = accuracy_change(Paired(
        ...     label=np.ones(100), before=np.ones(100), after=np.ones(100), decided_before=np.ones(100),
        ...     decided_after=np.repeat([1.0, 0.0], [90, 10]), groups={}))
        >>> round(change.value, 3), round(change.lower, 3), round(change.upper, 3)
        (-0.1, -0.159, -0.041)
    """
    gain = (pair.decided_after == pair.label).astype(float) - (pair.decided_before == pair.label).astype(float)
    n = len(gain)
    spread = float(gain.std(ddof=1)) / sqrt(n) if n > 1 else 1.0
    # Where no row moves, one in n might.
    half = quantile.normal(confidence) * spread if spread else 3.0 / n
    return _change("accuracy", float(gain.mean()), half, n, confidence, "paired-delta")


def roc_auc_change(pair: Paired, *, confidence: float = 0.95) -> Measurement:
    """Area under the ROC curve after minus before, with DeLong's covariance of the two.

    Source:
        DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837-845.
    """
    n_negative, n_positive = int((pair.label == 0).sum()), int((pair.label == 1).sum())
    n = len(pair.label)
    if n_negative < 2 or n_positive < 2:
        return Measurement(
            name="roc_auc_change", value=None, lower=None, upper=None, confidence=confidence, n=n, unit="difference",
            method="delong-paired", undefined="The rows do not hold both labels twice.",
        )  # fmt: skip
    (first, one), (second, other) = (_area(pair.label, score) for score in (pair.before, pair.after))
    moved = other - one
    variance = 0.0
    for hits, size in ((pair.label == 0, n_negative), (pair.label == 1, n_positive)):
        variance += float((moved[hits] ** 2).sum()) * size / (size - 1)
    half = quantile.normal(confidence) * sqrt(variance)
    return _change("roc_auc", second - first, half, n, confidence, "delong-paired")


def gap_change(
    pair: Paired, name: str, attribute: str, *, seed: int, min_count: int = 30, confidence: float = 0.95
) -> Measurement:
    """Largest difference of a share between two groups, after minus before, by drawing the rows anew.

    Args:
        pair: what both say.
        name: ``selection_rate``, ``true_positive_rate``, ``false_positive_rate`` or ``accuracy``.
        attribute: whose groups are compared; those with fewer than ``min_count`` rows for the share are left out.
        seed: of the drawing.
        min_count: least rows of a group.
        confidence: of the interval, by the percentiles of the draws.

    Examples:
        >>> groups = {"sex": np.repeat(np.array(["f", "m"], dtype=object), 200)}
        >>> low = np.tile([1.0, 0.0, 0.0, 0.0], 50)
        >>> change = gap_change(Paired(
        ...     label=np.ones(400), before=np.ones(400), after=np.ones(400),
        ...     decided_before=np.concatenate([low, np.ones(200)]), decided_after=np.ones(400), groups=groups,
        ... ), "selection_rate", "sex", seed=0)
        >>> change.value, change.lower < change.value < change.upper < -0.6
        (-0.75, True)
    """
    values, codes = np.unique(pair.groups[attribute].astype(str), return_inverse=True)
    shape = (len(values), 2, 2, 2)
    place = np.ravel_multi_index(
        (codes, pair.label.astype(int), pair.decided_before.astype(int), pair.decided_after.astype(int)), shape
    )  # fmt: skip
    counts = np.bincount(place, minlength=int(np.prod(shape)))
    n = int(counts.sum())
    kept = _sizes(counts.reshape(1, *shape), name)[0] >= min_count
    if kept.sum() < 2:
        return Measurement(
            name=f"{name}_gap_change", value=None, lower=None, upper=None, confidence=confidence, n=n,
            unit="difference", method="paired-bootstrap", detail={"attribute": attribute},
            undefined=f"Fewer than two groups have {min_count} rows.",
        )  # fmt: skip
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=DRAWS).reshape(DRAWS, *shape)
    (before, after), draws = _gaps(counts.reshape(1, *shape), name, kept), _gaps(drawn, name, kept)
    value = float(after[0] - before[0])
    changes = draws[1] - draws[0]
    tail = (1 - confidence) / 2
    lower, upper = np.nanquantile(changes, [tail, 1 - tail])
    return Measurement(
        name=f"{name}_gap_change", value=value, lower=min(float(lower), value), upper=max(float(upper), value),
        confidence=confidence, n=n, unit="difference", method="paired-bootstrap",
        detail={"attribute": attribute, "before": float(before[0]), "after": float(after[0]), "draws": DRAWS},
    )  # fmt: skip


def _sizes(counts: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    """Rows that the share of each group stands on; ``counts`` is (draws, groups, label, before, after)."""
    by_label = counts.sum(axis=(3, 4))
    if name == "true_positive_rate":
        return np.asarray(by_label[:, :, 1])
    return np.asarray(by_label[:, :, 0] if name == "false_positive_rate" else by_label.sum(axis=2))


def _gaps(counts: NDArray[np.int64], name: str, kept: NDArray[np.bool_]) -> tuple[Array, Array]:
    found = []
    for axis in (4, 3):  # summing out the answer after leaves the one before, and the reverse
        cells = counts.sum(axis=axis)
        hits = {
            "selection_rate": cells[:, :, :, 1].sum(axis=2), "true_positive_rate": cells[:, :, 1, 1],
            "false_positive_rate": cells[:, :, 0, 1], "accuracy": cells[:, :, 0, 0] + cells[:, :, 1, 1],
        }[name]  # fmt: skip
        with np.errstate(invalid="ignore", divide="ignore"):
            rates = (hits / _sizes(counts, name))[:, kept]
        found.append(np.nanmax(rates, axis=1) - np.nanmin(rates, axis=1))
    return found[0], found[1]


def _area(label: Array, score: Array) -> tuple[float, Array]:
    """The area, and per row how far that row moves it."""
    values, at = np.unique(score, return_inverse=True)
    negatives = np.bincount(at[label == 0], minlength=len(values))
    positives = np.bincount(at[label == 1], minlength=len(values))
    area: Area = roc_area(ScoreCells(score=values, negatives=negatives, positives=positives))
    return area.value, np.where(label == 1, area.positive[at], area.negative[at])


def _change(name: str, value: float, half: float, n: int, confidence: float, method: str) -> Measurement:
    return Measurement(
        name=f"{name}_change", value=value, lower=value - half, upper=value + half, confidence=confidence, n=n,
        unit="difference", method=method,
    )  # fmt: skip
