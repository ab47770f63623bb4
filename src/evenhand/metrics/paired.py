"""A model and a baseline on the same rows: each by itself, and the difference with the interval that pairing earns.

Two decisions about one person are alike more often than not, so a difference is surer than two separate intervals say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.metrics import quantile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import wilson

SHAPE = (2, 2, 2)
"""Of the counts: label, decision of the model, decision of the baseline."""
VALUE = "value_per_case"
_LABEL, _MODEL, _BASELINE = np.indices(SHAPE)
_ALL = np.ones(SHAPE, dtype=bool)

Amounts = NDArray[np.float64]
Cells = NDArray[np.bool_]

_SHARES: Mapping[str, tuple[Cells, Cells, Cells, str]] = {
    "accuracy": (_MODEL == _LABEL, _BASELINE == _LABEL, _ALL, "No row has a decision of both."),
    "selection_rate": (_MODEL == 1, _BASELINE == 1, _ALL, "No row has a decision of both."),
    "true_positive_rate": (_MODEL == 1, _BASELINE == 1, _LABEL == 1, "No row has the favourable label."),
    "false_positive_rate": (_MODEL == 1, _BASELINE == 1, _LABEL == 0, "Every row has the favourable label."),
}
"""Name to (cells counted for the model, for the baseline, cells counted below, why there is no value)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One metric of both, on the same rows.

    Attributes:
        model, baseline: each by itself.
        difference: model less baseline.
    """

    model: Measurement
    baseline: Measurement
    difference: Measurement


def compared(
    counts: Integers,
    *,
    confidence: float,
    worth: Sequence[float] | None = None,
    currency: str = "",
    is_constant: bool = False,
) -> tuple[Compared, ...]:
    """Every share of both, and their value per case where the worth of the outcomes is known.

    Args:
        counts: of shape ``SHAPE``, rows whose baseline decision is known.
        confidence: of every interval, in ``(0, 1)``.
        worth: of a true positive, false positive, true negative and false negative.
        currency: of ``worth``.
        is_constant: the baseline decides alike for everybody, so that half of the cells cannot occur.

    Source:
        Agresti and Min, Stat. Med. 24 (2005), 729-740: two rows added to the cells before the interval of the
        difference; levels of shares are Wilson's.

    Examples:
        >>> counts = np.array([[[30, 2], [4, 4]], [[3, 5], [12, 40]]])
        >>> accuracy = compared(counts, confidence=0.95)[0]
        >>> round(accuracy.model.value, 2), round(accuracy.baseline.value, 2), round(accuracy.difference.value, 2)
        (0.84, 0.79, 0.05)
        >>> round(accuracy.difference.lower, 3), round(accuracy.difference.upper, 3)
        (-0.045, 0.143)
    """
    possible = counts.sum(axis=(0, 1)) > 0 if is_constant else np.ones(2, dtype=bool)
    able = _ALL & possible[_BASELINE]
    found = [_share(name, counts, able, confidence) for name in _SHARES]
    if worth is not None:
        found.append(_value(counts, able, confidence, np.asarray(worth, dtype=np.float64), currency))
    return tuple(found)


def _share(name: str, counts: Integers, able: Cells, confidence: float) -> Compared:
    model, baseline, below, why = _SHARES[name]
    n = int(counts[below].sum())
    parts = [_level(name, int(counts[hit & below].sum()), n, confidence, why) for hit in (model, baseline)]
    amounts = model.astype(np.float64) - baseline
    difference = _mean(f"{name}_difference", counts, amounts, below & able, confidence, ("difference", why))
    return Compared(model=parts[0], baseline=parts[1], difference=difference)


def _value(counts: Integers, able: Cells, confidence: float, worth: Amounts, currency: str) -> Compared:
    true_positive, false_positive, true_negative, false_negative = worth.tolist()
    table = np.array([[true_negative, false_positive], [false_negative, true_positive]])  # label, decision
    model, baseline = table[_LABEL, _MODEL], table[_LABEL, _BASELINE]
    named = (("", model), ("", baseline), ("_difference", model - baseline))
    reason = (currency, "No row has a decision of both.")
    found = [_mean(f"{VALUE}{end}", counts, amounts, able, confidence, reason) for end, amounts in named]
    return Compared(model=found[0], baseline=found[1], difference=found[2])


def _level(name: str, count: int, n: int, confidence: float, why: str) -> Measurement:
    if n == 0:
        return _undefined(name, "share", confidence, why)
    lower, upper = wilson(count, n, confidence)
    return Measurement(
        name=name, value=count / n, lower=float(lower), upper=float(upper), confidence=confidence, n=n, unit="share",
        method="wilson",
    )  # fmt: skip


def _mean(
    name: str, counts: Integers, amounts: Amounts, cells: Cells, confidence: float, told: tuple[str, str]
) -> Measurement:
    """The mean amount of a row, with two rows spread over the cells that can occur before its variance is taken."""
    unit, why = told
    held, each = counts[cells].astype(np.float64), amounts[cells]
    n = int(held.sum())
    if n == 0:
        return _undefined(name, unit, confidence, why)
    smooth = held + 2 / len(held)
    rows = n + 2
    value, centre = float(held @ each / n), float(smooth @ each / rows)
    spread = max(float(smooth @ each**2) / rows - centre**2, 0.0)
    half = quantile.normal(confidence) * sqrt(spread / rows)
    return Measurement(
        name=name, value=value, lower=min(centre - half, value), upper=max(centre + half, value),
        confidence=confidence, n=n, unit=unit, method="agresti-min",
    )  # fmt: skip


def _undefined(name: str, unit: str, confidence: float, why: str) -> Measurement:
    return Measurement(
        name=name, value=None, lower=None, upper=None, confidence=confidence, n=0, unit=unit, method="agresti-min",
        undefined=why,
    )  # fmt: skip
