"""The decisions on a version, one row each, under the names of the catalogue's decision log."""

from collections.abc import Mapping, Sequence

from evenhand.governance.access.approval import Approval
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.ports.workspace import Workspace

_KINDS = ("approval", "waiver", "release", "retired")


def decided(workspace: Workspace, version: Record) -> dict[str, Json]:
    """Field of the decision log to one row for each decision, in the order of the ledger."""
    state = workspace.ledger
    records = [record for kind in _KINDS for record in state.records(kind, parent=version.key)]
    decisions = [_decision(workspace, version, record) for record in records]
    decisions.sort(key=lambda decision: int(str(decision["id"])))
    fields = dict.fromkeys(name for decision in decisions for name in decision if name != "id")
    rows: dict[str, Json] = {
        field: [{"id": each["id"], "is": each[field]} for each in decisions if each.get(field) is not None]
        for field in fields
    }
    rows["id"] = [each["id"] for each in decisions]
    return {name: value for name, value in rows.items() if value}


def _decision(workspace: Workspace, version: Record, record: Record) -> dict[str, Json]:
    body = record.body
    sequence = workspace.trail.find(str(body["payload"]))
    common: dict[str, Json] = {
        "id": sequence, "object": version.key, "signature": body["payload"],
        "previous_hash": None if sequence == 0 else workspace.trail.root(sequence).hex(),
    }  # fmt: skip
    return {**common, **_READ[record.kind](workspace, record)}


def _approved(workspace: Workspace, record: Record) -> Mapping[str, Json]:
    body = record.body
    payload = workspace.ledger.payload(str(body["payload"]))
    envelope = payload["envelope"] if isinstance(payload, Mapping) else None
    conditions: Sequence[str] = ()
    if isinstance(envelope, Mapping):
        conditions = Approval.parse(Envelope.from_json(envelope).payload).conditions
    submission = workspace.ledger.record("submission", str(body["submission"]))
    return {
        "time": body["recorded_at"], "gate": "deployment-approval", "decision": body["decision"],
        "decider": f"{body['actor']} as {body['role']}", "reasons": body["reason"],
        "conditions": "; ".join(conditions) or None,
        "evidence": None if submission is None else submission.body.get("evidence"),
    }  # fmt: skip


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
