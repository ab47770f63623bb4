"""The decisions on a thing and what belongs to it, one row each, under the names of the catalogue's decision log."""

from collections.abc import Mapping, Sequence

from evenhand.governance.access.approval import Approval
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.audit.entry import Entry, Record
from evenhand.kernel.canonical import Json
from evenhand.ports.workspace import Workspace

_KINDS = ("approval", "waiver", "release", "retired")
_WHOLE = ("id", "time", "object", "decision", "decider", "reasons")
"""What one decision is told by, where it is told whole."""
_GATES = {
    "use-case": "intake", "dataset": "development", "deployment": "monitoring", "retirement": "retirement",
}  # fmt: skip
_MOVES = {
    "champion.moved": "make {version} the champion",
    "deployment.stopped": "suspend",
    "deployment.resumed": "resume",
}


def decided(workspace: Workspace, names: Sequence[str]) -> dict[str, Json]:
    """Field of the decision log to one row for each decision on any of the names, in the order of the ledger."""
    state = workspace.ledger
    records = [record for name in names for kind in _KINDS for record in state.records(kind, parent=name)]
    decisions = [_decision(workspace, record) for record in records]
    decisions += [
        _moved(workspace, entry)
        for name in names if name.startswith("deployment:")
        for entry in state.entries(about=name) if entry.action in _MOVES
    ]  # fmt: skip
    decisions.sort(key=lambda decision: int(str(decision["id"])))
    fields = dict.fromkeys(name for decision in decisions for name in decision if name != "id")
    rows: dict[str, Json] = {
        field: [{"id": each["id"], "is": each[field]} for each in decisions if each.get(field) is not None]
        for field in fields
    }
    rows["id"] = [each["id"] for each in decisions]
    rows["decision"] = [{name: each.get(name) for name in _WHOLE} for each in decisions]
    return {name: value for name, value in rows.items() if value}


def _decision(workspace: Workspace, record: Record) -> dict[str, Json]:
    payload = str(record.body["payload"])
    sequence = workspace.trail.find(payload)
    return {**_common(workspace, sequence, payload, str(record.parent)), **_READ[record.kind](workspace, record)}


def _common(workspace: Workspace, sequence: int, payload: str, about: str) -> dict[str, Json]:
    return {
        "id": sequence, "object": about, "signature": payload,
        "previous_hash": None if sequence == 0 else workspace.trail.root(sequence).hex(),
    }  # fmt: skip


def _moved(workspace: Workspace, entry: Entry) -> dict[str, Json]:
    payload = workspace.ledger.payload(entry.payload)
    said = payload.get("document") if isinstance(payload, Mapping) else None
    document = said if isinstance(said, Mapping) else {}
    return {
        **_common(workspace, entry.sequence, entry.payload, entry.about), "time": entry.at,
        "decision": _MOVES[entry.action].format(version=document.get("version")), "decider": entry.actor,
        "reasons": document.get("why"), "gate": "change" if entry.action == "champion.moved" else "monitoring",
    }  # fmt: skip


def _approved(workspace: Workspace, record: Record) -> Mapping[str, Json]:
    body = record.body
    payload = workspace.ledger.payload(str(body["payload"]))
    envelope = payload["envelope"] if isinstance(payload, Mapping) else None
    conditions: Sequence[str] = ()
    if isinstance(envelope, Mapping):
        conditions = Approval.parse(Envelope.from_json(envelope).payload).conditions
    submission = workspace.ledger.record("submission", str(body["submission"]))
    return {
        "time": body["recorded_at"], "gate": _gate(record), "decision": body["decision"],
        "decider": f"{body['actor']} as {body['role']}", "reasons": body["reason"],
        "conditions": "; ".join(conditions) or None,
        "evidence": None if submission is None else submission.body.get("evidence"),
    }  # fmt: skip


def _gate(approval: Record) -> str:
    kind, _, key = str(approval.parent).partition(":")
    return _GATES.get(kind, "deployment-approval") if key else "deployment-approval"


def _waived(_workspace: Workspace, record: Record) -> Mapping[str, Json]:
    body = record.body
    return {
        "time": body["given_at"], "gate": body["gate"], "decision": f"waive {body['check']}",
        "decider": body["persons"], "reasons": body["reason"], "conditions": body["compensating_control"],
        "validity": body["until"],
    }  # fmt: skip


def _released(workspace: Workspace, record: Record) -> Mapping[str, Json]:
    body = record.body
    opened = {
        str(verdict.body["gate"]): verdict.body["verdict"]
        for verdict in workspace.ledger.records("verdict", parent=record.parent)
    }
    return {
        "time": body["released_at"], "gate": "deployment-approval", "decision": f"release for {body['environment']}",
        "decider": body["actor"], "policy_verdict": "; ".join(f"{gate}: {each}" for gate, each in opened.items()),
    }  # fmt: skip


def _retired(_workspace: Workspace, record: Record) -> Mapping[str, Json]:
    body = record.body
    return {
        "time": body["retired_at"], "gate": "retirement", "decision": "retire", "decider": body["author"],
        "reasons": body["reason"],
    }  # fmt: skip


_READ = {"approval": _approved, "waiver": _waived, "release": _released, "retired": _retired}
