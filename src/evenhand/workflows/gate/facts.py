"""All that is known about a target when a gate is judged, as plain facts."""

from collections.abc import Mapping

from evenhand.governance.policy.demand import demands
from evenhand.governance.policy.rule import Policy
from evenhand.governance.projection.grounds import recorded_facts
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.features import feature_roles, taken_roles
from evenhand.workflows.gate.measure import metric_facts
from evenhand.workflows.lookup import manifest_of


def gate_facts(
    workspace: Workspace, target: Target, *, gate: str, policy: Policy, use_case: UseCase, environment: str | None
) -> dict[str, Json]:
    """Facts of ``docs/reference/policy.md``; what nobody measured or stated is null."""
    recorded = recorded_facts(workspace.ledger, target, policy=policy.digest)
    looks = recorded["looks"]
    wanted = demands(policy, gate, looks if isinstance(looks, int) else 1, protected=use_case.protected)
    return {
        **recorded, "now": workspace.clock.now(), "environment": environment,
        "inputs": input_roles(workspace, target, use_case),
        "metrics": metric_facts(workspace, target, use_case, wanted), "risks": None,
    }  # fmt: skip


def input_roles(workspace: Workspace, target: Target, use_case: UseCase) -> dict[str, Json] | None:
    """Each column that goes into a model, with its role in the contract; ``None`` when nobody says.

    Of a version what the model takes; of a dataset what models may learn from: its features. Both with the roles that
    the columns really have, as the lineage of the dataset shows them.
    """
    record = workspace.ledger.record(target.kind, target.key)
    if record is None or target.kind not in (VERSION, "dataset"):
        return None
    if target.kind == VERSION:
        manifest = manifest_of(workspace, record)
        roles = _roles(manifest.contract)
        if manifest.inputs is None:
            return None
        key = (manifest.dataset or "").removeprefix("dataset:")
        stated = {name: roles.get(name) for name in manifest.inputs}
        return taken_roles(workspace, workspace.ledger.record("dataset", key), stated, use_case)
    return feature_roles(workspace, record, use_case)


def _roles(contract: Mapping[str, Json]) -> dict[str, Json]:
    columns = contract.get("columns")
    listed = columns if isinstance(columns, list) else []
    return {str(column["name"]): column["role"] for column in listed if isinstance(column, Mapping)}
