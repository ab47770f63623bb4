"""File what a deployment is watched by."""

from evenhand.errors.monitoring import PlanRefused
from evenhand.lifecycle.monitoring.plan import SETTERS, Plan
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named
from evenhand.workflows.monitoring.standing_plan import KIND, may_set_limits


def plan_monitor(workspace: Workspace, identity: Identity, deployment: str, *, plan: Plan) -> Entry:
    """File a monitoring plan; from now on it is in force.

    Raises:
        NotFound: there is no such deployment.
        PlanRefused: the actor holds no role that may set limits.
    """
    target = target_named(workspace.ledger, f"deployment:{deployment}")
    if not may_set_limits(workspace, identity.actor):
        raise PlanRefused(f"{identity.actor} is none of {', '.join(SETTERS)}.", actor=identity.actor)
    return file_evidence(workspace, identity, target, kind=KIND, body={"plan": plan.as_json()})
