"""The tiering questionnaire: its questions as entities, and answers held against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from evenhand.errors.problem import TieringAnswersInvalid
from evenhand.governance.controls.resource import Node, catalogue_file, entries, word
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean

Answer: TypeAlias = "bool | str | tuple[str, ...]"

VERSION = 1
"""Of the questions and rules; a use case keeps it, so that an old one is read by the rules that it was made by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        id: as an answer names it.
        text: as a person reads it.
        kind: ``bool``, ``enum`` (one of the options) or ``multi`` (a list of them).
        options: what may be chosen; for ``bool`` ``true`` and ``false``.
        default: what holds when nobody answers.
        help: what it rests on; may be empty.
        section: title of the section that it stands in.
    """

    id: str
    text: str
    kind: str
    options: tuple[str, ...]
    default: Answer
    help: str
    section: str

    def read(self, value: Json) -> Answer:
        """``value`` as an answer.

        Raises:
            TieringAnswersInvalid: it is of another kind, or no option; the fact names the options.

        Examples:
            >>> questions()["q_annex_iii"].read(["5b", 2])
            ('5b', '2')
        """
        if self.kind == "bool":
            if not isinstance(value, bool):
                raise self._refuse(value)
            return value
        if self.kind == "enum":
            return self._option(value)
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self._refuse(value)
        chosen = tuple(self._option(each) for each in value)
        twice = [each for each in chosen if chosen.count(each) > 1]
        if twice:
            raise TieringAnswersInvalid(f"{self.id} names {twice[0]} more than once.", question=self.id)
        return chosen

    def _option(self, value: Json) -> str:
        # A bare 2 in YAML is what its author wrote: the option "2".
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(written, str) or written not in self.options:
            raise self._refuse(value)
        return written

    def _refuse(self, value: Json) -> TieringAnswersInvalid:
        wanted = {"bool": "true or false", "enum": "one of", "multi": "a list of some of"}[self.kind]
        options = "" if self.kind == "bool" else f" {', '.join(self.options)}"
        close = did_you_mean(value, self.options) if isinstance(value, str) else ""
        fact = f"{self.id} is answered with {_shown(value)}; it takes {wanted}{options}{close}."
        return TieringAnswersInvalid(fact, question=self.id, options=list(self.options))


@cache
def questions() -> Mapping[str, Question]:
    """Every question by its id, in the order in which it is asked.

    Examples:
        >>> questions()["m_reliance"].options
        ('one_of_many', 'main', 'sole')
    """
    found = [
        _question(entry, word(section, "title"))
        for section in entries(catalogue_file("tiering"), "sections")
        for entry in entries(section, "questions")
    ]
    return MappingProxyType({question.id: question for question in found})


def read_answers(document: Json) -> Mapping[str, Answer]:
    """The answers of a flat map of question to answer; what nobody answered is left out.

    Raises:
        TieringAnswersInvalid: it is no map, or names an unknown question or option.

    Examples:
        >>> dict(read_answers({"m_autonomy": "recommends"}))
        {'m_autonomy': 'recommends'}
    """
    if document is None:
        document = {}
    if not isinstance(document, Mapping):
        raise TieringAnswersInvalid("The answers are no flat map of question to answer.")
    known = questions()
    answers: dict[str, Answer] = {}
    for key, value in document.items():
        if key not in known:
            close = did_you_mean(key, tuple(known))
            raise TieringAnswersInvalid(f"{key} is no question of the questionnaire{close}.", question=key)
        answers[key] = known[key].read(value)
    return MappingProxyType(answers)


def answers_as_json(answers: Mapping[str, Answer]) -> dict[str, Json]:
    """The answers as a document holds them, in the order of the questions."""
    return {
        key: list(answers[key]) if isinstance(answers[key], tuple) else answers[key]  # type: ignore[arg-type]
        for key in questions()
        if key in answers
    }


def _question(entry: Node, section: str) -> Question:
    kind, default = word(entry, "type"), entry["default"]
    options = ("true", "false") if kind == "bool" else tuple(map(_option_id, _listed(entry["options"])))
    return Question(
        id=word(entry, "id"), text=word(entry, "text"), kind=kind, options=options,
        default=tuple(map(str, _listed(default))) if kind == "multi" else _single(default),
        help=str(entry.get("help", "")), section=section,
    )  # fmt: skip


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _single(value: object) -> bool | str:
    if not isinstance(value, bool | str):
        raise TypeError(f"{value!r} is no default")
    return value


def _option_id(option: object) -> str:
    return str(option["id"]) if isinstance(option, Mapping) else str(option)


def _shown(value: Json) -> str:
    if value is None:
        return "nothing"
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}..."
