"""Evidence about a version, signed now and filed together."""

from collections.abc import Mapping, Sequence

from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import evidence_draft


def file_together(
    workspace: Workspace, identity: Identity, target: Target, bodies: Mapping[str, Mapping[str, Json]],
    inputs: Sequence[Digest],
) -> Mapping[str, Entry]:  # fmt: skip
    """File one piece of evidence a kind, all of them or none; each names ``inputs``."""
    drafts = [
        evidence_draft(workspace, identity, target, kind=kind, body=body, inputs=inputs)
        for kind, body in bodies.items()
    ]
    return dict(zip(bodies, workspace.ledger.append_together(drafts), strict=True))
