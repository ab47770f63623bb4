"""What people state about the problem before there is a model: why, for whom, at what price, with whose consent.

Every part is optional. What is not stated is not in the stored form, so that a gap stays visible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.problem.criterion import VALUE_GAIN, Criterion, criteria
from evenhand.lifecycle.problem.feasibility import Feasibility
from evenhand.lifecycle.problem.practice import Practice, practice_from_json
from evenhand.lifecycle.problem.stakeholder import Stakeholder, stakeholders
from evenhand.lifecycle.problem.value import ValueTable

TEXTS = ("objective", "needs_model", "owner", "harms", "legal_ground")
LISTS = ("alternatives", "affected_groups", "prohibited_uses")
PARTS = (
    *TEXTS, *LISTS, "baseline", "value", "success_criteria", "feasibility", "stakeholders", "tiering",
)  # fmt: skip
_EMPTY: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The problem as people state it; an empty part is a gap.

    Attributes:
        objective: what is to be reached, and how one would notice.
        needs_model: why a model is needed at all.
        owner: who answers for the use case.
        harms: which error hurts whom.
        legal_ground: why protected attributes may be read, for example to test for discrimination.
        alternatives: other ways that were weighed.
        affected_groups: who feels the decision.
        prohibited_uses: what the model must not be used for.
        baseline: the simple rule that the model has to beat; ``None``: current practice, if that is stated.
        value: what each outcome is worth.
        success_criteria: thresholds; each becomes a check of the gate training-validation.
        feasibility: go or no-go.
        stakeholders: who has a stake, and who signs.
        tiering: version of the questionnaire and the answers, which class and tier follow from; empty: not answered.
    """

    objective: str = ""
    needs_model: str = ""
    owner: str = ""
    harms: str = ""
    legal_ground: str = ""
    alternatives: tuple[str, ...] = ()
    affected_groups: tuple[str, ...] = ()
    prohibited_uses: tuple[str, ...] = ()
    baseline: Practice = None
    value: ValueTable | None = None
    success_criteria: tuple[Criterion, ...] = ()
    feasibility: Feasibility | None = None
    stakeholders: tuple[Stakeholder, ...] = ()
    tiering: Mapping[str, Json] = field(default_factory=lambda: _EMPTY)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated."""
        return not self.as_json()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody decided not to go on."""
        return self.feasibility is not None and self.feasibility.decision == "no-go"

    def as_json(self) -> dict[str, Json]:
        """The parts that are stated, each in its stored form."""
        texts: dict[str, Json] = {name: getattr(self, name) for name in TEXTS}
        listed: dict[str, Json] = {name: list(getattr(self, name)) for name in LISTS}
        forms: dict[str, Json] = {
            **texts, **listed,
            "baseline": None if self.baseline is None else self.baseline.as_json(),
            "value": None if self.value is None else self.value.as_json(),
            "success_criteria": [each.as_json() for each in self.success_criteria],
            "feasibility": None if self.feasibility is None else self.feasibility.as_json(),
            "stakeholders": [each.as_json() for each in self.stakeholders], "tiering": dict(self.tiering),
        }  # fmt: skip
        return {name: form for name, form in forms.items() if form}


def statement(parts: Mapping[str, Part], *, attributes: Sequence[str]) -> Statement:
    """Read those of ``PARTS`` that a document holds.

    Args:
        parts: of a use case.
        attributes: by which groups are judged; criteria may split by these.

    Raises:
        UseCaseInvalid: a part is of the wrong kind or says nothing; the fact names its path.
    """
    stated: dict[str, Any] = {name: _text(parts[name]) for name in TEXTS if name in parts}
    stated |= {name: _texts(parts[name]) for name in LISTS if name in parts}
    if "baseline" in parts:
        stated["baseline"] = _baseline(parts["baseline"])
    if "success_criteria" in parts:
        stated["success_criteria"] = criteria(parts["success_criteria"], attributes=attributes)
    readers = {"value": ValueTable.read, "feasibility": Feasibility.read, "stakeholders": stakeholders,
               "tiering": _tiering}  # fmt: skip
    stated |= {name: read(parts[name]) for name, read in readers.items() if name in parts}
    found = Statement(**stated)
    if found.value is None and any(each.metric == VALUE_GAIN for each in found.success_criteria):
        raise parts["success_criteria"].refuse(f"names {VALUE_GAIN}, and nothing states the value of an outcome")
    return found


def _text(part: Part) -> str:
    if not part.text().strip():
        raise part.refuse("says nothing; leave it out, so that the gap is seen")
    return part.text()


def _texts(part: Part) -> tuple[str, ...]:
    return tuple(_text(each) for each in part.items())


def _baseline(part: Part) -> Practice:
    try:
        return practice_from_json(part.value)
    except part.refusal as mistake:
        raise part.refuse(mistake.fact.removeprefix("current_practice ").rstrip(".")) from mistake


def _tiering(part: Part) -> Mapping[str, Json]:
    """The answers under the version of the questionnaire; whether they are answers is not for this stage to say."""
    parts = part.fields(needed=("questionnaire", "answers"))
    answers = {key: each.value for key, each in parts["answers"].entries().items()}
    return MappingProxyType({"questionnaire": parts["questionnaire"].whole(), "answers": answers})
