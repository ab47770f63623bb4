"""File what a person states: a document by its digest, under his signature."""

from evenhand.errors.release import EvidenceComputed, KindUnknown
from evenhand.governance.controls.catalogue import evidence_kinds
from evenhand.governance.policy.language.vocabulary import unknown
from evenhand.governance.projection.evidence import MEASURED
from evenhand.governance.projection.monitoring import WATCHED
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named

TEXTS = {".md": "text/markdown", ".txt": "text/plain"}
_LONGEST = 100_000
"""Characters of a text that stand in the evidence itself, so that they can be searched; the file has them all."""


def attest_evidence(
    workspace: Workspace, identity: Identity, kind: str, about: Reference | str, *, name: str, content: bytes,
    note: str | None = None,
) -> Entry:  # fmt: skip
    """Keep the document and file it as evidence that is attested, not computed.

    Args:
        workspace: where.
        identity: who states it.
        kind: id of the catalogue's vocabulary.
        about: the target.
        name: of the file.
        content: its bytes.
        note: one sentence about it.

    Raises:
        KindUnknown: the catalogue has no such kind.
        EvidenceComputed: numbers about rows are measured by evenhand, never stated.
        NotFound: no such target.
    """
    if kind not in evidence_kinds():
        raise KindUnknown(f"{unknown(kind, evidence_kinds(), 'evidence kind').capitalize()}.", kind=kind)
    if kind in MEASURED | WATCHED:
        raise EvidenceComputed(f"A {kind} is measured on rows; nobody can state it.", kind=kind)
    target = target_named(workspace.ledger, about)
    digest = workspace.artifacts.put(content)
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    body: dict[str, Json] = {
        "basis": "attested", "file": digest, "name": name, "size": len(content), "note": note,
        "media_type": TEXTS.get(ending, "application/octet-stream"), "text": _text(content, ending),
    }  # fmt: skip
    return file_evidence(workspace, identity, target, kind=kind, body=body, inputs=(digest,))


def _text(content: bytes, ending: str) -> str | None:
    if ending not in TEXTS:
        return None
    try:
        return content.decode("utf-8-sig")[:_LONGEST]
    except UnicodeDecodeError:
        return None
