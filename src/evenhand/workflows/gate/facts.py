"""All that is known about a version when a gate is judged, as plain facts."""

from collections.abc import Mapping

from evenhand.governance.policy.demand import demands
from evenhand.governance.policy.rule import Policy
from evenhand.governance.projection.grounds import recorded_facts
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.measure import metric_facts
from evenhand.workflows.lookup import manifest_of


def gate_facts(
    workspace: Workspace, version: Record, *, gate: str, policy: Policy, use_case: UseCase, environment: str | None
) -> dict[str, Json]:
    """Facts of ``docs/reference/policy.md``; what nobody measured or stated is null."""
    recorded = recorded_facts(workspace.ledger, version, policy=policy.digest)
    looks = recorded["looks"]
    wanted = demands(policy, gate, looks if isinstance(looks, int) else 1, protected=use_case.protected)
    return {
        **recorded, "now": workspace.clock.now(), "environment": environment, "inputs": input_roles(workspace, version),
        "metrics": metric_facts(workspace, version, use_case, wanted), "findings": None, "risks": None,
    }  # fmt: skip


def input_roles(workspace: Workspace, version: Record) -> dict[str, Json] | None:
    """Each column that the model takes, with its role in the contract; ``None`` when the model does not say."""
    manifest = manifest_of(workspace, version)
    if manifest.inputs is None:
        return None
    columns = manifest.contract.get("columns")
    roles: dict[str, Json] = {}
    for column in columns if isinstance(columns, list) else []:
        if isinstance(column, Mapping):
            roles[str(column["name"])] = column["role"]
    return {name: roles.get(name) for name in manifest.inputs}
