"""Who answered a submission so far, who still has to, and who may not."""

from collections.abc import Collection, Mapping

from evenhand.governance.access.approval import Approval
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.policy.check.approvals import open_places
from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.rule import ApprovalsRule, Policy, SeparationRule
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.review import DecisionGiven, PlaceNeeded
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace


def decisions_given(workspace: Workspace, version: Record, submission: str | None) -> tuple[DecisionGiven, ...]:
    """Every answer about a version, in the order of the ledger.

    Args:
        workspace: where.
        version: the version.
        submission: the one whose answers count; ``None`` when none does any more.
    """
    records = workspace.ledger.records("approval", parent=version.key)
    latest = {
        (record.body["person"], record.body["role"]): record.key
        for record in records
        if record.body["submission"] == submission
    }
    return tuple(_given(workspace, record, _standing(record, submission, latest.values())) for record in records)


def places_needed(policy: Policy, gate: str, facts: Mapping[str, Json]) -> tuple[PlaceNeeded, ...]:
    """Answers that the policy still asks for."""
    known = Facts(facts)
    found: dict[str, int | str] = {}
    for check in policy.gates.get(gate, ()):
        if isinstance(check.rule, ApprovalsRule):
            found.update(open_places(check.rule, known))
    return tuple(PlaceNeeded(role=role, places=places) for role, places in found.items())


def persons_barred(policy: Policy, gate: str, facts: Mapping[str, Json]) -> tuple[str, ...]:
    """People whose yes would close the gate."""
    known = Facts(facts)
    found: set[str] = set()
    for check in policy.gates.get(gate, ()):
        if isinstance(check.rule, SeparationRule):
            for part in check.rule.none_of:
                found |= known.persons(part)[0]
    return tuple(sorted(found))


def _standing(record: Record, submission: str | None, latest: Collection[str]) -> str:
    if submission is None or record.body["submission"] != submission:
        return "stale"
    return "counts" if record.key in latest else "replaced"


def _given(workspace: Workspace, record: Record, standing: str) -> DecisionGiven:
    payload = workspace.ledger.payload(str(record.body["payload"]))
    stored = payload["envelope"] if isinstance(payload, Mapping) else None
    approval = Approval.parse(Envelope.from_json(stored if isinstance(stored, Mapping) else {}).payload)
    return DecisionGiven(
        person=str(record.body["person"]), actor=approval.actor, role=approval.role, decision=approval.decision,
        reason=approval.reason, conditions=tuple(approval.conditions), at=str(record.body["recorded_at"]),
        standing=standing,
    )  # fmt: skip
