"""Write what a person knows into one field of a document."""

from evenhand.errors.document import AnswerRefused, DocumentUnknown
from evenhand.governance.projection.answers import LONGEST
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.release.document import SPARED
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.document.show_document import show_document
from evenhand.workflows.document.subject import subject_named

SCHEMA = "evenhand/answer/v1"
CONFIRMED = "Confirmed as it stands on record."
"""What a person says who adds nothing to what software found."""


def answer_document(
    workspace: Workspace, identity: Identity, kind: str, reference: str, *, field: str, text: str | None,
    is_not_applicable: bool = False,
) -> Entry:  # fmt: skip
    """Sign an answer to ``field`` of the document ``kind`` about ``reference``; the field is filled from then on.

    Args:
        workspace: where.
        identity: who answers, and stands for it.
        kind: of the document, for example ``model-card``.
        reference: what the document is about.
        field: the field's name.
        text: the answer, or the reason why the field does not apply; ``None`` confirms what software began.
        is_not_applicable: it is that reason.

    Raises:
        DocumentUnknown: there is no such document or field.
        AnswerRefused: the answer is blank or too long, or says that a field does not apply which every document needs.
        NotFound: nothing of that name is on record.
    """
    shown = show_document(workspace, kind, reference)
    fields = {each.question.name: each for each in shown.fields}
    if field not in fields:
        raise DocumentUnknown(f"{shown.title} has no field {field!r}{did_you_mean(field, list(fields))}.", field=field)
    asked, found = fields[field].question, fields[field].found
    if text is None and found is None:
        raise AnswerRefused(f"Nothing on record answers {field}, so there is nothing to confirm.", field=field)
    text = CONFIRMED if text is None else text
    if not text.strip() or len(text) > LONGEST:
        raise AnswerRefused(f"The answer to {field} is blank, or longer than {LONGEST:,} characters.", field=field)
    if is_not_applicable and asked.required not in SPARED:
        raise AnswerRefused(f"Every {shown.title.lower()} needs {field}: it cannot be not applicable.", field=field)
    seen: list[Json] = [] if found is None else [*found.seen]
    document: dict[str, Json] = {
        "schema": SCHEMA, "about": shown.about, "document": kind, "field": field, "text": text.strip(),
        "not_applicable": is_not_applicable, "seen": seen, "answered_at": workspace.clock.now(),
    }  # fmt: skip
    subject = subject_named(workspace.ledger, reference).target.subject
    return append_document(workspace, identity, action="document.answered", about=subject, document=document)
