"""``evenhand.yaml``: the use case as people declare it."""

from pathlib import Path

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_form
from evenhand.wiring.form_file import placed, read_form

FILE = "evenhand.yaml"


def read_use_case(path: Path) -> UseCase:
    """The use case declared in the file.

    Raises:
        FormUnreadable: the file cannot be read as plain YAML.
        UseCaseInvalid: a part is missing, unknown or contradicts another; the fact names file and path.
    """
    return read_form(path, _use_case)


def _use_case(document: Json) -> UseCase:
    parts = Part(value=document, path="", refusal=UseCaseInvalid).fields(needed=("use_case",))
    parts["use_case"].entries()
    try:
        return use_case_from_form(parts["use_case"].value)
    except UseCaseInvalid as mistake:
        where = f"use_case.{mistake.facts.get('path')}"
        raise placed(mistake, f"use_case.{mistake.fact}", path=where) from mistake
