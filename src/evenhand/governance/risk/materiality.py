"""The tier of materiality: points on two axes, bands, a matrix, and floors."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.governance.controls.resource import Node, catalogue_file, entries, names, node, word
from evenhand.governance.risk.condition import Known, holds
from evenhand.governance.risk.questionnaire import questions
from evenhand.kernel.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A rule that lifts a use case to a tier, whatever its points say.

    Attributes:
        rule: its id.
        tier_at_most: the least demanding tier that it allows.
        is_blocked: whether such a use case is not to be approved at all.
    """

    rule: str
    tier_at_most: int
    is_blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Materiality:
    """Points, their bands, and the tier that they and the floors lead to.

    Attributes:
        impact, uncertainty: sums of points.
        impact_level, uncertainty_level: the bands that they lie in.
        matrix_tier: from the bands alone.
        floors: that hold, in the order of the rules.
        tier: the smallest of all; 1 is the most demanding.
    """

    impact: int
    uncertainty: int
    impact_level: str
    uncertainty_level: str
    matrix_tier: int
    floors: tuple[Floor, ...]
    tier: int

    @property
    def is_blocked(self) -> bool:
        """Whether a floor forbids approval."""
        return any(floor.is_blocked for floor in self.floors)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"impact": self.impact, "uncertainty": self.uncertainty, "tier": self.tier}


def materiality(known: Known) -> Materiality:
    """Sums, bands, matrix, then floors: the smallest number wins.

    Examples:
        >>> answers = {key: question.default for key, question in questions().items()}
        >>> materiality(Known(answers=answers, derived={})).tier
        4
    """
    rules = node(catalogue_file("tiering"), "materiality")
    impact = _points(known, names(rules, "impact_questions"))
    uncertainty = _points(known, names(rules, "uncertainty_questions"))
    impact_level = _level(entries(rules, "impact_bands"), impact)
    uncertainty_level = _level(entries(rules, "uncertainty_bands"), uncertainty)
    matrix_tier = _whole(node(node(rules, "matrix"), impact_level)[uncertainty_level])
    floors = tuple(
        Floor(rule=word(each, "id"), tier_at_most=_whole(each["tier_at_most"]), is_blocked=each.get("blocked") is True)
        for each in entries(rules, "floors")
        if holds(each["when"], known)
    )
    return Materiality(
        impact=impact, uncertainty=uncertainty, impact_level=impact_level, uncertainty_level=uncertainty_level,
        matrix_tier=matrix_tier, floors=floors, tier=min([matrix_tier, *(floor.tier_at_most for floor in floors)]),
    )  # fmt: skip


def _points(known: Known, asked: Sequence[str]) -> int:
    """The position of each chosen option in its list, counting from 0."""
    return sum(questions()[key].options.index(str(known.answers[key])) for key in asked)


def _level(bands: Sequence[Node], points: int) -> str:
    return next(word(band, "level") for band in bands if points <= _whole(band["max"]))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value
