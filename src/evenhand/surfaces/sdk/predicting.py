"""What comes into the prediction log from elsewhere, and what people decide."""

from collections.abc import Sequence

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, opened, read, settings_for
from evenhand.wiring.batch import day_or_instant
from evenhand.wiring.cases import TableCases
from evenhand.wiring.predictions import deployment_log
from evenhand.workflows.serving import import_outcomes as telling
from evenhand.workflows.serving import import_predictions as importing
from evenhand.workflows.serving import list_review_queue as listing
from evenhand.workflows.serving import override_prediction as overriding
from evenhand.workflows.serving import report_review_queue as reporting
from evenhand.workflows.serving import verify_predictions as verifying


def import_predictions(
    deployment: str, file: object, *, version: str | None = None, key: str = "id", score: str = "score",
    decision: str | None = None, case: str | None = None, at: str = "at", as_of: str | None = None,
    version_column: str | None = None, consumer: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> importing.Imported:  # fmt: skip
    """Take over what another server answered, once per id.

    Args:
        deployment: that the other server stands for.
        file: CSV or Parquet, or a table in memory; its columns that the version takes are the features.
        version: who answered every row.
        key: column with the name of the prediction.
        score: column with the probability of the favourable outcome.
        decision: column with 1 or 0; left out, the version's decision rule says it.
        case: column with the key of the case.
        at: column with the instant of the answer.
        as_of: column with the instant that the case belongs to; left out, that of the answer.
        version_column: column with who answered, instead of ``version``.
        consumer: column with who asked.
        actor: who imports.
        workspace: where; from the current folder upwards when left out.

    Raises:
        RecordUnusable, ColumnMissing, ColumnUnusable: a row is no record; nothing is imported then.
    """
    columns = importing.Columns(
        id=key, score=score, decision=decision, case=case, at=at, as_of=as_of, version=version_column,
        consumer=consumer, only_version=version,
    )  # fmt: skip
    log = deployment_log(settings_for(workspace), deployment)
    with opened(workspace, actor) as (place, identity):
        rows = TableCases.of_file(file, text=[name for name in (key, case, version_column, consumer) if name])
        return importing.import_predictions(place, identity, deployment, rows, columns=columns, log=log)


def import_outcomes(
    deployment: str, file: object, *, key: str = "id", outcome: str = "outcome", at: str | None = None,
    known_at: str | None = None, correct: str | None = None, actor: str | None = None, workspace: Folder = None,
) -> telling.Outcomes:  # fmt: skip
    """Record what became of cases, once per prediction.

    Args:
        deployment: whose predictions they belong to.
        file: CSV or Parquet, or a table in memory.
        key: column with the id of the prediction, or the key of the case.
        outcome: column with the outcome, written as the label is.
        at: column with the instant at which it was known.
        known_at: that day or instant for every row; now when neither is given.
        correct: why outcomes that differ from recorded ones replace them; left out, such are refused.
        actor: who imports.
        workspace: where; from the current folder upwards when left out.

    Raises:
        OutcomeConflict, PredictionUnknown, RecordUnusable: nothing is imported then.
    """
    told = telling.Told(
        rows=TableCases.of_file(file, text=[key]), id=key, outcome=outcome, at=at,
        known_at=None if known_at is None else day_or_instant(known_at), correction=correct,
    )  # fmt: skip
    log = deployment_log(settings_for(workspace), deployment)
    with opened(workspace, actor) as (place, identity):
        return telling.import_outcomes(place, identity, deployment, told, log=log)


def verify_predictions(deployment: str, *, workspace: Folder = None) -> verifying.Verified:
    """Hold the prediction log of a deployment against the ledger.

    Raises:
        PredictionLogDamaged: a record was changed, one is missing, or a segment is not the one that the ledger names.
    """
    with read(workspace) as place:
        return verifying.verify_predictions(place, deployment, log=deployment_log(settings_for(workspace), deployment))


def list_review_queue(deployment: str, *, workspace: Folder = None) -> Sequence[Prediction]:
    """The cases in which a person has to decide and has not yet."""
    with read(workspace) as place:
        return listing.list_review_queue(place, deployment, log=deployment_log(settings_for(workspace), deployment))


def report_review_queue(
    deployment: str, *, actor: str | None = None, workspace: Folder = None
) -> tuple[Entry, dict[str, Json]]:
    """File how people used their say over a deployment: decided, otherwise than the rule, waiting, stops."""
    log = deployment_log(settings_for(workspace), deployment)
    with opened(workspace, actor) as (place, identity):
        return reporting.report_review_queue(place, identity, deployment, log=log)


def override(
    deployment: str, prediction: str, *, decision: int, reason: str, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Decide a case as a person, once: where the model does not decide, or otherwise than it."""
    log = deployment_log(settings_for(workspace), deployment)
    with opened(workspace, actor) as (place, identity):
        return overriding.override_prediction(
            place, identity, deployment, prediction, decision=decision, reason=reason, log=log
        )
