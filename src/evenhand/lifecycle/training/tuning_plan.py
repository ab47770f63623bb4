"""A search as it is stated before it begins: the space, what counts, and the rule by which one attempt is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.training import SpaceInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.metric import METRICS
from evenhand.kernel.part import Part, did_you_mean
from evenhand.lifecycle.training.space import Space, space_json

OBJECTIVES = ("accuracy", "fairness", "cost")
SAMPLERS = ("tpe", "random", "nsga2")
FIT_SECONDS = "fit_seconds"
GAPS = ("true_positive_rate", "selection_rate", "false_positive_rate", "accuracy")
_SCORED = ("roc_auc", "average_precision", "accuracy", "balanced_accuracy", "f1", "log_loss", "brier_score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one attempt is chosen.

    Attributes:
        best: the objective that is made best.
        at_most, at_least: objective to a bound that an attempt must keep to.
        is_by_bound: whether the end of the interval that counts against the attempt must keep to it, not the value.
    """

    best: str
    at_most: Mapping[str, float]
    at_least: Mapping[str, float]
    is_by_bound: bool = False

    def sentence(self, names: Mapping[str, str]) -> str:
        """The rule in words; ``names`` gives the measure behind each objective."""
        limits = [f"{names[key]} is at most {bound:g}" for key, bound in self.at_most.items()]
        limits += [f"{names[key]} is at least {bound:g}" for key, bound in self.at_least.items()]
        among = f" among attempts whose {' and '.join(limits)}" if limits else ""
        by = " at the end of the interval that counts against them" if self.is_by_bound and limits else ""
        return f"best {names[self.best]}{among}{by}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningPlan:
    """Everything that is fixed before the first attempt.

    Attributes:
        space: what may be tried.
        accuracy: the metric of goodness.
        gap, by: the share whose largest gap over the groups of ``by`` is the measure of fairness; empty for none.
        cost: ``fit_seconds``, or what a mistake costs by its kind, or ``None``.
        rule: of choice.
        n_attempts: how many are made.
        sampler: who proposes them.
        n_folds: of the cross-validation of each attempt.
    """

    space: Space
    accuracy: str
    gap: str
    by: Sequence[str]
    cost: str | Mapping[str, float] | None
    rule: Rule
    n_attempts: int = 20
    sampler: str = "tpe"
    n_folds: int = 5

    @property
    def names(self) -> dict[str, str]:
        """Objective to the measure behind it, in their order."""
        found = {"accuracy": self.accuracy}
        if self.gap:
            found["fairness"] = f"{self.gap}_gap"
        if self.cost is not None:
            found["cost"] = FIT_SECONDS if isinstance(self.cost, str) else "expected_cost"
        return found

    @property
    def directions(self) -> dict[str, str]:
        """Objective to ``maximize`` or ``minimize``."""
        is_lower = METRICS[self.accuracy].direction == "lower"
        return {name: "maximize" if name == "accuracy" and not is_lower else "minimize" for name in self.names}

    def as_json(self) -> dict[str, Json]:
        """As the ledger holds it before the first attempt."""
        return {
            "space": space_json(self.space), "accuracy": self.accuracy, "gap": self.gap, "by": list(self.by),
            "cost": self.cost if isinstance(self.cost, str) or self.cost is None else dict(self.cost),
            "rule": self.rule.sentence(self.names), "attempts": self.n_attempts, "sampler": self.sampler,
            "folds": self.n_folds,
        }  # fmt: skip

    @classmethod
    def from_json(cls, document: Json, protected: Sequence[str]) -> "TuningPlan":
        """Read the file's document.

        Raises:
            SpaceInvalid: a part is missing, unknown or contradicts another; the path is named.
        """
        fields = Part(value=document, path="", refusal=SpaceInvalid).fields(
            needed=("objectives", "rule"),
            optional=("parameters", "architectures", "attempts", "sampler", "cross_validation"),
        )
        objectives = fields["objectives"].fields(needed=("accuracy",), optional=("fairness", "cost"))
        gap, by = _fairness(objectives.get("fairness"), protected)
        return cls(
            space=Space.from_parts(fields.get("parameters"), fields.get("architectures")),
            accuracy=_among(objectives["accuracy"], _SCORED), gap=gap, by=by, cost=_cost(objectives.get("cost")),
            rule=_rule(fields["rule"], tuple(objectives)),
            n_attempts=_whole(fields.get("attempts"), 20, 1, 10_000),
            sampler=_among(fields["sampler"], SAMPLERS) if "sampler" in fields else "tpe",
            n_folds=_whole(fields.get("cross_validation"), 5, 2, 100),
        )  # fmt: skip


def _among(part: Part, known: Sequence[str]) -> str:
    if part.value not in known:
        text = str(part.value)
        raise part.refuse(f"is {text!r}{did_you_mean(text, known)}, none of {', '.join(known)}")
    return str(part.value)


def _fairness(part: Part | None, protected: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    if part is None:
        return "", ()
    fields = part.fields(needed=("gap_of",), optional=("by",))
    by = tuple(item.text() for item in fields["by"].items()) if "by" in fields else tuple(protected)
    for name in by:
        if name not in protected:
            known = ", ".join(protected) or "none"
            raise part.refuse(f"names {name!r}{did_you_mean(name, protected)}; the use case judges by {known}")
    if not by:
        raise part.refuse("has no attribute: the use case names none")
    return _among(fields["gap_of"], GAPS), by


def _cost(part: Part | None) -> str | Mapping[str, float] | None:
    if part is None or part.value == FIT_SECONDS:
        return None if part is None else FIT_SECONDS
    fields = part.fields(needed=("false_favourable", "false_unfavourable"))
    return {name: each.number() for name, each in fields.items()}


def _rule(part: Part, objectives: Sequence[str]) -> Rule:
    fields = part.fields(needed=("best",), optional=("where", "by_bound"))
    at_most: dict[str, float] = {}
    at_least: dict[str, float] = {}
    for name, limit in (fields["where"].entries() if "where" in fields else {}).items():
        if name not in objectives:
            raise limit.refuse(f"is no objective of this search; there are {', '.join(objectives)}")
        bounds = limit.fields(needed=(), optional=("at_most", "at_least"))
        if len(bounds) != 1:
            raise limit.refuse("states not exactly one of at_most and at_least")
        [(kind, bound)] = bounds.items()
        (at_most if kind == "at_most" else at_least)[name] = bound.number()
    return Rule(
        best=_among(fields["best"], objectives), at_most=at_most, at_least=at_least,
        is_by_bound=fields["by_bound"].truth() if "by_bound" in fields else False,
    )  # fmt: skip


def _whole(part: Part | None, otherwise: int, low: int, high: int) -> int:
    if part is None:
        return otherwise
    if not low <= part.whole() <= high:
        raise part.refuse(f"is {part.value}, not between {low} and {high}")
    return part.whole()
