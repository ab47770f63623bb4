"""What mistakes cost per case, by their kind."""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.metrics import quantile
from evenhand.metrics.cost import cost_of


def expected_cost(
    label: NDArray[np.float64], decision: NDArray[np.float64], costs: Mapping[str, float], *, confidence: float = 0.95
) -> Measurement:  # fmt: skip
    """Mean cost of a case, with the bounds of ``cost_of``.

    Args:
        label: 1 for the favourable outcome, else 0.
        decision: 1 for the favourable decision, else 0.
        costs: ``false_favourable`` (decided favourably, turned out otherwise) and ``false_unfavourable``.
        confidence: of the interval.

    Examples:
        >>> costs = {"false_favourable": 5, "false_unfavourable": 1}
        >>> cost = expected_cost(np.tile([1, 0, 0, 1], 25), np.tile([1, 1, 0, 0], 25), costs)
        >>> cost.value, round(cost.lower, 3), round(cost.upper, 3)
        (1.5, 1.145, 1.943)
    """
    counts = np.zeros((1, 2, 2, 3), dtype=np.int64)
    outcome = 2 * label.astype(np.int64) + decision.astype(np.int64)
    counts[0, :, :, 2] = np.bincount(outcome, minlength=4).reshape(2, 2)
    found = cost_of(counts, costs, confidence)
    n, value = len(label), float(found.value[0])
    if not n:
        return Measurement(
            name="expected_cost", value=None, lower=None, upper=None, confidence=confidence, n=0, unit="cost",
            method="none", undefined=found.reasons[0],
        )  # fmt: skip
    return Measurement(
        name="expected_cost", value=value, lower=float(found.lower[0]), upper=float(found.upper[0]),
        confidence=confidence, n=n, unit="cost", method=found.methods[0],
    )  # fmt: skip


def mean_seconds(values: Sequence[float], *, confidence: float = 0.95) -> Measurement:
    """Mean of some durations with Student's interval; one duration alone has no spread and so no value.

    Examples:
        >>> mean = mean_seconds([1.0, 1.2, 1.1])
        >>> round(mean.lower, 3), round(mean.value, 3), round(mean.upper, 3)
        (0.852, 1.1, 1.348)
    """
    n = len(values)
    if n < 2:
        return Measurement(
            name="fit_seconds", value=None, lower=None, upper=None, confidence=confidence, n=n, unit="seconds",
            method="student", undefined="One fit shows no spread.",
        )  # fmt: skip
    mean, spread = float(np.mean(values)), float(np.std(values, ddof=1)) / sqrt(n)
    half = quantile.student(confidence, n - 1) * spread
    return Measurement(
        name="fit_seconds", value=mean, lower=max(0.0, mean - half), upper=mean + half, confidence=confidence, n=n,
        unit="seconds", method="student",
    )  # fmt: skip
