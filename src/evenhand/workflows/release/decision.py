"""One signed answer to a submission; the three verbs differ in the answer alone."""

from collections.abc import Mapping

from evenhand.errors.release import RoleMissing, SubmissionMissing
from evenhand.governance.access.approval import Approval
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.projection.signed import enrolled
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry, Reader, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import version_record


def sign_decision(
    workspace: Workspace, identity: Identity, reference: Reference, *, role: str | None, decision: str, reason: str,
    conditions: tuple[str, ...] = (),
) -> Envelope:  # fmt: skip
    """Sign a decision on the current submission of a version; nothing is recorded yet."""
    state = workspace.ledger
    submission = current_submission(state, version_record(state, reference))
    approval = Approval(
        submission=submission.key, about=str(reference), role=role or _only_role(state, identity),
        decision=decision, reason=reason, conditions=conditions, actor=identity.actor, at=workspace.clock.now(),
        mode=workspace.mode, log=workspace.log, policy=str(submission.body["policy"]),
    )  # fmt: skip
    return Envelope(payload=approval.content).signed_by(identity.signer)


def record_decision(workspace: Workspace, envelope: Envelope) -> Entry:
    """Append a signed decision, made here or on another machine.

    Raises:
        NotFound: it speaks about no version of this workspace.
        EntryRefused: its actor is not enrolled here or has not signed it, or it does not fit what is recorded.
    """
    approval = Approval.parse(envelope.payload)
    version_record(workspace.ledger, Reference.parse(approval.about))
    enrolled(workspace.ledger, approval.actor)
    payload: Mapping[str, object] = {"envelope": envelope.as_json()}
    draft = Draft(
        actor=approval.actor, action="approval.given", about=f"version:{approval.about}",
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
