"""The plan in force for a deployment."""

from collections.abc import Mapping

from evenhand.governance.access.actor import Actor
from evenhand.governance.projection.signed import enrolled
from evenhand.governance.projection.target import Target
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.monitoring.plan import SETTERS, Plan, default_plan, plan_from_form
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of

KIND = "monitoring-plan"


def plan_in_force(workspace: Workspace, target: Target, use_case: UseCase) -> tuple[Plan, Digest | None]:
    """The newest plan that was filed about a deployment, whichever version answered then; else that of its tier.

    A plan that was attested as a paper, and so holds no limits, leaves the earlier one in force; so does one by
    somebody who may set no limits.
    """
    filed = [
        record
        for record in workspace.ledger.records("evidence", parent=target.name)
        if record.body["kind"] == KIND and may_set_limits(workspace, str(record.body["author"]))
    ]
    for record in sorted(filed, key=lambda each: each.head, reverse=True):
        body = document_of(workspace, record)["body"]
        plan = body.get("plan") if isinstance(body, Mapping) else None
        if plan is not None:
            return plan_from_form(plan), record.key
    return default_plan(use_case.tier), None


def may_set_limits(workspace: Workspace, actor: str) -> bool:
    """Whether somebody holds one of the roles that answer for a deployment."""
    return bool(set(SETTERS) & set(Actor.from_json(enrolled(workspace.ledger, actor).body).roles))
