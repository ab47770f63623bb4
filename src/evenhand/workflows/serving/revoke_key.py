"""Shut a caller out of a served deployment."""

from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import act_on
from evenhand.workflows.deployment.standing import deployment_in_force


def revoke_key(workspace: Workspace, identity: Identity, deployment: str, *, consumer: str, why: str) -> Entry:
    """Record that the key of a caller admits nobody any more; servers obey within a second.

    Raises:
        CallerMissing: he has none.
        ReasonMissing, RoleMissing: the actor does not say why, or may not.
    """
    place = deployment_in_force(workspace, deployment)
    document = {"deployment": deployment, "consumer": consumer, "why": why}
    return act_on(workspace, identity, place, action="key.revoked", document=document)
