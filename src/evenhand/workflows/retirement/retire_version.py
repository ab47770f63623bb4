"""Withdraw a version for good: what was known about it stays, and it never serves again."""

from dataclasses import dataclass
from io import BytesIO

from evenhand.errors.release import GateClosed, GateUndecided
from evenhand.governance.access.release import FULL
from evenhand.governance.access.trust import Trust
from evenhand.governance.projection.retirements import GATE, due_plan
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.gate.judge_gate import judge_gate
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import use_case_in_force, version_record
from evenhand.workflows.release.pack_release import pack_release

SCHEMA = "evenhand/retired/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What is left of a version.

    Attributes:
        entry: that recorded it.
        archives: environment to the digest of the pack that was kept; empty for a version that never was released.
        keep_until: the day until which they are kept.
        successor: the version that follows, if any.
    """

    entry: Entry
    archives: dict[str, Digest]
    keep_until: str
    successor: str | None


def retire_version(
    workspace: Workspace,
    identity: Identity,
    reference: Reference,
    *,
    trust: Trust,
    checkpoint: str,
    with_model: bool = False,
) -> Retired:
    """Judge the gate where the policy holds it, keep a pack of every release, and record the retirement.

    Args:
        workspace: where.
        identity: who retires it.
        reference: the version.
        trust: keys as this workspace knows them, for the packs.
        checkpoint: the signed note that the packs lead to.
        with_model: the packs hold the model's files too.

    Raises:
        NotFound: it is not registered.
        RetirementNotProposed, RetirementEarly, RetirementRepeated: it is not planned, not yet due, or done before.
        VersionServing: it is champion or shadow of a deployment that is not stopped.
        GateClosed, GateUndecided: the gate ``retirement`` does not open.
        RoleMissing: whoever retires may not.
    """
    state = workspace.ledger
    version, plan = require_due(workspace, reference)
    use_case, _ = use_case_in_force(state, str(version.body["use_case"]))
    policy = policy_in_force(state, use_case)
    about = f"retirement:{version.key}"
    if GATE in policy.gates:
        _require_open(workspace, identity, about)
    archives = _archives(workspace, version, trust=trust, checkpoint=checkpoint, with_model=with_model)
    kept: list[Json] = [{"environment": name, "pack": digest} for name, digest in archives.items()]
    document: dict[str, Json] = {
        "schema": SCHEMA, "version": version.key, "manifest": version.body["manifest"], "plan": plan.body["manifest"],
        "policy": policy.digest, "archives": kept, "retired_at": workspace.clock.now(),
    }  # fmt: skip
    entry = append_document(
        workspace, identity, action="version.retired", about=f"version:{version.key}", document=document,
        expects={about: state.head(about)},
    )  # fmt: skip
    successor = plan.body["successor"]
    return Retired(
        entry=entry, archives=archives, keep_until=str(plan.body["keep_until"]),
        successor=None if successor is None else str(successor),
    )  # fmt: skip


def require_due(workspace: Workspace, reference: Reference) -> tuple[Record, Record]:
    """The records of a version and of its plan, when it may be retired now as far as the gate has no say.

    Raises:
        NotFound, RetirementNotProposed, RetirementEarly, RetirementRepeated, VersionServing: it may not.
    """
    version = version_record(workspace.ledger, reference)
    return version, due_plan(workspace.ledger, version, at=workspace.clock.now())


def _require_open(workspace: Workspace, identity: Identity, about: str) -> None:
    verdict = judge_gate(workspace, identity, about, gate=GATE)
    if verdict.opens:
        return
    closed = [check for check in verdict.checks if check.verdict not in ("pass", "waived")]
    told = " ".join(f"{check.id} is {check.verdict}: {check.reasons[0].text}" for check in closed if check.reasons)
    refusal = GateClosed if verdict.exit_code == 1 else GateUndecided
    raise refusal(f"{GATE} does not open ({verdict.verdict}). {told}", gate=GATE)


def _archives(
    workspace: Workspace, version: Record, *, trust: Trust, checkpoint: str, with_model: bool
) -> dict[str, Digest]:
    """A pack of every full release, kept among the workspace's files under the digest that the entry names."""
    kept: dict[str, Digest] = {}
    for release in workspace.ledger.records("release", parent=version.key):
        if release.body.get("exposure", FULL) != FULL:
            continue
        environment, into = str(release.body["environment"]), BytesIO()
        pack_release(
            workspace, Reference.parse(version.key), into, environment=environment, trust=trust, checkpoint=checkpoint,
            with_model=with_model,
        )  # fmt: skip
        kept[environment] = workspace.artifacts.put(into.getvalue())
    return kept
