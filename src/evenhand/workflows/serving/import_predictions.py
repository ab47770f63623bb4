"""Take over what another server answered: once per id, only for versions that are registered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.serving import PredictionLogDamaged, RecordUnusable
from evenhand.governance.audit.entry import Record
from evenhand.governance.projection.signed import enrolled
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import Instant
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.oversight import Oversight
from evenhand.lifecycle.serving.prediction import Prediction, Scalar, worker_of
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.ports.cases import CaseRows
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.lookup import manifest_of, use_case_in_force, version_record
from evenhand.workflows.serving.answering import is_ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of the file holds what; ``None`` where the file has none.

    Attributes:
        id: name of the prediction.
        score: probability of the favourable outcome.
        decision: 1 or 0; left out, the version's decision rule says it.
        case: key of the case.
        at: when it was answered.
        as_of: when the case belongs to; left out, when it was answered.
        version: who answered; left out, ``only_version``.
        consumer: who asked.
        only_version: the version of every row.
    """

    id: str = "id"
    score: str = "score"
    decision: str | None = None
    case: str | None = None
    at: str = "at"
    as_of: str | None = None
    version: str | None = None
    consumer: str | None = None
    only_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import.

    Attributes:
        n_new: records that were taken.
        n_known: rows whose id was in the log already.
        entry: the entry; ``None`` when there was nothing new.
    """

    n_new: int
    n_known: int
    entry: Entry | None


def import_predictions(
    workspace: Workspace, identity: Identity, deployment: str, rows: CaseRows, *, columns: Columns, log: PredictionLog
) -> Imported:
    """Write every row whose id the log does not have yet, then record the import with its digest and counts.

    Args:
        workspace: where.
        identity: who imports.
        deployment: that the other server stands for.
        rows: the file.
        columns: which column holds what; all others that a version takes are its features.
        log: of the deployment.

    Raises:
        RecordUnusable: a row is no record; nothing is imported then.
        NotFound: a version is not registered.
        EntryRefused: a version serves another use case, or who imports is not enrolled.
    """
    place = deployment_in_force(workspace, deployment)
    enrolled(workspace.ledger, identity.actor)
    versions = _versions(workspace, rows, columns)
    records = _records(place, rows, columns, versions)
    _require_past(records, now=workspace.clock.now())
    worker = worker_of("import", rows.digest)
    with log.alone():
        known = set(log.ids([each.id for each in records])) if worker not in log.workers(worker, Prediction) else set()
        fresh = [each for each in records if each.id not in known]
        if not fresh:
            return Imported(n_new=0, n_known=len(records), entry=None)
        segment = log.place(worker, fresh)
        if workspace.ledger.record("predictions", f"{deployment}/{worker}") is not None:
            return Imported(n_new=0, n_known=len(records), entry=None)
        _require_told(worker, log.segment(worker, Prediction)[1], records)
        document: dict[str, Json] = {
            "deployment": deployment, "batch": worker, "rows": rows.digest, "segment": segment.digest,
            "versions": dict(Counter(each.version for each in log.segment(worker, Prediction)[1])), "n_new": segment.n,
            "n_known": len(records) - segment.n,
        }  # fmt: skip
        entry = append_document(
            workspace, identity, action="predictions.imported", about=f"deployment:{deployment}", document=document
        )
    return Imported(n_new=segment.n, n_known=len(records) - segment.n, entry=entry)


def _require_told(worker: str, written: Sequence[Prediction], records: Sequence[Prediction]) -> None:
    """What lay there before under this name is signed for only when the file says it.

    Raises:
        PredictionLogDamaged: it says something else.
    """
    said = {each.id: each for each in records}
    named = ("at", "as_of", "version", "case", "features", "context", "score", "decision", "band", "mode")
    for each in written:
        if each.id not in said or any(getattr(each, name) != getattr(said[each.id], name) for name in named):
            raise PredictionLogDamaged(f"The segment {worker} says of {each.id} what the file does not.", place=worker)


def _require_past(records: Sequence[Prediction], *, now: Instant) -> None:
    """Nothing was answered tomorrow, and no case belongs there.

    Raises:
        RecordUnusable: with the last instant that is stated.
    """
    for told, dated in (("was answered at", "at"), ("belongs to", "as_of")):
        instants = [str(getattr(each, dated)) for each in records]
        if is_ahead(instants, at=now):
            raise RecordUnusable(f"A row {told} {max(instants)}, and it is {now}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """What reading the records of one version takes."""

    rule: DecisionRule
    features: Sequence[str]
    context: Sequence[str]


def _versions(workspace: Workspace, rows: CaseRows, columns: Columns) -> Mapping[str, _Version]:
    if columns.version is None and columns.only_version is None:
        raise RecordUnusable("Nobody says which version answered.", remedy="Name it, or the column that does.")
    named = {columns.only_version} if columns.version is None else set(rows.texts(columns.version))
    found = {}
    for name in sorted(map(str, named)):
        manifest = manifest_of(workspace, version_record(workspace.ledger, Reference.parse(name)))
        contract = Contract.from_json(manifest.contract)
        use_case, _ = use_case_in_force(workspace.ledger, manifest.use_case)
        inputs = manifest.inputs or contract.by_role("feature")
        protected = (*use_case.attributes, *contract.by_role("protected"), *contract.by_role("context"))
        found[name] = _Version(
            rule=DecisionRule.from_json(manifest.decision_rule),
            features=[each for each in inputs if each in rows.columns],
            context=[each for each in dict.fromkeys(protected) if each in rows.columns and each not in inputs],
        )
    return found


def _records(place: Record, rows: CaseRows, columns: Columns, versions: Mapping[str, _Version]) -> list[Prediction]:
    n, stored = rows.n_rows, place.body["oversight"]
    oversight = Oversight.from_json(stored if isinstance(stored, Mapping) else {})
    names = [str(columns.only_version)] * n if columns.version is None else rows.texts(columns.version)
    ids, at = rows.texts(columns.id), rows.instants(columns.at)
    if repeated := [each for each, seen in Counter(ids).items() if seen > 1]:
        raise RecordUnusable(f"The id {repeated[0]!r} stands in the file more than once.", id=repeated[0])
    as_of = at if columns.as_of is None else rows.instants(columns.as_of)
    cases = [None] * n if columns.case is None else rows.texts(columns.case)
    consumers = [None] * n if columns.consumer is None else rows.texts(columns.consumer)
    stated = rows.records([name for name in (columns.score, columns.decision) if name is not None])
    whole = rows.records(list(dict.fromkeys(name for v in versions.values() for name in (*v.features, *v.context))))
    made = []
    for row in range(n):
        version = versions[names[row]]
        score = _score(stated[row][columns.score], row + 1)
        features, context = _part(whole[row], version.features), _part(whole[row], version.context)
        made.append(Prediction(
            id=ids[row], case=cases[row], at=at[row], as_of=as_of[row], deployment=place.key, version=names[row],
            release="", mode="champion", batch=worker_of("import", rows.digest), consumer=consumers[row],
            features=features, context=context, score=score,
            decision=_decision(columns, stated[row], row + 1, score, version),
            reasons=(), band=oversight.band_of(score), source="imported",
        ))  # fmt: skip
    return made


def _part(whole: Mapping[str, Scalar], names: Sequence[str]) -> dict[str, Scalar]:
    return {name: whole[name] for name in names}


def _score(value: Scalar, row: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise RecordUnusable(f"Row {row} has the score {value!r}, no number from 0 to 1.", row=row)
    return float(value)


def _decision(columns: Columns, stated: Mapping[str, Scalar], row: int, score: float, version: _Version) -> int:
    if columns.decision is None:
        return version.rule.decide_one(score)
    value = stated[columns.decision]
    if value not in (0, 1):
        raise RecordUnusable(f"Row {row} has the decision {value!r}, neither 1 nor 0.", row=row)
    return int(value)
