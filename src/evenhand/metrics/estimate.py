"""What a metric says about several groups at once, before each becomes a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Values and bounds, one a group; NaN where there is none.

    Attributes:
        value, lower, upper: shape ``(groups,)``.
        n: rows each stands on.
        method: of the intervals.
        reasons: per group why it has no value; asked only where the value is NaN.
        details: per group further facts.
    """

    value: Floats
    lower: Floats
    upper: Floats
    n: Integers
    method: str
    reasons: tuple[str, ...]
    details: tuple[Mapping[str, Json], ...] = ()
    methods: Mapping[int, str] = field(default_factory=dict)

    @property
    def bounded(self) -> tuple[Floats, Bounds]:
        """Value and bounds, as the interval of a comparison takes them."""
        return self.value, (self.lower, self.upper)

    @property
    def is_defined(self) -> NDArray[np.bool_]:
        """Where there is a value with an interval."""
        return np.isfinite(self.value) & np.isfinite(self.lower) & np.isfinite(self.upper)
