"""One decision, back to everything that it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.base import EvenhandError
from evenhand.errors.monitoring import PredictionMissing
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.release import Release
from evenhand.governance.projection.monitoring import finding_of
from evenhand.governance.projection.releases import release_key
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.ports.ledger import Entry, Record
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import latest_evidence, manifest_of, version_record
from evenhand.workflows.monitoring.traced import Proved, Trace

_SEGMENTS = ("batch", "predictions")
"""Kinds of record that name the segment in which a prediction lies."""
_ACTIONS = {
    "version.registered": "the version was registered", "submission.made": "it was submitted for review",
    "gate.judged": "a gate was judged", "approval.given": "a person answered", "waiver.given": "a check was waived",
    "release.made": "it was released",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    prediction: Prediction
    log: PredictionLog
    deployment: Record
    version: Record
    release: Record | None
    statement: Release | None


def trace_prediction(workspace: Workspace, name: str, *, logs: Mapping[str, PredictionLog]) -> Trace:
    """Everything that one prediction rests on, and what came of it.

    Args:
        workspace: where.
        name: id of the prediction.
        logs: deployment to its prediction log.

    Raises:
        PredictionMissing: no log holds it.
    """
    found = _found(workspace, name, logs)
    prediction, doubts = found.prediction, list[str]()
    proved, size = _proved(workspace, found, doubts)
    alerts = _alerts(workspace, found)
    statement = found.statement
    return Trace(
        prediction=prediction, withheld=tuple(prediction.context), review=found.log.reviews().get(name),
        outcome=found.log.outcomes().get(name), shadows=_shadows(found), release=_release(workspace, found, doubts),
        version=_version(workspace, found), approvals=_approvals(workspace, found),
        verdicts=_verdicts(workspace, found),
        evidence=_evidence(workspace, found, () if statement is None else statement.evidence),
        alerts=[_told(each, _ALERT) for each in alerts],
        findings=[
            _told(finding, _FINDING)
            for each in alerts
            if (finding := finding_of(workspace.ledger, each)) is not None
        ],
        proved=proved, size=size, segment=_segment(workspace, found, doubts), doubts=doubts,
    )  # fmt: skip


_ALERT = ("id", "level", "text", "is_open", "raised_at")
_FINDING = ("id", "severity", "owner", "due_on", "is_open", "resolution")


def _found(workspace: Workspace, name: str, logs: Mapping[str, PredictionLog]) -> _Found:
    for deployment, log in logs.items():
        answered = [each for each in log.predictions() if each.id == name]
        record = workspace.ledger.record("deployment", deployment)
        if answered and record is not None:
            [prediction, *_] = answered
            version = version_record(workspace.ledger, Reference.parse(prediction.version))
            release = _release_record(workspace, prediction, record)
            return _Found(
                prediction=prediction, log=log, deployment=record, version=version, release=release,
                statement=None if release is None else _statement(workspace, release),
            )  # fmt: skip
    looked = ", ".join(logs) or "none is there"
    raise PredictionMissing(f"No deployment has logged a prediction {name!r} (looked through: {looked}).", id=name)


def _release_record(workspace: Workspace, prediction: Prediction, deployment: Record) -> Record | None:
    """The release that the answer names; of an answer made elsewhere the one that stands for the environment."""
    for record in workspace.ledger.records("release", parent=prediction.version):
        if record.body["payload"] == prediction.release:
            return record
    if prediction.release:
        return None
    key = release_key(prediction.version, str(deployment.body["environment"]), exposure="full")
    return workspace.ledger.record("release", key)


def _statement(workspace: Workspace, release: Record) -> Release | None:
    payload = workspace.ledger.payload(str(release.body["payload"]))
    stored = payload.get("envelope") if isinstance(payload, Mapping) else None
    return Release.parse(Envelope.from_json(stored).payload) if isinstance(stored, Mapping) else None


def _release(workspace: Workspace, found: _Found, doubts: list[str]) -> dict[str, Json]:
    release, statement = found.release, found.statement
    if release is None or statement is None:
        doubts.append(f"The release that {found.prediction.id} names is not in force any more, or never was.")
        return {"digest": found.prediction.release or None}
    if not found.prediction.release:
        doubts.append("Another server answered: that the release was checked then is not on record.")
    if moment(found.prediction.at) < moment(statement.at):
        doubts.append(f"It was answered at {found.prediction.at[:19]}Z, before the release of {statement.at[:19]}Z.")
    policy = next(
        (each for each in workspace.ledger.records("policy") if each.body["digest"] == statement.policy), None
    )
    return {
        "digest": str(release.body["payload"]), "environment": statement.environment, "exposure": statement.exposure,
        "mode": statement.mode, "at": statement.at, "by": release.body["actor"], "until": statement.until,
        "policy": {"digest": statement.policy, "name": None if policy is None else policy.key},
        "use_case": {"name": found.version.body["use_case"], "digest": statement.use_case},
        "decision_rule": dict(statement.decision_rule),
    }  # fmt: skip


def _version(workspace: Workspace, found: _Found) -> dict[str, Json]:
    manifest = manifest_of(workspace, found.version)
    run = latest_evidence(workspace.ledger, found.version, "training-run-record")
    dataset = None if manifest.dataset is None else workspace.ledger.record("dataset", manifest.dataset)
    parts = None if dataset is None else dataset.body.get("parts")
    return {
        "manifest": manifest.digest, "author": manifest.author, "loader": manifest.loader,
        "inputs": None if manifest.inputs is None else list(manifest.inputs), "dataset": manifest.dataset,
        "dataset_parts": parts, "training_run": None if run is None else run.key,
    }  # fmt: skip


def _approvals(workspace: Workspace, found: _Found) -> list[Mapping[str, Json]]:
    named = () if found.statement is None else found.statement.approvals
    names = ("actor", "person", "role", "decision", "reason", "at")
    records = workspace.ledger.records("approval", parent=found.version.key)
    given = [record for record in records if record.body["payload"] in named]
    return [_told(record, names) for record in given or records]


def _verdicts(workspace: Workspace, found: _Found) -> list[Mapping[str, Json]]:
    names = ("gate", "verdict", "opens", "judged_at", "environment")
    return [_told(record, names) for record in workspace.ledger.records("verdict", parent=found.version.key)]


def _evidence(workspace: Workspace, found: _Found, named: Sequence[str]) -> list[Mapping[str, Json]]:
    names = ("kind", "digest", "made_at", "author")
    records = workspace.ledger.records("evidence", parent=found.version.key)
    return [_told(record, names) for record in records if record.key in named]


def _alerts(workspace: Workspace, found: _Found) -> list[Record]:
    """Alerts of windows that the case belongs to."""
    at, held = moment(found.prediction.as_of), []
    for record in workspace.ledger.records("alert", parent=found.deployment.key):
        window = record.body["window"]
        if isinstance(window, Mapping) and moment(str(window["start"])) <= at < moment(str(window["end"])):
            held.append(record)
    return held


def _shadows(found: _Found) -> list[Mapping[str, Json]]:
    same = [each for each in found.log.predictions(mode="shadow") if each.id == found.prediction.id]
    return [{"version": each.version, "score": each.score, "decision": each.decision} for each in same]


def _proved(workspace: Workspace, found: _Found, doubts: list[str]) -> tuple[list[Proved], int]:
    """The entries about the version up to its release, about the champion slot and about the record itself."""
    trail, wanted = workspace.trail, dict[int, str]()
    released = None if found.release is None else trail.find(str(found.release.body["payload"]))
    steps = dict[str, int]()
    for entry in trail.walk(about=f"version:{found.version.key}"):
        if entry.action in _ACTIONS and (released is None or entry.sequence <= released):
            step = f"{_ACTIONS[entry.action]}{_gate(workspace, entry)}"
            steps[step if entry.action == "gate.judged" else f"{entry.sequence}"] = entry.sequence
            wanted[entry.sequence] = step
    wanted = {sequence: step for sequence, step in wanted.items() if sequence in steps.values()}
    moves = list(trail.walk(about=f"deployment:{found.deployment.key}", action="champion.moved"))
    before = [entry for entry in moves if moment(entry.at) <= moment(found.prediction.at)]
    for entry in before[-1:] or moves[:1]:
        wanted[entry.sequence] = f"it became the champion of {found.deployment.key}"
    for record in _segment_records(workspace, found):
        wanted[trail.find(str(record.body["payload"]))] = f"{record.body['batch']} was recorded with its digest"
    override = workspace.ledger.record("override", f"{found.deployment.key}/{found.prediction.id}")
    if override is not None:
        wanted[override.head] = f"{override.body['reviewer']} decided the case"
    made, size = [], trail.size
    for sequence in sorted(wanted):
        try:
            trail.prove(sequence, size=size)
        except EvenhandError as failure:
            doubts.append(f"Entry {sequence} cannot be proved: {failure.fact}")
            continue
        [entry] = [each for each in trail.walk(start=sequence) if each.sequence == sequence][:1]
        made.append(Proved(
            sequence=sequence, at=entry.at, actor=entry.actor, action=entry.action, what=wanted[sequence],
        ))  # fmt: skip
    return made, size


def _gate(workspace: Workspace, entry: Entry) -> str:
    """Which gate a verdict was of."""
    payload = workspace.ledger.payload(entry.payload) if entry.action == "gate.judged" else None
    document = payload.get("document") if isinstance(payload, Mapping) else None
    verdict = document.get("verdict") if isinstance(document, Mapping) else None
    return f": {verdict['gate']}, {verdict['verdict']}" if isinstance(verdict, Mapping) else ""


def _segment_records(workspace: Workspace, found: _Found) -> list[Record]:
    batch = found.prediction.batch
    keys = [] if batch is None else [(kind, f"{found.deployment.key}/{batch}") for kind in _SEGMENTS]
    records = [workspace.ledger.record(kind, key) for kind, key in keys]
    return [record for record in records if record is not None]


def _segment(workspace: Workspace, found: _Found, doubts: list[str]) -> bool | None:
    """Whether the bytes in which the record lies have the digest that the ledger names."""
    named = {str(record.body["segment"]) for record in _segment_records(workspace, found)}
    worker = getattr(found.prediction, "worker", None)  # records that were read say where they lie
    if not named or worker is None:
        return None
    try:
        is_same = found.log.segment(str(worker), Prediction)[0].digest in named
    except EvenhandError as failure:
        doubts.append(f"The record cannot be read whole: {failure.fact}")
        return False
    if not is_same:
        doubts.append("The bytes of the record are not those that the ledger names.")
    return is_same


def _told(record: Record, names: Sequence[str]) -> Mapping[str, Json]:
    return {name: record.body.get(name) for name in names}
