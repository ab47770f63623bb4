"""How a workflow files evidence about a target."""

from collections.abc import Mapping, Sequence

from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.evidence import Evidence
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import signed_draft


def file_evidence(
    workspace: Workspace, identity: Identity, target: Target, *, kind: str, body: Mapping[str, Json],
    inputs: Sequence[Digest] = (),
) -> Entry:  # fmt: skip
    """Sign a piece of evidence and append it; parameters as for ``evidence_draft``."""
    return workspace.ledger.append(evidence_draft(workspace, identity, target, kind=kind, body=body, inputs=inputs))


def evidence_draft(
    workspace: Workspace, identity: Identity, target: Target, *, kind: str, body: Mapping[str, Json],
    inputs: Sequence[Digest] = (),
) -> Draft:  # fmt: skip
    """Sign a piece of evidence for an entry that is appended later, alone or together with others.

    Args:
        workspace: where.
        identity: who files it.
        target: what it speaks about; the digest of its content becomes the first input.
        kind: id of the catalogue's vocabulary.
        body: what it says.
        inputs: digests of all else that it was made from.
    """
    named = dict.fromkeys((target.manifest, *inputs))
    evidence = Evidence(
        kind=kind, about=target.name, body=body, inputs=tuple(named), author=identity.actor,
        made_at=workspace.clock.now(),
    )  # fmt: skip
    return signed_draft(workspace, identity, action="evidence.filed", about=target.subject, document=evidence.as_json())
