"""Stating the problem before there is a model: class and tier."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.governance.risk.questionnaire import read_answers
from evenhand.governance.risk.tiering import Tiering, classify
from evenhand.kernel.canonical import Json
from evenhand.wiring.tiering_file import read_answers_file


def tier(answers: "str | Path | Mapping[str, Json]") -> Tiering:
    """Class and tier that ``answers`` lead to: a YAML or JSON file, or a map of question to answer.

    Raises:
        TieringAnswersInvalid: a question or an option is unknown.
    """
    given = read_answers(answers) if isinstance(answers, Mapping) else read_answers_file(Path(answers))
    return classify(given)
