"""Record what became of cases: once per prediction; another outcome is refused, or a correction with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evenhand.errors.serving import OutcomeConflict, PredictionLogDamaged, PredictionUnknown, RecordUnusable
from evenhand.governance.projection.deployments import STOPPERS, require_one_of
from evenhand.governance.projection.signed import enrolled
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.instant import Instant, instant, moment
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.serving.prediction import Outcome, Scalar, worker_of
from evenhand.ports.cases import CaseRows
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog, Segment
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.lookup import use_case_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Outcomes as a file holds them.

    Attributes:
        rows: the file.
        id: column with the id of the prediction, or the key of the case.
        outcome: column with the outcome, written as the label is.
        at: column with the instant at which it was known.
        known_at: that instant for every row, when no column holds it.
        correction: why outcomes that differ from recorded ones replace them; ``None`` refuses such.
    """

    rows: CaseRows
    id: str
    outcome: str
    at: str | None = None
    known_at: Instant | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What came of an import.

    Attributes:
        n_new: outcomes that were recorded for the first time.
        n_known: rows that say what was recorded before.
        n_corrected: outcomes that replace another.
        n_early: of those recorded, how many were known before the instant that their case belongs to.
        unknown: ids and keys that the log does not have.
        entry: the entry; ``None`` when there was nothing new.
    """

    n_new: int
    n_known: int
    n_corrected: int
    n_early: int
    unknown: tuple[str, ...]
    entry: Entry | None


def import_outcomes(
    workspace: Workspace, identity: Identity, deployment: str, told: Told, *, log: PredictionLog
) -> Outcomes:
    """Write every outcome that the log does not have yet, then record the import with its digest and counts.

    Args:
        workspace: where.
        identity: who imports.
        deployment: whose predictions they belong to.
        told: the outcomes.
        log: of the deployment.

    Raises:
        OutcomeConflict: a prediction has another outcome already, and no reason for a correction is given.
        PredictionUnknown: the log has none of them.
        RecordUnusable: a row holds no outcome, no instant, or speaks of several predictions.
        EntryRefused: who imports is not enrolled; nothing is written then.
        RoleMissing: who corrects holds no role that answers for people.
    """
    place = deployment_in_force(workspace, deployment)
    enrolled(workspace.ledger, identity.actor)
    use_case, _ = use_case_in_force(workspace.ledger, str(place.body["use_case"]))
    names, values, instants = _read(told, use_case, now=workspace.clock.now())
    with log.alone():
        ids = log.ids(names)
        said = {each: value for name, value in zip(names, values, strict=True) for each in ids.get(name, ())}
        _finish(workspace, identity, deployment, log, told.rows, said)
        standing = log.outcomes()
        unknown = tuple(dict.fromkeys(name for name in names if name not in ids))
        if len(unknown) == len(set(names)):
            raise PredictionUnknown(f"The log of {deployment} has none of the {len(unknown):,} cases of the file.")
        fresh: dict[str, Outcome] = {}
        for name, value, at in zip(names, values, instants, strict=True):
            for each in ids.get(name, ()):
                outcome = Outcome(id=each, outcome=value, at=at, batch="")
                _take(fresh, standing, outcome, correction=told.correction)
        if any(each.correction is not None for each in fresh.values()):
            require_one_of(workspace.ledger, identity.actor, STOPPERS)
        counts = {"n_known": max(sum(name in ids for name in names) - len(fresh), 0), "n_unknown": len(unknown)}
        entry = (
            _write(workspace, identity, deployment, told, [*fresh.values()], counts=counts, log=log) if fresh else None
        )
        belonging = log.belonging(fresh)
    n_corrected = sum(each.correction is not None for each in fresh.values())
    n_early = sum(moment(each.at) < moment(belonging[each.id]) for each in fresh.values())
    return Outcomes(
        n_new=len(fresh) - n_corrected, n_known=counts["n_known"], n_corrected=n_corrected, n_early=n_early,
        unknown=unknown, entry=entry,
    )  # fmt: skip


def _write(
    workspace: Workspace, identity: Identity, deployment: str, told: Told, fresh: list[Outcome],
    *, counts: Mapping[str, int], log: PredictionLog,
) -> Entry:  # fmt: skip
    batch = worker_of("outcomes", told.rows.digest, digest_of_json([told.correction, [each.id for each in fresh]]))
    segment = log.place(batch, [replace(each, batch=batch) for each in fresh])
    return _record(workspace, identity, deployment, segment, fresh, {"rows": told.rows.digest, **counts})


def _finish(
    workspace: Workspace, identity: Identity, deployment: str, log: PredictionLog, rows: CaseRows,
    said: Mapping[str, int],
) -> None:  # fmt: skip
    """Record what an import of these very rows wrote that was ended before it could record it.

    Raises:
        PredictionLogDamaged: it holds what the rows do not say, so nobody who imports them signs for it.
    """
    for worker in log.workers(worker_of("outcomes", rows.digest) + "-", Outcome):
        if workspace.ledger.record("outcomes", f"{deployment}/{worker}") is None:
            segment, written = log.segment(worker, Outcome)
            if odd := [each.id for each in written if said.get(each.id) != each.outcome]:
                fact = f"The segment {worker} of {deployment} says of {odd[0]} what the file does not."
                raise PredictionLogDamaged(fact, place=worker)
            _record(workspace, identity, deployment, segment, written, {"rows": None})


def _record(
    workspace: Workspace, identity: Identity, deployment: str, segment: Segment, written: Sequence[Outcome],
    further: Mapping[str, Json],
) -> Entry:  # fmt: skip
    n_corrected = sum(each.correction is not None for each in written)
    document: dict[str, Json] = {
        "deployment": deployment, "batch": segment.worker, "segment": segment.digest,
        "n_new": segment.n - n_corrected, "n_corrected": n_corrected, **further,
    }  # fmt: skip
    return append_document(
        workspace, identity, action="outcomes.imported", about=f"deployment:{deployment}", document=document
    )


def _take(
    fresh: dict[str, Outcome], standing: Mapping[str, Outcome], outcome: Outcome, *, correction: str | None
) -> None:
    before = fresh.get(outcome.id) or standing.get(outcome.id)
    if before is None:
        fresh[outcome.id] = outcome
    elif before.outcome == outcome.outcome:
        return
    elif correction is None or outcome.id in fresh:
        raise OutcomeConflict(
            f"{outcome.id} has the outcome {before.outcome}, known at {before.at}; the file says {outcome.outcome}.",
            id=outcome.id,
        )
    else:
        fresh[outcome.id] = replace(outcome, correction=correction)


def _read(told: Told, use_case: UseCase, *, now: Instant) -> tuple[Sequence[str], list[int], Sequence[Instant]]:
    names = told.rows.texts(told.id)
    stated = [each[told.outcome] for each in told.rows.records([told.outcome])]
    values = [_outcome(value, use_case, row) for row, value in enumerate(stated, start=1)]
    others = sorted({repr(value) for value, is_favourable in zip(stated, values, strict=True) if not is_favourable})
    if not use_case.unfavourable and len(others) > 1:
        raise RecordUnusable(f"{told.outcome!r} holds {others[0]} and {others[1]} beside the favourable outcome.")
    if told.at is not None:
        return names, values, told.rows.instants(told.at)
    return names, values, [instant(moment(told.known_at or now))] * len(names)


def _outcome(value: Scalar, use_case: UseCase, row: int) -> int:
    """1 when the value is the favourable one, as the label writes it."""
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        raise RecordUnusable(f"Row {row} has no outcome.", row=row)
    if type(value) is type(use_case.favourable) or {type(value), type(use_case.favourable)} <= {int, float}:
        is_other = use_case.unfavourable and value not in (use_case.favourable, *use_case.unfavourable)
        if not is_other:
            return int(value == use_case.favourable)
    raise RecordUnusable(
        f"Row {row} has the outcome {value!r}, not as the label {use_case.label!r} writes it.", row=row
    )
