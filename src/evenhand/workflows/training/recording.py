"""Evidence about a version, signed now and filed together."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.evidence import Evidence
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import signed_draft


def file_together(
    workspace: Workspace, identity: Identity, version: Record, bodies: Mapping[str, Mapping[str, Json]],
    inputs: Sequence[Digest],
) -> Mapping[str, Entry]:  # fmt: skip
    """File one piece of evidence a kind, all of them or none; each names ``inputs`` and the version's manifest."""
    drafts = []
    for kind, body in bodies.items():
        evidence = Evidence(
            kind=kind, about=version.key, body=body, inputs=(str(version.body["manifest"]), *inputs),
            author=identity.actor, made_at=workspace.clock.now(),
        )  # fmt: skip
        drafts.append(
            signed_draft(
                workspace, identity, action="evidence.filed", about=f"version:{version.key}",
                document=evidence.as_json(),
            )
        )  # fmt: skip
    return dict(zip(bodies, workspace.ledger.append_together(drafts), strict=True))
