"""One metric of all groups of a crossing, before each group's becomes a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
        family: where they are to hold at once, the facts about that which each detail tells; else nothing.
    """

    spec: Metric
    profile: EvaluationProfile
    groups: Groups
    estimates: Estimates
    confidence: float
    reference_group: str | Mapping[str, str] | None = None
    family: Mapping[str, Json] = field(default_factory=dict)

    def measurements(self) -> tuple[Measurement, ...]:
        """One a group."""
        return tuple(self.measurement(row) for row in range(len(self.groups.names)))

    def measurement(self, row: int, more: Mapping[str, Json] | None = None) -> Measurement:
        """That of one group, with ``more`` facts in its detail."""
        values, lower, upper, n, rows, unusable = self._columns
        value = values[row]
        detail: dict[str, Json] = {
            "rows": rows[row], "unusable": unusable[row], **self._shared, **self.estimates.details[row], **self.family,
            **(more or {}),
        }  # fmt: skip
        method = self.estimates.methods[row]
        if self.family and method != "reference":
            method = f"simultaneous-{method}"
        return Measurement(
            name=self.spec.name, value=value, lower=lower[row], upper=upper[row], confidence=self.confidence,
            n=int(n[row] or 0), unit=self.spec.unit, method=method, groups=self.groups.names[row],
            undefined=self.estimates.reasons[row] if value is None else None, input=self._digest, detail=detail,
        )  # fmt: skip

    def jointly(self, confidence: float, n: int) -> "Derived":
        """The same as a family of ``n`` intervals that hold at once with ``confidence``.

        Args:
            confidence: of the family; the intervals have that which each of them needs.
            n: intervals of the family.
        """
        return replace(self, confidence=confidence, family={"family": n, "each_confidence": self.confidence})

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
    def _columns(self) -> tuple[list[float | None], ...]:
        """Value and bounds, ``None`` where there is none; rows that they stand on, usable and unusable ones."""
        spec, found = self.spec, self.estimates
        lower = found.lower if spec.lowest is None else np.maximum(found.lower, spec.lowest)
        upper = found.upper if spec.highest is None else np.minimum(found.upper, spec.highest)
        # Where every row says the same, bounds and value differ by rounding alone.
        ends = (found.value, np.minimum(lower, found.value), np.maximum(upper, found.value))
        numbers = [end.tolist() for end in ends]
        for row in np.flatnonzero(~found.is_defined).tolist():
            for column in numbers:
                column[row] = None
        return (*numbers, found.n.tolist(), self.groups.rows.tolist(), self.groups.unusable.tolist())
