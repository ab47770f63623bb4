"""What is known about a dataset version beside its rows: statements, comparisons, personal data, readings."""

from collections.abc import Sequence
from pathlib import Path

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, opened, settings_for
from evenhand.wiring.dataset import whole_dataset
from evenhand.wiring.dataset_evidence import group_counts, read_population, read_statement
from evenhand.workflows.dataset import compare_dataset as comparing
from evenhand.workflows.dataset import confirm_personal as confirming
from evenhand.workflows.dataset import describe_dataset as describing
from evenhand.workflows.dataset import file_readings as filing
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.lookup import use_case_in_force


def describe_dataset(
    dataset: str | Reference, file: str | Path, *, actor: str | None = None, workspace: Folder = None
) -> Sequence[Entry]:  # fmt: skip
    """File what ``file`` (``dataset.yaml``) states: legal basis, retention, labels, answers of the data sheet.

    Raises:
        StatementInvalid: it does not read as a statement; the path of the mistake is named.
        AnswerUnknown: an answer belongs to no question of the data sheet.
    """
    statement = read_statement(file)
    with opened(workspace, actor) as (place, identity):
        return describing.describe_dataset(place, identity, dataset, statement)


def compare_dataset(
    dataset: str | Reference, population: str | Path, *, actor: str | None = None, workspace: Folder = None
) -> dict[str, Json]:  # fmt: skip
    """Hold the groups of all parts against the shares that ``population`` states, and file the report.

    Raises:
        PopulationInvalid: the file states no shares, or shares of what is no column.
    """
    stated = read_population(population)
    if stated is None:
        raise TypeError("population is a path")
    with opened(workspace, actor) as (place, identity):
        record = dataset_record(place.ledger, dataset)
        use_case, _ = use_case_in_force(place.ledger, str(record.body["use_case"]))
        purpose = f"compare with the population {stated.name}"
        whole = whole_dataset(place, settings_for(workspace), identity, dataset, purpose=purpose)
        counts = group_counts(whole, use_case, stated)
        return comparing.compare_dataset(place, identity, dataset, stated, counts=counts)[1]


def confirm_personal(
    dataset: str | Reference, *, confirmed: Sequence[str] = (), denied: Sequence[str] = (), note: str = "",
    actor: str | None = None, workspace: Folder = None,
) -> dict[str, Json]:  # fmt: skip
    """Say which columns hold personal data and which proposed ones do not; files the privacy report."""
    with opened(workspace, actor) as (place, identity):
        return confirming.confirm_personal(
            place, identity, dataset, confirmed=confirmed, denied=denied, note=note
        )  # fmt: skip


def file_readings(dataset: str | Reference, *, actor: str | None = None, workspace: Folder = None) -> Entry:
    """File who read which part, when and what for, as the data-access record."""
    with opened(workspace, actor) as (place, identity):
        return filing.file_readings(place, identity, dataset)
