"""From answers to class and tier: the rules of ``resources/controls/tiering.yaml`` in their stated order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evenhand.governance.controls.resource import Node, catalogue_file, entries, names, node, word
from evenhand.governance.risk.condition import Known, holds
from evenhand.governance.risk.materiality import Materiality, materiality
from evenhand.governance.risk.questionnaire import Answer, questions
from evenhand.kernel.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One rule that held, and why.

    Attributes:
        rule: its id.
        reason: in evenhand's own words.
        source: citation; empty where the rule is a convention of evenhand.
    """

    rule: str
    reason: str
    source: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"rule": self.rule, "reason": self.reason, "source": self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiering:
    """What the answers lead to, with every reason kept.

    Attributes:
        case_class: of the EU AI Act, as the catalogue names it.
        rule: that ended the search for the class.
        route: by which a high-risk class is reached; ``None`` for others.
        effective_annex_iii: listed uses that count.
        flags: to their citation, sorted by name.
        applies_from: day from which the law's duties for this class hold; ``None`` when none is stated.
        grounds: every class rule that held, in order.
        given: the answers that somebody gave.
    """

    case_class: str
    rule: str
    route: str | None
    effective_annex_iii: tuple[str, ...]
    flags: Mapping[str, str]
    applies_from: str | None
    materiality: Materiality
    mrm_scope: str
    frameworks: tuple[str, ...]
    grounds: tuple[Ground, ...]
    given: Mapping[str, Answer]

    @property
    def tier(self) -> int:
        """Materiality, 1 (highest) to 4."""
        return self.materiality.tier

    @property
    def defaulted(self) -> tuple[str, ...]:
        """Questions that nobody answered, so that their default held."""
        return tuple(key for key in questions() if key not in self.given)

    def as_json(self) -> dict[str, Json]:
        """The outcome: exactly the keys of ``expected`` in ``tiering-examples.yaml``."""
        return {
            "class": self.case_class, "rule": self.rule, "route": self.route,
            "effective_annex_iii": list(self.effective_annex_iii), "flags": list(self.flags),
            "applies_from": self.applies_from, "blocked": self.materiality.is_blocked,
            "materiality": self.materiality.as_json(), "floors": [floor.rule for floor in self.materiality.floors],
            "mrm_scope": self.mrm_scope, "frameworks": list(self.frameworks),
        }  # fmt: skip


def classify(answers: Mapping[str, Answer]) -> Tiering:
    """Class and tier of a use case.

    Args:
        answers: from ``read_answers``; what is left out takes its default.

    Examples:
        >>> found = classify({"q_annex_iii": ("5b",), "m_purpose": "decision_about_people"})
        >>> found.case_class, found.rule, found.tier
        ('high_risk', 'annex-iii-profiling', 2)
    """
    rules = catalogue_file("tiering")
    known = _filled(rules, answers)
    grounds, flags, ending = _class_of(rules, known)
    known = replace(known, case_class=word(ending, "class"), route=_text(ending.get("route")), flags=frozenset(flags))
    flags |= _flags_of(rules, known)
    known = replace(known, flags=frozenset(flags))
    dates = [entry for entry in entries(rules, "applies_from") if holds(entry["when"], known)]
    scope = next(entry for entry in entries(rules, "mrm_scope") if holds(entry["when"], known))
    return Tiering(
        case_class=word(ending, "class"), rule=word(ending, "id"), route=known.route,
        effective_annex_iii=known.derived["effective_annex_iii"], flags={key: flags[key] for key in sorted(flags)},
        applies_from=word(dates[0], "date") if dates else None, materiality=materiality(known),
        mrm_scope=word(scope, "outcome"),
        frameworks=tuple(
            word(entry, "framework") for entry in entries(rules, "frameworks") if holds(entry["when"], known)
        ),
        grounds=grounds, given=answers,
    )  # fmt: skip


def turning(answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The answers without which class or tier would be another: had nobody given them, their default would hold.

    Examples:
        >>> turning({"q_annex_iii": ("5b",), "m_people": "under_1k"})
        ('q_annex_iii',)
    """
    found = classify(answers)
    return tuple(
        key
        for key in answers
        if (other := classify({name: answers[name] for name in answers if name != key})).tier != found.tier
        or other.case_class != found.case_class
    )


def _filled(rules: Node, answers: Mapping[str, Answer]) -> Known:
    filled = {key: answers.get(key, question.default) for key, question in questions().items()}
    known = Known(answers=filled, derived={})
    derived: dict[str, tuple[str, ...]] = {}
    for entry in entries(rules, "derive"):
        gone = {word(each, "code") for each in entries(entry, "remove") if holds(each["when"], known)}
        chosen = filled[word(entry, "from")]
        derived[word(entry, "id")] = tuple(code for code in chosen if code not in gone) if chosen else ()  # type: ignore[union-attr]
    return Known(answers=filled, derived=derived)


def _class_of(rules: Node, known: Known) -> tuple[tuple[Ground, ...], dict[str, str], Node]:
    """Every class rule that held, the flags that they set, and the one that ended the search."""
    grounds: list[Ground] = []
    flags: dict[str, str] = {}
    for rule in entries(rules, "class_rules"):
        if not holds(rule["when"], known):
            continue
        grounds.append(Ground(rule=word(rule, "id"), reason=word(rule, "reason"), source=word(rule, "source")))
        flags |= dict.fromkeys(names({"flags": [], **rule}, "flags"), word(rule, "source"))
        if "class" in rule:
            return tuple(grounds), flags, rule
    raise KeyError("no class rule holds; the last one should always")


def _flags_of(rules: Node, known: Known) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries(rules, "flags"):
        if holds(entry["when"], replace(known, flags=known.flags | set(found))):
            found[word(entry, "flag")] = word(entry, "source")
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def tier_duties(tier: int) -> Node:
    """What the catalogue asks of a tier: approvers, validation, monitoring and the rest.

    Examples:
        >>> tier_duties(4)["validation"]
        'self-check against the checklist'
    """
    found: Sequence[Node] = entries(node(catalogue_file("tiering"), "materiality"), "tiers")
    return next(entry for entry in found if entry["tier"] == tier)


def review_notes() -> tuple[str, ...]:
    """What a person must still look at, whatever the rules found."""
    return names(catalogue_file("tiering"), "review")
