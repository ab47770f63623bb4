"""Who stands behind an answer and how to object: what everybody may know of a deployment."""

from evenhand.lifecycle.serving.request import CASE
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.standing import Answerer


def public_account(workspace: Workspace, answerer: Answerer) -> dict[str, object]:
    """The short, public account of a deployment and its champion."""
    body, statement = answerer.deployment.body, answerer.released.statement
    approvals = [workspace.ledger.record("approval", key) for key in statement.approvals]
    contract = answerer.contract
    return {
        "deployment": answerer.deployment.key, "environment": body["environment"], "mode": statement.mode,
        "use_case": answerer.use_case.name, "purpose": answerer.use_case.purpose, "version": answerer.version,
        "release": answerer.release, "released_at": statement.at, "favourable": answerer.rule.favourable,
        "cut_off": answerer.rule.cut_off,
        "built_by": answerer.released.manifest.author,
        "approved_by": [
            {"person": each.body["person"], "role": each.body["role"]} for each in approvals if each is not None
        ],
        "oversight": {"mode": answerer.oversight.mode, "review": [list(band) for band in answerer.oversight.review]},
        "objection": answerer.oversight.objection or "Not stated; ask the people named under 'approved_by'.",
        "columns": [
            {"name": name, "kind": contract.column(name).kind, "nullable": contract.column(name).nullable}
            for name in answerer.inputs
        ],
        "context": list(answerer.context), "key": next(iter(contract.by_role("key")), CASE),
    }  # fmt: skip
