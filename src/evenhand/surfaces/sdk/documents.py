"""Governed documents: filled, answered, filed; in a notebook, on a terminal, as a page, as data."""

from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.document import GovernedDocument
from evenhand.ports.ledger import Entry
from evenhand.surfaces.report.document.page import document_report
from evenhand.surfaces.report.html import as_fragment, as_html
from evenhand.surfaces.report.markdown import as_markdown
from evenhand.surfaces.report.text import WIDTH, as_text
from evenhand.surfaces.sdk.opening import Folder, opened, read
from evenhand.workflows.document import answer_document as answering
from evenhand.workflows.document import record_document as recording
from evenhand.workflows.document import show_document as showing


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document and the forms that it can be read in.

    Attributes:
        document: what it says.
    """

    document: GovernedDocument

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/reference/documents.md``."""
        return self.document.as_json()

    def as_text(self, *, width: int = WIDTH) -> str:
        """For a terminal, at most ``width`` places wide."""
        return as_text(document_report(self.document), width=width)

    def as_html(self) -> str:
        """One page that needs nothing else: to be kept, sent or printed."""
        return as_html(document_report(self.document))

    def as_markdown(self) -> str:
        """Markdown that reads the same in every renderer."""
        return as_markdown(document_report(self.document))

    def _repr_html_(self) -> str:
        return as_fragment(document_report(self.document))

    def __str__(self) -> str:
        return self.as_text()


def show_document(kind: str, about: str | Reference, *, workspace: Folder = None) -> ShownDocument:
    """Fill a document of the catalogue from what is on record; gaps stay visible, nothing is recorded.

    Args:
        kind: for example ``model-card``, ``data-sheet``, ``technical-file``.
        about: what it is about, for example ``credit@3`` or ``dataset:adult@1``.
        workspace: where; from the current folder upwards when left out.

    Raises:
        DocumentUnknown: the catalogue has no such document.
        NotFound: nothing of that name is on record.
    """
    with read(workspace) as place:
        return ShownDocument(document=showing.show_document(place, kind, str(about)))


def answer_document(
    kind: str, about: str | Reference, field: str, *, text: str | None, not_applicable: bool = False,
    actor: str | None = None, workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Write what a person knows into one field, signed and dated; without a text, confirm what software began.

    Raises:
        DocumentUnknown: there is no such document or field.
        AnswerRefused: the answer is blank, or says that a field does not apply which every document needs.
    """
    with opened(workspace, actor) as (place, identity):
        return answering.answer_document(
            place, identity, kind, str(about), field=field, text=text, is_not_applicable=not_applicable
        )


def record_document(kind: str, about: str | Reference, *, actor: str | None = None, workspace: Folder = None) -> Entry:
    """File a document, as it can be filled now, as evidence of its kind.

    Raises:
        DocumentUnknown: the catalogue has no such document, or it is no kind of evidence.
    """
    with opened(workspace, actor) as (place, identity):
        return recording.record_document(place, identity, kind, str(about))
