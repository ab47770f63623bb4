"""Stating the problem before there is a model: class and tier, and which systems there are."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.governance.risk.questionnaire import read_answers
from evenhand.governance.risk.tiering import Tiering, classify
from evenhand.kernel.canonical import Json
from evenhand.surfaces.sdk.opening import Folder, opened, read
from evenhand.wiring.inventory_file import read_inventory
from evenhand.wiring.tiering_file import read_answers_file
from evenhand.workflows.problem import file_use_case as filing
from evenhand.workflows.problem import import_inventory as importing
from evenhand.workflows.problem import list_inventory as listing


def tier(answers: "str | Path | Mapping[str, Json]") -> Tiering:
    """Class and tier that ``answers`` lead to: a YAML or JSON file, or a map of question to answer.

    Raises:
        TieringAnswersInvalid: a question or an option is unknown.
    """
    given = read_answers(answers) if isinstance(answers, Mapping) else read_answers_file(Path(answers))
    return classify(given)


def file_use_case(name: str, *, actor: str | None = None, workspace: Folder = None) -> filing.Intake:
    """File what a use case in force states for itself as evidence for its gate ``intake``; again changes nothing."""
    with opened(workspace, actor) as (place, identity):
        return filing.file_use_case(place, identity, name)


def import_inventory(file: str | Path, *, actor: str | None = None, workspace: Folder = None) -> importing.Imported:
    """Put the rows of a CSV file into the inventory, all of them or none.

    Raises:
        InventoryInvalid: with the lines of the mistakes.
    """
    rows = read_inventory(Path(file))
    with opened(workspace, actor) as (place, identity):
        return importing.import_inventory(place, identity, rows, source=Path(file).name)


def list_inventory(*, workspace: Folder = None) -> tuple[listing.Listed, ...]:
    """Every system: the governed ones, then those that are only known."""
    with read(workspace) as place:
        return listing.list_inventory(place)
