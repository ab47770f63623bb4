"""Let the shadows of a deployment score its cases: each case once, from the log, with the id of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.serving import PredictionLogDamaged, ShadowMissing
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.lifecycle.serving.prediction import Prediction, worker_of
from evenhand.ports.cases import CaseTables
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.sample import Models
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import Answerer, deployment_in_force, shadow_of
from evenhand.workflows.release.load_version import opened_version
from evenhand.workflows.serving.answering import Asked, answered, require_own
from evenhand.workflows.serving.score_batch import Batch, batch_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """What one shadow did.

    Attributes:
        version: the shadow.
        n_scored: cases that it scored now.
        n_before: cases that it had scored before.
        n_skipped: cases whose record lacks a column that it takes.
        entry: the entry; ``None`` when there was nothing new.
    """

    version: str
    n_scored: int
    n_before: int
    n_skipped: int
    entry: Entry | None


def run_shadow(
    workspace: Workspace, identity: Identity, deployment: str, *, models: Models, log: PredictionLog,
    tables: CaseTables, release_keys: Sequence[PublicKey], batch: Batch | None = None, version: str | None = None,
) -> tuple[Shadowed, ...]:  # fmt: skip
    """Score, with every shadow, the champion's cases that it has not scored; or, beside no champion, a table.

    What was scored is read from the log itself, so a run that was ended goes on where it was, and no case is scored
    twice.

    Args:
        workspace: where.
        identity: who runs it.
        deployment: its name.
        models: opens each shadow in a confined child.
        log: of the deployment.
        tables: makes a table of logged cases.
        release_keys: the reader's own trust.
        batch: cases of their own instead of the champion's: where nothing answers yet.
        version: this shadow alone.

    Raises:
        ShadowMissing: the deployment has no shadow.
        Refusal: of ``load_version``, word for word.
    """
    place = deployment_in_force(workspace, deployment)
    listed = place.body["shadows"]
    named = [str(each["version"]) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    wanted = [name for name in named if version in (None, name)]
    if not wanted:
        raise ShadowMissing(f"{deployment} has no shadow{'' if version is None else f' {version}'}.")
    done = []
    for name in wanted:
        shadow = shadow_of(workspace, deployment, name, release_keys=release_keys)
        with log.alone():
            if batch is None:
                worker, made, skipped = _along(workspace, shadow, models, log, tables)
            else:
                worker, made, skipped = _apart(workspace, shadow, batch, models, log)
            before = len(log.predictions(mode="shadow", version=name))
            entry = _record(workspace, identity, shadow, worker, made, log=log, models=models, tables=tables)
        n = len(made) if entry is not None else 0
        done.append(Shadowed(version=name, n_scored=n, n_before=before, n_skipped=skipped, entry=entry))
    return tuple(done)


def _along(
    workspace: Workspace, shadow: Answerer, models: Models, log: PredictionLog, tables: CaseTables
) -> tuple[str, list[Prediction], int]:
    """Answers to the champion's cases that were not scored before."""
    scored = {each.id for each in log.predictions(mode="shadow", version=shadow.version)}
    waiting = [each for each in log.predictions() if each.id not in scored and each.version != shadow.version]
    fresh = [each for each in waiting if set(shadow.inputs) <= each.features.keys()]
    if not fresh:
        return "", [], len(waiting)
    rows = tables.of_records([each.features for each in fresh], contract=shadow.contract, inputs=shadow.inputs)
    asked = Asked(
        rows=rows, ids=[each.id for each in fresh], keys=[each.case or "" for each in fresh],
        at=workspace.clock.now(), as_of=[each.as_of for each in fresh], context=[each.context for each in fresh],
        mode="shadow", batch=None, consumer=None, source="batch",
    )  # fmt: skip
    with opened_version(shadow.released, models) as model:
        made = answered(shadow, model, asked, with_reasons=False)
    worker = worker_of("shadow", shadow.version, digest_of_json([each.id for each in fresh]))
    return worker, made, len(waiting) - len(fresh)


def _apart(
    workspace: Workspace, shadow: Answerer, batch: Batch, models: Models, log: PredictionLog
) -> tuple[str, list[Prediction], int]:
    """Answers to cases of a table."""
    worker = worker_of("shadow", shadow.version, digest_of_json([batch.name, batch.content]))
    if worker in log.workers(worker, Prediction):
        return worker, [], 0
    with opened_version(shadow.released, models) as model:
        asked = batch_cases(shadow, batch, ids=log.new_ids(batch.rows.n_rows), at=workspace.clock.now(), mode="shadow")
        return worker, answered(shadow, model, asked, with_reasons=False), 0


def _record(
    workspace: Workspace, identity: Identity, shadow: Answerer, worker: str, made: Sequence[Prediction], *,
    log: PredictionLog, models: Models, tables: CaseTables,
) -> Entry | None:  # fmt: skip
    if made:
        log.place(worker, made)
    name = shadow.deployment.key
    for left in log.workers(worker_of("shadow", shadow.version), Prediction):
        if left != worker and workspace.ledger.record("shadow", f"{name}/{left}") is None:
            _require_own(shadow, left, log, models, tables)
            _append(workspace, identity, shadow, left, log)
    if not worker or workspace.ledger.record("shadow", f"{name}/{worker}") is not None:
        return None
    if not made:
        _require_own(shadow, worker, log, models, tables)
    return _append(workspace, identity, shadow, worker, log)


def _require_own(shadow: Answerer, worker: str, log: PredictionLog, models: Models, tables: CaseTables) -> None:
    """What a run wrote that was ended before it was recorded: the shadow says the same of the same cases again.

    Raises:
        PredictionLogDamaged: it does not, or a case is not as the champion was asked about it.
    """
    written = log.segment(worker, Prediction)[1]
    asked_before = {each.id: each.features for each in log.predictions()}
    for each in written:
        known = asked_before.get(each.id, each.features)
        if any(known.get(name, value) != value for name, value in each.features.items()):
            raise PredictionLogDamaged(f"The segment {worker} states other columns of {each.id} than the champion's.")
    features = [each.features for each in written]
    asked = Asked(
        rows=tables.of_records(features, contract=shadow.contract, inputs=shadow.inputs),
        ids=[each.id for each in written], keys=[each.case or "" for each in written], at=written[0].at,
        as_of=[each.as_of for each in written], context=[each.context for each in written], mode="shadow",
        batch=written[0].batch, consumer=None, source="batch",
    )  # fmt: skip
    with opened_version(shadow.released, models) as model:
        require_own(worker, written, answered(shadow, model, asked, with_reasons=False))


def _append(workspace: Workspace, identity: Identity, shadow: Answerer, worker: str, log: PredictionLog) -> Entry:
    segment, _ = log.segment(worker, Prediction)
    name = shadow.deployment.key
    document: dict[str, Json] = {
        "deployment": name, "batch": worker, "version": shadow.version, "release": shadow.release,
        "segment": segment.digest, "n_rows": segment.n,
    }  # fmt: skip
    return append_document(workspace, identity, action="shadow.scored", about=f"deployment:{name}", document=document)
