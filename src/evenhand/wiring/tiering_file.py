"""Files with answers to the tiering questionnaire, and a form to write them into."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from evenhand.errors.problem import TieringAnswersInvalid
from evenhand.governance.risk.questionnaire import Answer, Question, questions, read_answers
from evenhand.kernel.canonical import Json
from evenhand.wiring.form_file import read_form

_HEAD = """\
# Answers to the tiering questionnaire of evenhand. Not legal advice.
# Take the mark '#' from a line and change its answer; a line left as it is takes the answer that stands there.
"""


def read_answers_file(path: Path) -> Mapping[str, Answer]:
    """The answers of a YAML or JSON file: a flat map of question to answer, or those of a use case.

    Raises:
        FormUnreadable: the file cannot be read, or is no YAML or JSON.
        TieringAnswersInvalid: a question or an option is unknown.
    """
    return read_form(path, _answers)


def _answers(document: Json) -> Mapping[str, Answer]:
    """The answers themselves, or those under ``use_case.tiering`` of an ``evenhand.yaml``."""
    if not isinstance(document, Mapping) or set(document) != {"use_case"}:
        return read_answers(document)
    use_case = document["use_case"]
    if not isinstance(use_case, Mapping) or "tiering" not in use_case:
        raise TieringAnswersInvalid("The use case states no answers under tiering.", question="tiering")
    return read_answers(use_case["tiering"])


def answers_form(answers: Mapping[str, Answer] | None = None) -> str:
    """A file to fill in: every question with its options, and the default behind a mark."""
    given = answers or {}
    lines = [_HEAD]
    for section, asked in groupby(questions().values(), key=lambda question: question.section):
        lines += [f"# == {section}", ""]
        for question in asked:
            lines += [*_asked(question), _answered(question, given), ""]
    return "\n".join(lines)


def _asked(question: Question) -> list[str]:
    hint = f" ({question.help})" if question.help else ""
    many = {"multi": "any of ", "enum": "one of ", "bool": ""}[question.kind]
    return [f"# {question.text}{hint}", f"# {many}{', '.join(question.options)}"]


def _answered(question: Question, given: Mapping[str, Answer]) -> str:
    answer = given.get(question.id, question.default)
    if isinstance(answer, bool):
        written = "true" if answer else "false"
    elif isinstance(answer, tuple):
        written = "[" + ", ".join(f'"{each}"' if each.isdigit() else each for each in answer) + "]"
    else:
        written = answer
    return f"{'' if question.id in given else '# '}{question.id}: {written}"
