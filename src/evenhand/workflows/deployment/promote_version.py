"""Let a released version answer in a deployment: the only way to move the champion, forwards or back."""

from collections.abc import Sequence

from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import place_version, release_in
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.release.load_version import load_version


def promote_version(
    workspace: Workspace, identity: Identity, reference: Reference, deployment: str, *, why: str,
    release_keys: Sequence[PublicKey],
) -> Entry:  # fmt: skip
    """Verify the ledger and the release, then move the champion slot; a rollback is the same move to a former version.

    Args:
        workspace: where.
        identity: who moves it; holds the role operations or model-owner.
        reference: the version.
        deployment: its name.
        why: the reason.
        release_keys: the mover's own trust.

    Raises:
        LedgerDamaged: the ledger, or what was projected from it, was changed behind its back.
        ChampionRefused: the version may not answer there.
        Refusal: of ``load_version``, word for word.
        ReasonMissing, RoleMissing, SecondPersonNeeded: the actor may not, or does not say why.
    """
    workspace.verify()
    place = deployment_in_force(workspace, deployment)
    release_in(workspace, place, str(reference), ("full",))
    load_version(workspace, reference, environment=str(place.body["environment"]), release_keys=release_keys)
    return place_version(
        workspace, identity, deployment, reference, action="champion.moved", why=why, exposures=("full",)
    )
