"""What mistakes cost per case, by their kind."""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.metrics import quantile


def expected_cost(
    label: NDArray[np.float64], decision: NDArray[np.float64], costs: Mapping[str, float], *, confidence: float = 0.95
) -> Measurement:  # fmt: skip
    """Mean cost of a case, with a normal interval around the mean.

    Args:
        label: 1 for the favourable outcome, else 0.
        decision: 1 for the favourable decision, else 0.
        costs: ``false_favourable`` (decided favourably, turned out otherwise) and ``false_unfavourable``.
        confidence: of the interval.

    Examples:
        >>> costs = {"false_favourable": 5, "false_unfavourable": 1}
        >>> cost = expected_cost(np.tile([1, 0, 0, 1], 25), np.tile([1, 1, 0, 0], 25), costs)
        >>> cost.value, round(cost.lower, 3), round(cost.upper, 3)
        (1.5, 1.094, 1.906)
    """
    wrong_yes, wrong_no = (label == 0) & (decision == 1), (label == 1) & (decision == 0)
    each = np.where(wrong_yes, costs["false_favourable"], np.where(wrong_no, costs["false_unfavourable"], 0.0))
    n, mean = len(each), float(each.mean())
    spread = float(each.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    # Where no mistake was seen, three in n would still be likely enough.
    half = quantile.normal(confidence) * spread if spread else 3 * max(costs.values()) / n
    return Measurement(
        name="expected_cost", value=mean, lower=mean - half, upper=mean + half, confidence=confidence, n=n, unit="cost",
        method="normal",
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
