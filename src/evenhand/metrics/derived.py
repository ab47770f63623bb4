"""One metric of all groups of a crossing, before each group's becomes a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import Metric
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.grouping import Groups
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.storage import profile_digest


@dataclass(frozen=True, kw_only=True, eq=False)
class Derived:
    """What ``derive`` found, one entry a group; whoever needs few groups makes few measurements.

    Attributes:
        spec: the metric.
        profile: what it was derived from.
        groups: of the crossing, in the order of ``estimates``.
        estimates: of the groups.
        confidence: that the intervals are said to have.
        reference_group: as it was asked for; ``None`` where nothing is compared.
    """

    spec: Metric
    profile: EvaluationProfile
    groups: Groups
    estimates: Estimates
    confidence: float
    reference_group: str | Mapping[str, str] | None = None

    def measurements(self) -> tuple[Measurement, ...]:
        """One a group."""
        return tuple(self.measurement(row) for row in range(len(self.groups.names)))

    def measurement(self, row: int, more: Mapping[str, Json] | None = None) -> Measurement:
        """That of one group, with ``more`` facts in its detail."""
        value, lower, upper, n, rows, unusable = self._numbers[row]
        detail: dict[str, Json] = {"rows": rows, "unusable": unusable} | self._shared
        detail.update(self.estimates.details[row])
        if more:
            detail.update(more)
        return Measurement(
            name=self.spec.name, value=value, lower=lower, upper=upper, confidence=self.confidence, n=n,
            unit=self.spec.unit, method=self.estimates.methods[row], groups=self.groups.names[row],
            undefined=self.estimates.reasons[row] if value is None else None, input=self._digest, detail=detail,
        )  # fmt: skip

    def jointly(self, confidence: float, n: int) -> "Derived":
        """The same as a family of ``n`` intervals that hold at once with ``confidence``.

        Args:
            confidence: of the family; the intervals have that which each of them needs.
            n: intervals of the family.
        """
        more: dict[str, Json] = {"family": n, "each_confidence": self.confidence}
        named = [method if method == "reference" else f"simultaneous-{method}" for method in self.estimates.methods]
        held = replace(self.estimates, methods=named, details=[{**each, **more} for each in self.estimates.details])
        return replace(self, estimates=held, confidence=confidence)

    @cached_property
    def _digest(self) -> str:
        return profile_digest(self.profile)

    @cached_property
    def _shared(self) -> dict[str, Json]:
        shared: dict[str, Json] = {"table_rows": self.profile.n_rows}
        if self.reference_group is not None:
            asked = self.reference_group
            shared["reference_group"] = asked if isinstance(asked, str) else dict(asked)
        return shared

    @cached_property
    def _numbers(self) -> list[tuple[float | None, float | None, float | None, int, int, int]]:
        """Value and bounds, ``None`` where there is none; rows that they stand on, usable and unusable ones."""
        spec, found = self.spec, self.estimates
        lower = found.lower if spec.lowest is None else np.maximum(found.lower, spec.lowest)
        upper = found.upper if spec.highest is None else np.minimum(found.upper, spec.highest)
        # Where every row says the same, bounds and value differ by rounding alone.
        ends = (found.value, np.minimum(lower, found.value), np.maximum(upper, found.value))
        held = zip(
            found.is_defined.tolist(), *(end.tolist() for end in ends), found.n.tolist(), self.groups.rows.tolist(),
            self.groups.unusable.tolist(), strict=True,
        )  # fmt: skip
        return [
            (value, low, high, int(n), rows, lost) if is_defined else (None, None, None, int(n), rows, lost)
            for is_defined, value, low, high, n, rows, lost in held
        ]
