"""Announce that a version will be withdrawn: why, when, what follows, who uses it."""

from collections.abc import Sequence

from evenhand.governance.projection.retirements import slot_of
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.retirement.plan import Consumer, Plan
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import version_record


def propose_retirement(
    workspace: Workspace,
    identity: Identity,
    reference: Reference,
    *,
    reason: str,
    successor: Reference | None,
    retire_on: str,
    keep_until: str,
    consumers: Sequence[Consumer],
) -> Plan:
    """Record the plan, and file it as ``retirement-record`` so that the gate ``retirement`` can judge it.

    Args:
        workspace: where.
        identity: who proposes.
        reference: the version.
        reason: why.
        successor: what follows, if anything does.
        retire_on: the last day on which it may serve, ``YYYY-MM-DD``.
        keep_until: the day until which its records and files are kept.
        consumers: who got answers of it, as the prediction logs say.

    Raises:
        NotFound: the version or its successor is not registered.
        PlanUnreadable: the plan contradicts itself.
        RetirementRepeated: it was retired before.
        RoleMissing: whoever proposes may not.
    """
    state = workspace.ledger
    version = version_record(state, reference)
    follower = None if successor is None else version_record(state, successor).key
    slots = {deployment.key: slot_of(deployment, version.key) for deployment in state.records("deployment")}
    plan = Plan(
        version=version.key, manifest=str(version.body["manifest"]), reason=reason.strip(), successor=follower,
        retire_on=retire_on, keep_until=keep_until, consumers=tuple(consumers),
        deployments={name: slot for name, slot in slots.items() if slot},
    )  # fmt: skip
    content = plan.as_json()
    append_document(
        workspace, identity, action="retirement.proposed", about=f"retirement:{version.key}", document=content
    )
    target = Target(
        kind="retirement", key=version.key, manifest=plan.digest, use_case=str(version.body["use_case"]),
        author=identity.actor, submission=plan.digest,
    )  # fmt: skip
    body: dict[str, Json] = {"basis": "computed", **content}
    file_evidence(workspace, identity, target, kind="retirement-record", body=body, inputs=(plan.manifest,))
    return plan
