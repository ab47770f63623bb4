"""Stop a deployment: nothing is answered in it from now on."""

from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.standing import deployment_in_force


def stop_deployment(workspace: Workspace, identity: Identity, deployment: str, *, why: str) -> Entry:
    """Record the stop with its reason; servers obey within a second, batches at once.

    A stop waits for nobody: it is recorded whatever else was recorded meanwhile.

    Raises:
        ReasonMissing: the reason is blank; an unexplained stop helps no auditor.
        RoleMissing: the actor holds no role that may stop.
    """
    deployment_in_force(workspace, deployment)
    document = {"deployment": deployment, "why": why}
    return append_document(
        workspace, identity, action="deployment.stopped", about=f"deployment:{deployment}", document=document
    )
