"""Whether the class and the tier that a use case states are those that its own answers lead to."""

from collections.abc import Mapping

from evenhand.errors.problem import TieringAnswersInvalid, TieringContradicted
from evenhand.governance.risk.questionnaire import VERSION, read_answers
from evenhand.governance.risk.tiering import Tiering, classify
from evenhand.kernel.canonical import Json


def declared_tiering(content: Mapping[str, Json]) -> Tiering | None:
    """The tiering behind a use case; ``None`` when it states no answers, or answers to another questionnaire.

    Raises:
        TieringAnswersInvalid: they are no answers.
    """
    stated = content.get("tiering")
    if not isinstance(stated, Mapping) or stated.get("questionnaire") != VERSION:
        return None
    return classify(read_answers(stated.get("answers")))


def require_tier(content: Mapping[str, Json]) -> None:
    """Refuse a use case whose class or tier is not what its answers lead to.

    Raises:
        TieringContradicted: with both.
        TieringAnswersInvalid: the answers are none, or of a questionnaire that does not exist.

    Examples:
        >>> require_tier({"class": "minimal", "tier": 4, "tiering": {"questionnaire": 1, "answers": {}}})
    """
    stated = content.get("tiering")
    if stated is None:
        return
    found = declared_tiering(content)
    if found is None:
        raise TieringAnswersInvalid(f"tiering names another questionnaire than {VERSION}.", question="questionnaire")
    if (content.get("class"), content.get("tier")) != (found.case_class, found.tier):
        told = f"class {content.get('class')}, tier {content.get('tier')}"
        raise TieringContradicted(
            f"The use case states {told}; its answers lead to class {found.case_class}, tier {found.tier}.",
            rule=found.rule,
        )
