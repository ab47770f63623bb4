"""What evidence about a target says, read from the ledger as anybody could."""

from typing import Any

from tests.scenarios.stage import Stage

from evenhand.surfaces.sdk.opening import read
from evenhand.workflows.lookup import document_of, latest_evidence, target_named


def filed_body(stage: Stage, name: str, kind: str) -> dict[str, Any]:
    """The body of the newest evidence of that kind about ``name``."""
    with stage.acting("ada"), read(stage.workspace) as workspace:
        record = latest_evidence(workspace.ledger, target_named(workspace.ledger, name), kind)
        assert record is not None, kind
        return dict(document_of(workspace, record)["body"])
