"""Make a place where a use case is decided."""

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.oversight import Oversight
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import require_environment, require_name


def create_deployment(
    workspace: Workspace, identity: Identity, name: str, *, use_case: str, environment: str, oversight: Oversight
) -> Entry:
    """Record the deployment; it has no champion yet, so that nothing answers.

    Args:
        workspace: where.
        identity: who makes it; holds the role operations or model-owner.
        name: of the deployment.
        use_case: what is decided there.
        environment: where; ``demo`` alone in mode demonstration.
        oversight: where people decide.

    Raises:
        ReferenceUnreadable: name or environment are no names.
        DeploymentExists, EntryRefused, EnvironmentRefused, RoleMissing: it may not be made.
    """
    require_name(name, what="deployment")
    require_environment(environment)
    document: dict[str, Json] = {
        "name": name, "use_case": use_case, "environment": environment, "oversight": oversight.as_json(),
    }  # fmt: skip
    return append_document(
        workspace, identity, action="deployment.created", about=f"deployment:{name}", document=document
    )
