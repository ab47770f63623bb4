"""The attempts of a search: their values, which of them nothing beats, and which the rule takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.tuning_plan import TuningPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One set of parameters and what came of it.

    Attributes:
        number: from 1, in the order of trying.
        parameters: what was tried.
        values: objective to its measurement; empty when it failed.
        seconds: wall seconds that it took.
        failure: code and words of what went wrong; empty when nothing did.
    """

    number: int
    parameters: Mapping[str, Json]
    values: Mapping[str, Measurement] = field(default_factory=dict)
    seconds: float = 0.0
    failure: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether every objective has a value."""
        return bool(self.values) and all(each.value is not None for each in self.values.values())

    def value(self, objective: str) -> float:
        """The measured value of an objective of a usable attempt."""
        return float(self.values[objective].value or 0.0)

    def as_json(self) -> dict[str, Json]:
        """As the ledger holds it."""
        return {
            "number": self.number, "parameters": dict(self.parameters), "seconds": self.seconds,
            "values": {name: each.as_json() for name, each in self.values.items()}, "failure": self.failure or None,
        }  # fmt: skip


def chosen_attempt(attempts: Sequence[Attempt], plan: TuningPlan) -> Attempt | None:
    """The attempt that the rule takes; the earlier of two alike; ``None`` when none keeps to the rule."""
    fit = [each for each in attempts if each.is_usable and _keeps(each, plan)]
    sign = -1 if plan.directions[plan.rule.best] == "maximize" else 1
    return min(fit, key=lambda each: (sign * each.value(plan.rule.best), each.number), default=None)


def pareto_front(attempts: Sequence[Attempt], plan: TuningPlan) -> list[Attempt]:
    """Usable attempts that no other beats in one objective without losing in another, in their order."""
    usable = [each for each in attempts if each.is_usable]
    return [one for one in usable if not any(_beats(other, one, plan) for other in usable)]


def _beats(one: Attempt, other: Attempt, plan: TuningPlan) -> bool:
    gains = [
        (one.value(name) - other.value(name)) * (1 if way == "maximize" else -1)
        for name, way in plan.directions.items()
    ]  # fmt: skip
    return min(gains) >= 0 and max(gains) > 0


def _keeps(attempt: Attempt, plan: TuningPlan) -> bool:
    rule = plan.rule
    high = {
        name: attempt.values[name].upper if rule.is_by_bound else attempt.values[name].value for name in rule.at_most
    }
    low = {
        name: attempt.values[name].lower if rule.is_by_bound else attempt.values[name].value for name in rule.at_least
    }
    return all(float(high[name] or 0.0) <= bound for name, bound in rule.at_most.items()) and all(
        float(low[name] or 0.0) >= bound for name, bound in rule.at_least.items()
    )
