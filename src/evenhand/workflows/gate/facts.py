"""All that is known about a version when a gate is judged, as plain facts."""

from collections.abc import Mapping, Sequence

from evenhand.governance.access.actor import Actor
from evenhand.governance.access.separation import persons_behind
from evenhand.governance.policy.demand import demands
from evenhand.governance.policy.rule import Policy
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.ledger import Reader, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.measure import metric_facts
from evenhand.workflows.lookup import manifest_of


def gate_facts(
    workspace: Workspace, version: Record, *, gate: str, policy: Policy, use_case: UseCase, use_case_digest: str,
    environment: str | None,
) -> dict[str, Json]:  # fmt: skip
    """Facts of ``docs/reference/policy.md``; what nobody measured or stated is null."""
    state = workspace.ledger
    looks = len(state.records("look", parent=use_case.name)) or None
    submission = _submission(state, version)
    wanted = demands(policy, gate, looks or 1, protected=use_case.protected)
    return {
        "now": workspace.clock.now(), "mode": workspace.mode, "environment": environment,
        "use_case": {"class": use_case.ai_act_class, "tier": use_case.tier},
        "protected": list(use_case.protected) or None,
        "subject": {
            "manifest": version.body["manifest"],
            "submission": _subject(submission, policy=policy.digest, use_case=use_case_digest),
        },
        "people": {
            "author": _persons(state, [str(version.body["author"])]),
            "submitter": _persons(state, [str(submission.body["submitter"])] if submission else []),
        },
        "inputs": _inputs(workspace, version),
        "metrics": metric_facts(workspace, version, use_case, wanted),
        "evidence": [
            {name: record.body[name] for name in ("kind", "digest", "made_at", "manifest")}
            for record in state.records("evidence", parent=version.key)
        ],
        "approvals": [
            {**{name: record.body[name] for name in ("person", "role", "decision", "submission")},
             "at": record.body["recorded_at"], "is_verified": True}
            for record in state.records("approval", parent=version.key)
        ],
        "waivers": [
            {**{name: record.body[name] for name in (
                "check", "gate", "manifest", "persons", "roles", "reason", "compensating_control", "given_at",
                "until",
            )}, "is_verified": True}
            for record in state.records("waiver", parent=version.key)
        ],
        "looks": looks, "findings": None, "risks": None,
    }  # fmt: skip


def _submission(state: Reader, version: Record) -> Record | None:
    digest = version.body["submission"]
    return None if digest is None else state.record("submission", str(digest))


def _subject(submission: Record | None, *, policy: str, use_case: str) -> str | None:
    """The submission when it is of what is in force; else a name that no approval bears, so that they are stale."""
    if submission is None:
        return None
    if (submission.body["policy"], submission.body["use_case"]) == (policy, use_case):
        return submission.key
    return digest_of_json({"superseded": submission.key, "policy": policy, "use_case": use_case})


def _persons(state: Reader, accounts: Sequence[str]) -> list[Json]:
    records = [state.record("actor", account) for account in accounts]
    enrolled = {record.key: Actor.from_json(record.body) for record in records if record is not None}
    persons: list[Json] = []
    persons += sorted(persons_behind(accounts, enrolled))
    return persons


def _inputs(workspace: Workspace, version: Record) -> dict[str, Json] | None:
    manifest = manifest_of(workspace, version)
    if manifest.inputs is None:
        return None
    columns = manifest.contract.get("columns")
    roles: dict[str, Json] = {}
    for column in columns if isinstance(columns, list) else []:
        if isinstance(column, Mapping):
            roles[str(column["name"])] = column["role"]
    return {name: roles.get(name) for name in manifest.inputs}
