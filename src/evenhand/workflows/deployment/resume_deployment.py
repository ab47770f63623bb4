"""Let a stopped deployment answer again."""

from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import act_on
from evenhand.workflows.deployment.standing import deployment_in_force


def resume_deployment(workspace: Workspace, identity: Identity, deployment: str, *, why: str) -> Entry:
    """Record the resumption with its reason.

    Raises:
        DeploymentRunning: it is not stopped.
        ReasonMissing, RoleMissing: the actor does not say why, or may not.
    """
    place = deployment_in_force(workspace, deployment)
    document = {"deployment": deployment, "why": why}
    return act_on(workspace, identity, place, action="deployment.resumed", document=document)
