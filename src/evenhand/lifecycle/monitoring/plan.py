"""A monitoring plan: what is watched, from which limit on somebody is told, who answers, and after how long."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evenhand.errors.monitoring import PlanInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.monitoring.limit import Limit
from evenhand.lifecycle.monitoring.window import Window

SETTERS = ("model-owner", "operations", "model-risk", "independent-validation")
"""Roles that may set limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a deployment is watched by.

    Attributes:
        limits: in the order of the plan.
        maturity_days: after which the outcome of a case should be known; nothing is judged on younger cases.
        confidence: that no limit of one family (columns, performance, groups) is crossed by chance in a window.
        min_count: rows that a group's number must stand on before it is judged.
        owner: the actor or role who answers for findings.
        every: length of a window: ``30d``, ``month`` or ``year``.
        baseline: the baseline window, where the plan states one.
        is_default: whether nobody filed it.
    """

    limits: tuple[Limit, ...]
    maturity_days: float = 30.0
    confidence: float = 0.95
    min_count: int = 100
    owner: str = "model-owner"
    every: str | None = None
    baseline: Window | None = None
    is_default: bool = False

    def as_json(self) -> dict[str, Json]:
        """The form in which it is filed."""
        return {
            "maturity_days": self.maturity_days, "confidence": self.confidence, "min_count": self.min_count,
            "owner": self.owner, "every": self.every,
            "baseline": None if self.baseline is None else f"{self.baseline.start}..{self.baseline.end}",
            "limits": [limit.as_json() for limit in self.limits],
        }  # fmt: skip


def plan_from_form(document: Json) -> Plan:
    """Read a plan as people write it, or as it was filed.

    Raises:
        PlanInvalid: with the path of the mistake.

    Examples:
        >>> plan = plan_from_form({"maturity_days": 90, "limits": [
        ...     {"measure": "population_stability_index", "above": {"warning": 0.1}}]})
        >>> plan.maturity_days, plan.limits[0].key
        (90, 'population_stability_index')
    """
    root = Part(value=document, path="", refusal=PlanInvalid)
    parts = root.fields(
        needed=("limits",), optional=("maturity_days", "confidence", "min_count", "owner", "every", "baseline")
    )
    limits = tuple(Limit.read(each) for each in parts["limits"].items())
    if not limits:
        raise parts["limits"].refuse("holds no limit")
    plan = Plan(limits=limits)
    if (maturity := _given(parts, "maturity_days")) is not None:
        plan = replace(plan, maturity_days=_within(maturity, 0, 36_500))
    if (confidence := _given(parts, "confidence")) is not None:
        plan = replace(plan, confidence=_within(confidence, 0.5, 0.9999))
    if (count := _given(parts, "min_count")) is not None:
        plan = replace(plan, min_count=int(_within(count, 1, 10**9)))
    if (owner := _given(parts, "owner")) is not None:
        plan = replace(plan, owner=owner.text())
    if (every := _given(parts, "every")) is not None:
        Window.parse("2001-01-01..2003-01-01").cut(every.text())
        plan = replace(plan, every=every.text())
    if (baseline := _given(parts, "baseline")) is not None:
        plan = replace(plan, baseline=Window.parse(baseline.text()))
    return plan


def default_plan(tier: int) -> Plan:
    """The plan of a deployment for which nobody filed one: closer limits for tiers 1 and 2.

    Examples:
        >>> default_plan(1).limits[0].at["warning"], default_plan(4).limits[0].at["warning"]
        (0.1, 0.2)
    """
    if tier in (1, 2):
        return Plan(limits=_limits(index=(0.1, 0.25), gap=(0.02, 0.05), drop=(0.02, 0.05), low=0.8), is_default=True)
    return Plan(limits=_limits(index=(0.2, 0.5), gap=(0.05, 0.1), drop=(0.05, 0.1), low=0.5), is_default=True)


def _limits(
    *, index: tuple[float, float], gap: tuple[float, float], drop: tuple[float, float], low: float
) -> tuple[Limit, ...]:
    gaps = ("null_rate_change", "nan_rate_change", "infinity_rate_change", "new_category_rate")
    return (
        Limit(measure="population_stability_index", side="above", at={"warning": index[0], "action": index[1]}),
        *(Limit(measure=name, side="above", at={"warning": gap[0], "action": gap[1]}) for name in gaps),
        *(
            Limit(measure=name, side="drop", at={"warning": drop[0], "action": drop[1]})
            for name in ("roc_auc", "accuracy")
        ),
        Limit(
            measure="true_positive_rate_difference", side="below", at={"warning": -0.1, "critical": -0.2},
            by=("protected",), reference_group="overall",
        ),
        Limit(
            measure="selection_rate_ratio", side="below", at={"warning": 0.8, "critical": 0.6}, by=("protected",),
            reference_group="largest",
        ),
        Limit(measure="outcome_coverage", side="below", at={"warning": low}),
    )  # fmt: skip


def _given(parts: Mapping[str, Part], name: str) -> Part | None:
    part = parts.get(name)
    return None if part is None or part.value is None else part


def _within(part: Part, lowest: float, highest: float) -> float:
    number = part.number()
    if not lowest <= number <= highest:
        raise part.refuse(f"is {number}, not between {lowest} and {highest}")
    return number
