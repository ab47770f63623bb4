"""File a document as evidence, with the digests of all that it was filled from."""

from evenhand.errors.document import DocumentUnknown
from evenhand.governance.controls.catalogue import evidence_kinds
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.document.gathering import RECORDED
from evenhand.workflows.document.show_document import show_document
from evenhand.workflows.document.subject import subject_named
from evenhand.workflows.filing import file_evidence


def record_document(workspace: Workspace, identity: Identity, kind: str, reference: str) -> Entry:
    """File the document as it can be filled now; a gate that asks for its kind finds it.

    Raises:
        DocumentUnknown: the catalogue has no such document, or the document is no kind of evidence.
        NotFound: nothing of that name is on record.
    """
    if kind not in evidence_kinds():
        show_document(workspace, kind, reference)
        raise DocumentUnknown(f"{kind} is a document, and no kind of evidence that a gate asks for.", kind=kind)
    shown = show_document(workspace, kind, reference)
    written: list[Json] = [
        {"section": field.question.section, "name": field.question.name, "question": field.question.text,
         "fill": field.question.fill, "required": field.question.required, "state": field.state,
         "found": None if field.found is None else field.found.answer,
         "written": None if field.written is None else field.written.text}
        for field in shown.fields
    ]  # fmt: skip
    body: dict[str, Json] = {
        "schema": RECORDED, "about": shown.about, "completeness": shown.completeness(), "fields": written,
        "sources": [source.as_json() for source in shown.sources],
    }  # fmt: skip
    inputs = tuple(dict.fromkeys(source.digest for source in shown.sources))
    target = subject_named(workspace.ledger, reference).target
    return file_evidence(workspace, identity, target, kind=kind, body=body, inputs=inputs)
