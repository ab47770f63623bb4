"""Withdraw a version: who uses it, the plan, the act."""

from collections.abc import Sequence

from evenhand.adapters.signing.log_key import LogKey, open_log_key
from evenhand.errors.people import KeyMissing
from evenhand.governance.projection.retirements import notice_of
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.retirement.plan import Consumer, Plan
from evenhand.ports.workspace import Workspace
from evenhand.surfaces.sdk.loading import enrolled_trust
from evenhand.surfaces.sdk.opening import Folder, opened, read, reference_of, settings_for
from evenhand.wiring.consumers import consumers_of
from evenhand.workflows.lookup import version_record
from evenhand.workflows.retirement import propose_retirement as proposing
from evenhand.workflows.retirement import retire_version as retiring


def list_consumers(version: str | Reference, *, workspace: Folder = None) -> Sequence[Consumer]:
    """Who got answers of a version, how many and when last, as the prediction logs of all deployments say.

    Raises:
        NotFound: no such version was registered.
        PredictionLogDamaged: a record of a log was changed, or one is missing.
    """
    with read(workspace) as place:
        key = version_record(place.ledger, reference_of(version)).key
        return consumers_of(settings_for(workspace), place, key)


def propose_retirement(
    version: str | Reference, *, reason: str, on: str, retention: str, successor: str | Reference | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> Plan:  # fmt: skip
    """Announce that a version will be withdrawn, with its consumers as the prediction logs know them.

    Args:
        version: for example ``credit@3``.
        reason: why.
        on: the last day on which it may serve, ``YYYY-MM-DD``.
        retention: the day until which its records and files are kept.
        successor: the version that follows, if one does.
        actor: who proposes.
        workspace: where; from the current folder upwards when left out.

    Raises:
        PlanUnreadable: the plan contradicts itself.
        RetirementRepeated, RoleMissing: it was retired before; whoever proposes may not.
    """
    reference = reference_of(version)
    with opened(workspace, actor) as (place, identity):
        key = version_record(place.ledger, reference).key
        return proposing.propose_retirement(
            place, identity, reference, reason=reason, retire_on=on, keep_until=retention,
            successor=None if successor is None else reference_of(successor),
            consumers=consumers_of(settings_for(workspace), place, key),
        )  # fmt: skip


def retire(
    version: str | Reference, *, with_model: bool = False, actor: str | None = None, workspace: Folder = None
) -> retiring.Retired:
    """Withdraw a version for good: judge its gate, keep a pack of every release, refuse it everywhere from then on.

    Raises:
        RetirementNotProposed, RetirementEarly, RetirementRepeated: it is not planned, not yet due, or done before.
        VersionServing: it is champion or shadow of a deployment that is not stopped.
        GateClosed, GateUndecided: the gate ``retirement`` does not open.
        KeyMissing: this is not the machine that signs checkpoints.
    """
    with opened(workspace, actor) as (place, identity):
        retiring.require_due(place, reference_of(version))
        note = place.trail.publish(_log_key(place, workspace))
        return retiring.retire_version(
            place, identity, reference_of(version), trust=enrolled_trust(place, workspace), checkpoint=note,
            with_model=with_model,
        )  # fmt: skip


def announced(version: str, *, workspace: Folder = None) -> str | None:
    """What consumers of a version are told once its retirement was proposed; ``None`` before."""
    with read(workspace) as place:
        return notice_of(place.ledger, version)


def archive_of(digest: str, *, workspace: Folder = None) -> bytes:
    """The pack that a retirement kept, by the digest that its entry names."""
    with read(workspace) as place:
        return place.artifacts.read(digest)


def _log_key(place: Workspace, workspace: Folder) -> LogKey:
    try:
        return open_log_key(settings_for(workspace).config_home, place.log)
    except KeyMissing as mistake:
        raise KeyMissing(
            "The packs that stay lead to a checkpoint, and the key that signs checkpoints is not on this machine.",
            remedy="Retire it on the machine where the workspace was created.",
        ) from mistake
