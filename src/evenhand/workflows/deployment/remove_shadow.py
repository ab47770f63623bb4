"""Let a version no longer score along."""

from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import act_on
from evenhand.workflows.deployment.standing import deployment_in_force


def remove_shadow(
    workspace: Workspace, identity: Identity, reference: Reference, deployment: str, *, why: str = ""
) -> Entry:
    """Record that the version is no shadow any more; what it scored stays in the log.

    Raises:
        ChampionRefused: it is no shadow there.
        RoleMissing: the actor may not.
    """
    place = deployment_in_force(workspace, deployment)
    document = {"deployment": deployment, "version": str(reference), "why": why}
    return act_on(workspace, identity, place, action="shadow.removed", document=document)
