"""From a submission to a release: submit, review, decide, waive, release."""

from collections.abc import Sequence

from evenhand.adapters.signing.log_key import open_release_key
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.release import FULL, SHADOW
from evenhand.kernel.instant import later
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.submission import Submission
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, entered, opened, read, reference_of, settings_for
from evenhand.workflows.release import decision as deciding
from evenhand.workflows.release import release_version as releasing
from evenhand.workflows.release import show_status as showing
from evenhand.workflows.release import submit_version as submitting
from evenhand.workflows.release import waive_check as waiving


def submit(version: str | Reference, *, actor: str | None = None, workspace: Folder = None) -> Submission:
    """Freeze a version with its evidence, policy and use case for review."""
    with opened(workspace, actor) as (place, identity):
        return submitting.submit_version(place, identity, reference_of(version))[0]


def sign_decision(
    version: str | Reference, *, decision: str, reason: str, role: str | None = None,
    conditions: Sequence[str] = (), actor: str | None = None, workspace: Folder = None,
) -> Envelope:  # fmt: skip
    """Sign an answer to what is under review into an envelope that may travel as a file; nothing is recorded.

    Args:
        version: a version, of which the current submission is answered, or another target such as ``use-case:loan``.
        decision: ``approve``, ``approve-with-conditions``, ``send-back`` or ``reject``.
        reason: why; kept word for word.
        role: in which of the actor's roles; the only one when left out.
        conditions: of a yes with conditions.
        actor: who answers.
        workspace: where.
    """
    with opened(workspace, actor) as (place, identity):
        return deciding.sign_decision(
            place, identity, version, role=role, decision=decision, reason=reason,
            conditions=tuple(conditions),
        )  # fmt: skip


def record_decision(envelope: Envelope, *, workspace: Folder = None) -> Entry:
    """Record a signed answer, made here or elsewhere."""
    with entered(workspace) as place:
        return deciding.record_decision(place, envelope)


def approve(
    version: str | Reference, *, reason: str, role: str | None = None, conditions: Sequence[str] = (),
    actor: str | None = None, workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Say yes to the current submission of a version, in a role; with ``conditions`` it is a yes with conditions."""
    decision = "approve-with-conditions" if conditions else "approve"
    return _decide(version, decision, reason=reason, role=role, actor=actor, workspace=workspace, conditions=conditions)


def send_back(
    version: str | Reference, *, reason: str, role: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Say that the current submission of a version needs more work."""
    return _decide(version, "send-back", reason=reason, role=role, actor=actor, workspace=workspace)


def reject(
    version: str | Reference, *, reason: str, role: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Say no to the current submission of a version."""
    return _decide(version, "reject", reason=reason, role=role, actor=actor, workspace=workspace)


def _decide(
    version: str | Reference, decision: str, *, reason: str, role: str | None, actor: str | None, workspace: Folder,
    conditions: Sequence[str] = (),
) -> Entry:  # fmt: skip
    envelope = sign_decision(
        version, decision=decision, reason=reason, role=role, conditions=conditions, actor=actor, workspace=workspace
    )
    return record_decision(envelope, workspace=workspace)


def waive(
    version: str | Reference, check: str, *, role: str, reason: str, compensating_control: str,
    gate: str = "training-validation", days: float = 30, actor: str | None = None, workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Ask that one check be suspended for a version or another target; a second person has to confirm it."""
    with opened(workspace, actor) as (place, identity):
        return waiving.waive_check(
            place, identity, version, role=role, gate=gate, check=check, reason=reason,
            compensating_control=compensating_control, until=later(place.clock.now(), days=days),
        )  # fmt: skip


def release(
    version: str | Reference, *, environment: str, shadow: bool = False, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Verify the ledger, judge every gate that is needed on what holds now, and sign that the version may serve.

    Args:
        version: for example ``credit@3``.
        environment: where it may serve.
        shadow: beside what serves: its answers are recorded and reach nobody, so nobody has to approve it yet.
        actor: who releases.
        workspace: where.
    """
    with opened(workspace, actor) as (place, identity):
        key = open_release_key(settings_for(workspace).config_home, place.log)
        return releasing.release_version(
            place, identity, reference_of(version), environment=environment, release_key=key,
            exposure=SHADOW if shadow else FULL,
        )  # fmt: skip


def show_status(*, workspace: Folder = None) -> tuple[showing.Standing, ...]:
    """Where every use case, dataset, version and deployment stands, what blocks it, who can mend it."""
    with read(workspace) as place:
        return showing.show_status(place)
