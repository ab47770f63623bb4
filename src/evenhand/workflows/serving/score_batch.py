"""Score a table with the champion of a deployment: verified, logged before anything appears, safe to repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.serving import BatchChanged, PredictionLogDamaged, RecordUnusable
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Record
from evenhand.governance.projection.predictions import is_batch
from evenhand.governance.projection.signed import enrolled
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json, short
from evenhand.kernel.instant import Instant, instant, moment
from evenhand.lifecycle.serving.prediction import Mode, Prediction, Scalar, worker_of
from evenhand.ports.cases import CaseRows
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog, Segment
from evenhand.ports.sample import Models
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import Answerer, champion_of
from evenhand.workflows.release.load_version import opened_version
from evenhand.workflows.serving.answering import Asked, answered, context_of, is_ahead, require_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be scored, and under which name.

    Attributes:
        rows: the cases.
        id: name of the batch; made from the content when left out, so that the same work has the same name.
        as_of: instant to which every case belongs; left out, the contract's time column, else now.
        key: column with the keys of the cases; left out, the contract's key column.
        context: protected columns by key, where they do not stand in the rows.
        with_reasons: whether to find out what speaks for each decision.
    """

    rows: CaseRows
    id: str | None = None
    as_of: Instant | None = None
    key: str | None = None
    context: Mapping[str, Mapping[str, Scalar]] | None = None
    with_reasons: bool = False

    @property
    def content(self) -> str:
        """Digest of all that decides what is recorded."""
        context = None if self.context is None else digest_of_json({k: dict(v) for k, v in self.context.items()})
        stated: Mapping[str, Json] = {
            "rows": self.rows.digest, "as_of": self.as_of, "key": self.key, "context": context,
            "with_reasons": self.with_reasons,
        }  # fmt: skip
        return digest_of_json(stated)

    @property
    def name(self) -> str:
        """The id given, or the one that follows from the content."""
        return self.id if self.id is not None else f"rows-{short(self.content)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A batch that was answered.

    Attributes:
        batch: its name.
        version: who answered.
        predictions: in the order of the rows.
        entry: the entry that records it; ``None`` when it was recorded before.
        violations: where the rows break the contract.
    """

    batch: str
    version: str
    predictions: Sequence[Prediction]
    entry: Entry | None
    violations: tuple[str, ...]


def score_batch(
    workspace: Workspace, identity: Identity, deployment: str, batch: Batch, *, models: Models, log: PredictionLog,
    release_keys: Sequence[PublicKey],
) -> Scored:  # fmt: skip
    """Answer every row, write the records durably, then record the batch.

    Repeated under the same id with the same rows it gives the same answers and writes nothing anew, wherever it was
    interrupted.

    Args:
        workspace: where.
        identity: who scores.
        deployment: its name.
        batch: what to score.
        models: opens the champion in a confined child.
        log: of the deployment.
        release_keys: the reader's own trust.

    Raises:
        DeploymentMissing, DeploymentStopped, ChampionMissing: nothing answers there.
        Refusal: of ``load_version``, word for word.
        BatchChanged: the id stands for other rows, or for answers of a version that is the champion no more.
        StorageFull, StorageFailed: the log could not be written; nothing is answered.
    """
    champion = champion_of(workspace, deployment, release_keys=release_keys)
    enrolled(workspace.ledger, identity.actor)
    record = workspace.ledger.record("batch", f"{deployment}/{batch.name}")
    worker = _worker(batch, log, record)
    was_there = worker in log.workers(worker, Prediction)
    if not was_there:
        log.place(worker, _predictions(workspace, champion, batch, models, log))
    segment, written = log.segment(worker, Prediction)
    if was_there and record is None and written[0].release == champion.release:
        require_own(worker, written, _predictions(workspace, champion, batch, models, log))
    entry = None if _is_recorded(record, segment) else _record(workspace, identity, champion, batch, segment, written)
    return Scored(
        batch=batch.name, version=written[0].version, predictions=written, entry=entry,
        violations=batch.rows.violations(champion.contract),
    )  # fmt: skip


def _worker(batch: Batch, log: PredictionLog, recorded: Record | None) -> str:
    if not is_batch(batch.name):
        raise BatchChanged(
            f"{batch.name!r} names no batch.", remedy="Use letters, digits, '.', '_' and '-', at most 64."
        )
    worker = worker_of("batch", batch.name, batch.content)
    others = log.workers(worker_of("batch", batch.name) + "-", Prediction)
    if any(other != worker for other in others):
        differs = "other rows or options"
        if recorded is not None:
            same = recorded.body.get("rows") == batch.rows.digest
            differs = "the same rows and other options (--as-of, --key, --context, --reasons)" if same else "other rows"
        raise BatchChanged(f"The batch {batch.name} was scored with {differs}.", batch=batch.name)
    return worker


def _predictions(
    workspace: Workspace, champion: Answerer, batch: Batch, models: Models, log: PredictionLog
) -> list[Prediction]:
    asked = batch_cases(champion, batch, ids=log.new_ids(batch.rows.n_rows), at=workspace.clock.now(), mode="champion")
    with opened_version(champion.released, models) as model:
        return answered(champion, model, asked, with_reasons=batch.with_reasons)


def batch_cases(answerer: Answerer, batch: Batch, *, ids: Sequence[str], at: Instant, mode: Mode) -> Asked:
    """The cases of a batch with their keys, instants and protected columns.

    Raises:
        ColumnMissing, ColumnUnusable: there is no such key, or no instant.
        RecordUnusable: a case belongs to the future.
    """
    rows, as_of = batch.rows, _as_of(answerer, batch, at)
    if is_ahead(as_of, at=at):
        raise RecordUnusable(
            f"A case belongs to {max(as_of)}, and it is {at}.",
            remedy="Say when the case belongs to, up to now: no window that can be watched holds what comes later.",
        )
    key = batch.key or next((name for name in answerer.contract.by_role("key") if name in rows.columns), None)
    keys = None if key is None else rows.texts(key)
    return Asked(
        rows=rows, ids=ids, keys=keys, at=at, as_of=as_of,
        context=_context(answerer, batch, keys), mode=mode, batch=batch.name, consumer=None, source="batch",
    )  # fmt: skip


def _as_of(champion: Answerer, batch: Batch, at: Instant) -> Sequence[Instant]:
    if batch.as_of is not None:
        return [instant(moment(batch.as_of))] * batch.rows.n_rows
    for name in champion.contract.by_role("time"):
        if name in batch.rows.columns:
            return batch.rows.instants(name)
    return [at] * batch.rows.n_rows


def _context(champion: Answerer, batch: Batch, keys: Sequence[str] | None) -> Sequence[Mapping[str, Scalar]]:
    inside = context_of(champion, batch.rows)
    if batch.context is None or keys is None:
        return inside
    wanted = set(champion.context)
    return [
        {**held, **{name: value for name, value in batch.context.get(key, {}).items() if name in wanted}}
        for held, key in zip(inside, keys, strict=True)
    ]


def _is_recorded(record: Record | None, segment: Segment) -> bool:
    if record is None:
        return False
    if record.body["segment"] != segment.digest:
        fact = f"The segment {segment.worker} is not the one that the ledger names for {record.key}."
        raise PredictionLogDamaged(fact, place=segment.worker)
    return True


def _record(
    workspace: Workspace, identity: Identity, champion: Answerer, batch: Batch, segment: Segment,
    written: Sequence[Prediction],
) -> Entry:  # fmt: skip
    if written[0].release != champion.release:
        raise BatchChanged(
            f"The batch {batch.name} was begun with {written[0].version}, which is the champion no more.",
            batch=batch.name,
        )
    automatic = [each for each in written if each.band == "automatic"]
    name = champion.deployment.key
    document: dict[str, Json] = {
        "deployment": name, "batch": batch.name, "version": champion.version, "release": champion.release,
        "rows": batch.rows.digest, "content": batch.content, "segment": segment.digest, "worker": segment.worker,
        "n_rows": segment.n, "n_favourable": sum(each.decision for each in automatic),
        "n_review": segment.n - len(automatic), "violations": [*batch.rows.violations(champion.contract)][:20],
        "first_as_of": min(each.as_of for each in written), "last_as_of": max(each.as_of for each in written),
    }  # fmt: skip
    return append_document(workspace, identity, action="batch.scored", about=f"deployment:{name}", document=document)
