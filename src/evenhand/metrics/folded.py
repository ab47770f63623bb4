"""What the folds of a cross-validation say together about one metric."""

from collections.abc import Sequence
from math import isfinite, sqrt
from statistics import fmean, stdev

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics import quantile

METHOD = "corrected-resampled-t"


def across_folds(name: str, values: Sequence[float | None], *, n: int, confidence: float = 0.95) -> Measurement:
    """The mean over the folds, with bounds that allow for folds sharing most of what they were fitted on.

    With k folds the variance of the mean is ``(1/k + 1/(k-1))`` times that of the values, by Student's t with k - 1
    degrees. The bounds are cut off at the metric's own.

    Args:
        name: of the metric.
        values: one a fold; ``None`` where the fold gives none.
        n: rows of all folds.
        confidence: of the two-sided interval.

    Source:
        Nadeau and Bengio, Machine Learning 52 (2003), 239-281.

    Examples:
        >>> mean = across_folds("accuracy", [0.80, 0.82, 0.81, 0.79, 0.83], n=500)
        >>> round(mean.lower, 4), round(mean.value, 4), round(mean.upper, 4)
        (0.7806, 0.81, 0.8394)
        >>> across_folds("roc_auc", [0.8, None], n=20).undefined
        '1 of 2 folds give no value.'
    """
    spec = metric(name)
    found = [value for value in values if value is not None and isfinite(value)]
    detail: dict[str, Json] = {
        "folds": len(values),
        "values": [None if value is None else float(value) for value in values],
    }
    if len(found) < len(values) or len(found) < 2:
        gone = len(values) - len(found)
        return Measurement(
            name=name, value=None, lower=None, upper=None, confidence=confidence, n=n, unit=spec.unit, method=METHOD,
            undefined=f"{gone} of {len(values)} folds give no value." if gone else "One fold shows no spread.",
            detail=detail,
        )  # fmt: skip
    k, value = len(found), fmean(found)
    half = quantile.student(confidence, k - 1) * stdev(found) * sqrt(1 / k + 1 / (k - 1))
    lower = value - half if spec.lowest is None else max(value - half, float(spec.lowest))
    upper = value + half if spec.highest is None else min(value + half, float(spec.highest))
    return Measurement(
        name=name, value=value, lower=min(lower, value), upper=max(upper, value), confidence=confidence, n=n,
        unit=spec.unit, method=METHOD, detail=detail,
    )  # fmt: skip
