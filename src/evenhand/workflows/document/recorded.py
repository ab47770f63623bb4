"""What the ledger itself says about a thing, as sources of a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.projection.grounds import use_case_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.lifecycle.release.source import Source
from evenhand.ports.workspace import Workspace
from evenhand.workflows.document.minutes import decided
from evenhand.workflows.document.subject import Subject
from evenhand.workflows.lookup import document_of
from evenhand.workflows.release.standing_version import version_state

_SCORE = "probability of the favourable outcome, 0 to 1"


def recorded_sources(workspace: Workspace, subject: Subject) -> dict[str, Source]:
    """Kind to the source, of everything that stands in the ledger beside evidence."""
    state = workspace.ledger
    found = [
        _use_case(state, subject), _findings(subject, state), _decisions(workspace, subject),
        _record_of(workspace, "deployment", subject), _record_of(workspace, "dataset", subject),
    ]  # fmt: skip
    if subject.version is not None:
        version = subject.version
        found += [
            _manifest(workspace, version), _releases(state, version),
            _predecessor(state, version), _standing(workspace, version),
        ]  # fmt: skip
    return {source.kind: source for source in found if source is not None}


def _manifest(workspace: Workspace, version: Record) -> Source:
    stored = document_of(workspace, version)
    contract, inputs = stored.get("contract"), stored.get("inputs")
    columns = contract.get("columns") if isinstance(contract, Mapping) else None
    taken = [each for each in _maps(columns) if isinstance(inputs, list) and each.get("name") in inputs]
    body: dict[str, Json] = {
        **stored, "digest": version.body["manifest"], "columns": taken or None, "score": _SCORE,
        "registered_at": version.body["registered_at"],
    }  # fmt: skip
    return Source(
        kind="manifest", about=version.key, digest=str(version.body["manifest"]), author=str(version.body["author"]),
        made_at=str(version.body["registered_at"]), body=body,
    )  # fmt: skip


def _use_case(state: Reader, subject: Subject) -> Source | None:
    name = subject.target.use_case
    record = state.record("use-case", name)
    if record is None:
        return None
    digest, content = use_case_of(state, name)
    attributes = [*_texts(content.get("protected")), *_texts(content.get("judged_by"))]
    # What nobody stated is left out, so that it stays a gap.
    stated = {key: value for key, value in content.items() if value not in (None, [], {}, "", "not stated")}
    return Source(
        kind="use-case", about=f"use-case:{name}", digest=digest, made_at=str(record.body["in_force_at"]),
        author=str(record.body["proposer"]), body={**stated, "attributes": attributes or None}, is_attested=True,
    )  # fmt: skip


def _decisions(workspace: Workspace, subject: Subject) -> Source | None:
    state, version = workspace.ledger, subject.version
    approvals: list[Json] = [
        {name: record.body[name] for name in ("decision", "role", "actor", "at", "reason")}
        for record in state.records("approval", parent=subject.target.name)
        if version is None or record.body["submission"] == version.body["submission"]
    ]
    waivers: list[Json] = [
        {name: record.body[name] for name in ("check", "reason", "compensating_control", "until", "persons")}
        for record in state.records("waiver", parent=subject.target.name)
    ]
    minutes = decided(workspace, subject.names)
    thing = state.record(subject.target.kind, subject.target.key)
    if thing is None or not minutes:
        return None
    body: dict[str, Json] = {"approvals": approvals or None, "waivers": waivers or None, **minutes}
    view = _view("decision-log", thing, [thing], body)
    # Every decision, its reason and its conditions were signed by a person.
    return None if view is None else replace(view, is_attested=True, made_at=_last(minutes))


def _last(minutes: Mapping[str, Json]) -> str:
    return max((str(each["is"]) for each in _maps(minutes.get("time"))), default="")


def _releases(state: Reader, version: Record) -> Source | None:
    records = state.records("release", parent=version.key)
    body: dict[str, Json] = {
        str(record.body["environment"]): {"at": record.body["released_at"], "by": record.body["actor"]}
        for record in records
    }
    return _view("releases", version, records, body)


def _predecessor(state: Reader, version: Record) -> Source | None:
    versions = state.records("version", parent=version.parent)
    keys = [each.key for each in versions]
    before = versions[keys.index(version.key) - 1] if keys.index(version.key) else None
    body: dict[str, Json] = {
        "about": "none, it is the first" if before is None else before.key,
        "manifest": None if before is None else before.body["manifest"],
        "versions": [{"version": each.key, "registered": each.body["registered_at"]} for each in versions],
    }
    return _view("predecessor", version, versions, body)


def _standing(workspace: Workspace, version: Record) -> Source | None:
    state = workspace.ledger
    verdicts = state.records("verdict", parent=version.key)
    gates: list[Json] = [{name: verdict.body[name] for name in ("gate", "verdict", "opens")} for verdict in verdicts]
    checks: list[Json] = [
        {"gate": verdict.body["gate"], "check": check.get("id"), "verdict": check.get("verdict")}
        for verdict in verdicts for check in checks_of(workspace, verdict)
    ]  # fmt: skip
    body: dict[str, Json] = {"state": version_state(state, version), "gates": gates or None, "checks": checks or None}
    return _view("standing", version, [version, *verdicts], body)


def checks_of(workspace: Workspace, verdict: Record) -> Sequence[Mapping[str, Json]]:
    """The checks of a recorded verdict."""
    judged = document_of(workspace, verdict).get("verdict")
    return _maps(judged.get("checks")) if isinstance(judged, Mapping) else ()


def _findings(subject: Subject, state: Reader) -> Source | None:
    records = [record for name in subject.names for record in state.records("finding", parent=name)]
    counts: dict[str, Json] = {
        severity: {
            "open": sum(bool(each.body.get("is_open")) for each in records if each.body.get("severity") == severity),
            "closed": sum(not each.body.get("is_open") for each in records if each.body.get("severity") == severity),
        }
        for severity in ("critical", "high", "medium", "low")
    }
    shown = ("id", "severity", "is_open", "owner", "due_on", "text", "resolution")
    listed: list[Json] = [{name: record.body.get(name) for name in shown} for record in records]
    body: dict[str, Json] = {"counts": counts, "listed": listed}
    thing = subject.version or state.record(subject.target.kind, subject.target.key)
    return None if thing is None else _view("findings", thing, [thing, *records], body)


def _record_of(workspace: Workspace, kind: str, subject: Subject) -> Source | None:
    """The first deployment or dataset among the names, as it is recorded."""
    for name in subject.names:
        record = workspace.ledger.record(kind, name.removeprefix(f"{kind}:")) if name.startswith(f"{kind}:") else None
        if record is not None:
            body = {**record.body, "name": record.key}
            return Source(
                kind=kind, about=name, digest=str(record.body["manifest"]), author=str(record.body.get("author", "")),
                made_at=str(record.body.get("created_at") or record.body.get("registered_at") or ""), body=body,
            )  # fmt: skip
    return None


def _view(kind: str, thing: Record, records: Sequence[Record], body: Mapping[str, Json]) -> Source | None:
    """A view of several records, named by the digest of what it shows and dated by the newest of them."""
    if not records:
        return None
    at = max((_at(record) for record in records), default="")
    author = str(thing.body.get("author") or thing.body.get("proposer") or "")
    return Source(
        kind=kind, about=thing.key, digest=digest_of_json(body), made_at=at, author=author, body=body, is_view=True
    )


def _at(record: Record) -> str:
    names = (
        "recorded_at", "given_at", "released_at", "judged_at", "closed_at", "opened_at", "registered_at",
        "in_force_at", "created_at",
    )  # fmt: skip
    return next((str(record.body[name]) for name in names if record.body.get(name)), "")


def _maps(value: Json) -> Sequence[Mapping[str, Json]]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [each for each in listed if isinstance(each, Mapping)]


def _texts(value: Json) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
