"""Let a released version score the cases of a deployment along, answering nobody."""

from evenhand.governance.access.release import FULL, SHADOW
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import place_version


def add_shadow(
    workspace: Workspace, identity: Identity, reference: Reference, deployment: str, *, why: str = ""
) -> Entry:
    """Record the shadow; a shadow release is enough, a full one does too.

    Raises:
        ChampionRefused: the version may not score along, or does so already.
        RoleMissing: the actor may not.
    """
    return place_version(
        workspace, identity, deployment, reference, action="shadow.added", why=why, exposures=(SHADOW, FULL)
    )
