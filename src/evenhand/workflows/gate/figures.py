"""Numbers for a gate, derived from a stored profile at the level that the policy asks for."""

from dataclasses import dataclass

from evenhand.errors.number import AttributeUnknown
from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.derive import derive
from evenhand.metrics.pooling import pooled
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.storage import read_profile

_BEFORE_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One stored profile, and how its small groups may be pooled.

    Attributes:
        profile: of the newest evaluation.
        digest: of its bytes.
        use_case: says into which larger group a small one goes.
    """

    profile: EvaluationProfile
    digest: Digest
    use_case: UseCase

    @classmethod
    def of(cls, content: bytes, use_case: UseCase) -> "Figures":
        """Read a stored profile."""
        return cls(profile=read_profile(content), digest=digest_of(content), use_case=use_case)

    def n_judged(self, demand: MetricDemand) -> int:
        """Groups whose estimate stands on enough rows."""
        found = self._measured(demand, _BEFORE_LEVEL)
        return sum(1 for each in found or () if each.n >= demand.min_count)

    def fact(self, demand: MetricDemand, confidence: float) -> dict[str, Json] | None:
        """The demand measured at ``confidence``; ``None`` when the profile does not hold what it asks for."""
        found = self._measured(demand, confidence)
        if found is None:
            return None
        return {
            "name": demand.name, "by": list(demand.by), "reference_group": demand.reference_group,
            "rows": self.profile.n_rows, "groups": [_group(each) for each in found], "input": self.digest,
        }  # fmt: skip

    def _measured(self, demand: MetricDemand, confidence: float) -> tuple[Measurement, ...] | None:
        if demand.name not in METRICS or METRICS[demand.name].needs == "elsewhere":
            return None
        hierarchy = {name: self.use_case.hierarchy[name] for name in demand.by if name in self.use_case.hierarchy}
        try:
            profile = pooled(self.profile, hierarchy, min_count=demand.min_count)
            return derive(
                profile, name=demand.name, by=demand.by, reference_group=demand.reference_group,
                confidence=confidence, min_count=demand.min_count,
            )  # fmt: skip
        except AttributeUnknown:
            return None


def _group(measured: Measurement) -> dict[str, Json]:
    # Rows without label or score stand in no group, so they count as unjudged rows of the table.
    return {
        "group": dict(measured.groups), "rows": measured.detail["rows"], "n": measured.n, "value": measured.value,
        "lower": measured.lower, "upper": measured.upper, "confidence": measured.confidence,
    }  # fmt: skip
