"""Which rows an evaluation measures, and how much it asks."""

from collections.abc import Sequence

from evenhand.errors.release import KindUnknown
from evenhand.errors.table import RowsUnclear, TrainingRows
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.dataset import dataset_part
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import Settings
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.evaluation.asking import Effort
from evenhand.workflows.evaluation.reporting import MODEL_REPORTS

HOLDOUT, TRAINING = "holdout", "training"


def effort_of(*, without: Sequence[str], moves: int, attacked: int, answers: int) -> Effort:
    """How much the model may be asked.

    Raises:
        KindUnknown: ``without`` names no report that could be left out.
    """
    unknown = [kind for kind in without if kind not in MODEL_REPORTS]
    if unknown:
        known = ", ".join(MODEL_REPORTS)
        raise KindUnknown(f"{unknown[0]!r} is no report that could be left out; these are {known}.", kind=unknown[0])
    return Effort(budget=moves, attacked=attacked, answers=answers, without=frozenset(without))


def given_rows(data: object, training: object, contract: Contract) -> tuple[TableSample, TableSample | None]:
    """The tables that the caller holds.

    Raises:
        RowsUnclear: there is none.
        TrainingRows: both are the same rows.
    """
    if data is None:
        raise RowsUnclear("Nobody said which rows to measure on.")
    holdout = TableSample.of(data, contract=contract)
    trained = None if training is None else TableSample.of(training, contract=contract)
    if trained is not None and trained.digest == holdout.digest:
        raise TrainingRows("The held-out rows and the training rows are the same table.", digest=holdout.digest)
    return holdout, trained


def require_no_table(data: object, training: object) -> None:
    """Refuse tables beside a dataset, which has parts of its own.

    Raises:
        RowsUnclear: there is one.
    """
    if data is not None or training is not None:
        raise RowsUnclear("A dataset is named, and a table too: which rows are meant?")


def parts_of(
    place: Workspace, identity: Identity, settings: Settings, dataset: str | Reference, purpose: str
) -> tuple[TableSample, TableSample | None]:
    """The parts ``holdout`` and, if there is one, ``training`` of a dataset version; both readings are recorded."""
    parts = dataset_record(place.ledger, dataset).body["parts"]
    holdout = dataset_part(place, settings, identity, dataset, HOLDOUT, purpose=purpose)
    if not isinstance(parts, dict) or TRAINING not in parts:
        return holdout, None
    return holdout, dataset_part(place, settings, identity, dataset, TRAINING, purpose=purpose)
