"""``evenhand.yaml``: the use case as people declare it."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.errors.problem import TieringAnswersInvalid
from evenhand.errors.table import UseCaseInvalid
from evenhand.governance.controls.catalogue import roles
from evenhand.governance.risk.declared import require_tier
from evenhand.governance.risk.questionnaire import VERSION, answers_as_json, read_answers
from evenhand.governance.risk.tiering import classify
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part, did_you_mean
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_form
from evenhand.wiring.form_file import placed, read_form

FILE = "evenhand.yaml"


def read_use_case(path: Path) -> UseCase:
    """The use case declared in the file.

    Raises:
        FormUnreadable: the file cannot be read as plain YAML.
        UseCaseInvalid: a part is missing, unknown or contradicts another; the fact names file and path.
        TieringAnswersInvalid: an answer is none.
        TieringContradicted: class or tier are stated, and the answers lead to others.
    """
    return read_form(path, use_case_in)


def use_case_in(document: Json) -> UseCase:
    """The use case in the document of such a file.

    Raises:
        UseCaseInvalid, TieringAnswersInvalid, TieringContradicted: as ``read_use_case``.
    """
    parts = Part(value=document, path="", refusal=UseCaseInvalid).fields(needed=("use_case",))
    parts["use_case"].entries()
    try:
        use_case = use_case_from_form(_tiered(parts["use_case"].value))
    except (UseCaseInvalid, TieringAnswersInvalid) as mistake:
        where = f"use_case.{mistake.facts.get('path', 'tiering')}"
        inner = "" if isinstance(mistake, UseCaseInvalid) else "tiering."
        raise placed(mistake, f"use_case.{inner}{mistake.fact}", path=where) from mistake
    _require_signing_roles(use_case)
    return use_case


def _tiered(written: Json) -> Json:
    """The form with the class and the tier that its answers lead to, and the version of the questionnaire."""
    if not isinstance(written, Mapping):
        return written
    if "tiering" not in written:
        if "class" not in written and "tier" not in written:
            raise UseCaseInvalid("class is missing: state class and tier, or the answers under tiering.", path="class")
        return written
    answers = read_answers(written["tiering"])
    found = classify(answers)
    stored: dict[str, Json] = {"questionnaire": VERSION, "answers": answers_as_json(answers)}
    form: dict[str, Json] = {"class": found.case_class, "tier": found.tier, **written, "tiering": stored}
    require_tier(form)
    return form


def _require_signing_roles(use_case: UseCase) -> None:
    for index, each in enumerate(use_case.statement.stakeholders):
        if each.is_signing and each.role not in roles():
            path = f"use_case.stakeholders[{index}].role"
            close = did_you_mean(each.role, tuple(roles()))
            fact = f"{path} signs as {each.role!r}, no role of the catalogue{close}."
            raise UseCaseInvalid(fact, path=path)
