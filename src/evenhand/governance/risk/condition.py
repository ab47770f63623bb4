"""The conditions of the tiering rules: a closed grammar over answers and the outcome so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.governance.controls.resource import Node
from evenhand.governance.risk.questionnaire import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a condition may look at.

    Attributes:
        answers: every question with its answer or its default.
        derived: lists made of answers.
        flags: set so far.
        case_class, route: found so far; ``None`` before the class rules have ended.
    """

    answers: Mapping[str, Answer]
    derived: Mapping[str, tuple[str, ...]]
    flags: frozenset[str] = frozenset()
    case_class: str | None = None
    route: str | None = None


def holds(condition: object, known: Known) -> bool:
    """Whether ``condition`` is true.

    Raises:
        TypeError, KeyError: the rules themselves are written wrongly.

    Examples:
        >>> known = Known(answers={"m_autonomy": "recommends"}, derived={"codes": ("5b",)})
        >>> holds({"all": [{"q": "m_autonomy", "is": "recommends"}, {"derived": "codes", "is_empty": False}]}, known)
        True
    """
    if not isinstance(condition, Mapping):
        raise TypeError(f"{condition!r} is no condition")
    for word, judged in _FORMS.items():
        if word in condition:
            return judged(condition, known)
    raise KeyError(f"no condition of the grammar: {sorted(condition)}")


def _compared(condition: Node, value: Answer) -> bool:
    tests: dict[str, Callable[[object], bool]] = {
        "is": lambda wanted: value == wanted,
        "in": lambda wanted: value in _listed(wanted),
        "includes": lambda wanted: wanted in _listed(value),
        "includes_any": lambda wanted: not set(_listed(wanted)).isdisjoint(_listed(value)),
        "is_empty": lambda wanted: (not value) is wanted,
    }
    used = [name for name in condition if name not in {"q", "derived"}]
    if len(used) != 1:
        raise KeyError(f"one comparison belongs here: {sorted(condition)}")
    return tests[used[0]](condition[used[0]])


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    raise TypeError(f"{value!r} is no list")


_FORMS: Mapping[str, Callable[[Node, Known], bool]] = {
    "always": lambda condition, _: condition["always"] is True,
    "q": lambda condition, known: _compared(condition, known.answers[str(condition["q"])]),
    "derived": lambda condition, known: _compared(condition, known.derived[str(condition["derived"])]),
    "flag": lambda condition, known: condition["flag"] in known.flags,
    "class_in": lambda condition, known: known.case_class in _listed(condition["class_in"]),
    "route_in": lambda condition, known: known.route in _listed(condition["route_in"]),
    "all": lambda condition, known: all(holds(part, known) for part in _listed(condition["all"])),
    "any": lambda condition, known: any(holds(part, known) for part in _listed(condition["any"])),
    "not": lambda condition, known: not holds(condition["not"], known),
}
