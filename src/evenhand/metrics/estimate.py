"""What a metric says about groups, before each becomes a measurement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import Metric
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One group's value with its bounds, or NaN and the reason.

    Attributes:
        value, lower, upper: NaN where there is no value.
        method: of the interval.
        reason: why there is no value; empty where there is one.
        detail: further facts.
    """

    value: float = nan
    lower: float = nan
    upper: float = nan
    method: str = "none"
    reason: str = ""
    detail: Mapping[str, Json] = field(default_factory=dict)

    def measurement(
        self, spec: Metric, *, n: int, confidence: float, column: str | None = None,
        detail: Mapping[str, Json] | None = None, source: str | None = None,
    ) -> Measurement:  # fmt: skip
        """The measurement of ``spec`` that this reading is; ``source`` is the digest of what it was derived from."""
        has_value = isfinite(self.value)
        return Measurement(
            name=spec.name, value=self.value if has_value else None, lower=self.lower if has_value else None,
            upper=self.upper if has_value else None, confidence=confidence, n=n, unit=spec.unit, method=self.method,
            column=column, undefined=None if has_value else self.reason, detail=detail or self.detail,
            input=source,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Values and bounds, one a group; NaN where there is none.

    Attributes:
        value, lower, upper: shape ``(groups,)``.
        n: rows each stands on.
        methods: per group, of the interval.
        reasons: per group why it has no value; asked only where the value is NaN.
        details: per group further facts.
    """

    value: Floats
    lower: Floats
    upper: Floats
    n: Integers
    methods: Sequence[str]
    reasons: Sequence[str]
    details: Sequence[Mapping[str, Json]]

    @property
    def bounded(self) -> tuple[Floats, Bounds]:
        """Value and bounds, as the interval of a comparison takes them."""
        return self.value, (self.lower, self.upper)

    @property
    def is_defined(self) -> NDArray[np.bool_]:
        """Where there is a value with an interval."""
        return np.isfinite(self.value) & np.isfinite(self.lower) & np.isfinite(self.upper)

    def repeated(self, row: int, n: int) -> "Estimates":
        """One of the estimates, ``n`` times; none of none."""
        rows = np.full(n, row)
        return Estimates(
            value=self.value[rows], lower=self.lower[rows], upper=self.upper[rows], n=self.n[rows],
            methods=[*self.methods[row : row + 1]] * n, reasons=[*self.reasons[row : row + 1]] * n,
            details=[*self.details[row : row + 1]] * n,
        )  # fmt: skip


def stacked(readings: Sequence[Reading], n: Integers) -> Estimates:
    """The readings of several groups, which stand on ``n`` rows each.

    Examples:
        >>> stacked([Reading(reason="No rows.")], np.array([0])).is_defined.tolist()
        [False]
    """
    value, lower, upper = (
        np.array([getattr(reading, end) for reading in readings], dtype=np.float64)
        for end in ("value", "lower", "upper")
    )
    return Estimates(
        value=value, lower=lower, upper=upper, n=n, methods=[reading.method for reading in readings],
        reasons=[reading.reason for reading in readings], details=[reading.detail for reading in readings],
    )  # fmt: skip
