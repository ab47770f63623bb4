"""From estimates of groups to measurements, for what is not derived from an evaluation profile."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Estimates


def stated(
    name: str, estimates: Estimates, groups: Sequence[Mapping[str, str]], *, confidence: float,
    detail: Mapping[str, Json] | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """One measurement a group; bounds are kept within the range of the metric.

    Raises:
        MetricUnknown: no metric has this name.

    Examples:
        >>> import numpy as np
        >>> from evenhand.metrics.multiclass.average import accuracy
        >>> found = accuracy(np.array([[[5, 1], [2, 8]]]), 0.95)
        >>> (part,) = stated("accuracy", found, [{}], confidence=0.95)
        >>> part.value, part.n, part.method
        (0.8125, 16, 'wilson')
    """
    spec, defined, made = metric(name), estimates.is_defined, []
    for row, group in enumerate(groups):
        ends = [float(end[row]) for end in (estimates.value, estimates.lower, estimates.upper)]
        lower = ends[1] if spec.lowest is None else max(ends[1], spec.lowest)
        upper = ends[2] if spec.highest is None else min(ends[2], spec.highest)
        value, low, high = (ends[0], min(lower, ends[0]), max(upper, ends[0])) if defined[row] else (None,) * 3
        made.append(Measurement(
            name=name, value=value, lower=low, upper=high, confidence=confidence, n=int(estimates.n[row]),
            unit=spec.unit, method=estimates.methods[row], groups=dict(group),
            undefined=None if defined[row] else estimates.reasons[row],
            detail={**estimates.details[row], **(detail or {})},
        ))  # fmt: skip
    return tuple(made)
