"""One signed answer to what is under review; the three verbs differ in the answer alone."""

from collections.abc import Mapping

from evenhand.errors.release import RoleMissing, SubmissionMissing
from evenhand.governance.access.approval import Approval
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.projection.signed import enrolled
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry, Reader, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import target_named, use_case_in_force, version_record


def sign_decision(
    workspace: Workspace, identity: Identity, reference: Reference | str, *, role: str | None, decision: str,
    reason: str, conditions: tuple[str, ...] = (),
) -> Envelope:  # fmt: skip
    """Sign a decision on the current submission of a version, or on another target; nothing is recorded yet.

    Args:
        workspace: where.
        identity: who decides.
        reference: a version such as ``credit@3``, or another target such as ``use-case:loan``.
        role: in which of his roles; the only one when left out.
        decision: one of ``DECISIONS``.
        reason: why.
        conditions: of a yes with conditions.
    """
    state = workspace.ledger
    target = target_named(state, reference)
    submission, policy = _under_review(state, target)
    approval = Approval(
        submission=submission, about=target.name, role=role or _only_role(state, identity),
        decision=decision, reason=reason, conditions=conditions, actor=identity.actor, at=workspace.clock.now(),
        mode=workspace.mode, log=workspace.log, policy=policy,
    )  # fmt: skip
    return Envelope(payload=approval.content).signed_by(identity.signer)


def record_decision(workspace: Workspace, envelope: Envelope) -> Entry:
    """Append a signed decision, made here or on another machine.

    Raises:
        NotFound: it speaks about nothing in this workspace.
        EntryRefused: its actor is not enrolled here or has not signed it, or it does not fit what is recorded.
    """
    approval = Approval.parse(envelope.payload)
    target = target_named(workspace.ledger, approval.about)
    enrolled(workspace.ledger, approval.actor)
    payload: Mapping[str, object] = {"envelope": envelope.as_json()}
    draft = Draft(
        actor=approval.actor, action="approval.given", about=target.subject,
        payload=payload, policy=approval.policy,  # type: ignore[arg-type]
    )  # fmt: skip
    return workspace.ledger.append(draft)


def current_submission(state: Reader, version: Record) -> Record:
    """The newest submission of a version.

    Raises:
        SubmissionMissing: it was never submitted.
    """
    digest = version.body["submission"]
    record = None if digest is None else state.record("submission", str(digest))
    if record is None:
        raise SubmissionMissing(f"{version.key} was never submitted.", reference=version.key)
    return record


def _under_review(state: Reader, target: Target) -> tuple[str, str]:
    """Digests of what the answer is given on, and of the policy that it is reviewed under."""
    if target.kind == VERSION:
        submission = current_submission(state, version_record(state, Reference.parse(target.key)))
        return submission.key, str(submission.body["policy"])
    use_case, _ = use_case_in_force(state, target.use_case)
    return target.manifest, policy_in_force(state, use_case).digest


def _only_role(state: Reader, identity: Identity) -> str:
    actor = state.record("actor", identity.actor)
    roles = actor.body["roles"] if actor is not None else []
    if not isinstance(roles, list) or len(roles) != 1:
        held = ", ".join(map(str, roles)) if isinstance(roles, list) else ""
        raise RoleMissing(
            f"{identity.actor} holds {held or 'no role'}; the answer is given in one role.",
            remedy="Say which with --role.",
        )
    return str(roles[0])
