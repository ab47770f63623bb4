"""What kind of document a file is, told by its content and not by its name."""

from io import BytesIO
from typing import Literal, TypeAlias
from zipfile import BadZipFile, ZipFile

PaperKind: TypeAlias = Literal["markdown", "word", "pdf"]

MEDIA: dict[PaperKind, str] = {
    "markdown": "text/markdown",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_BODY = "word/document.xml"
_BLANKS = frozenset("\n\r\t\f")


def paper_kind(content: bytes) -> PaperKind | None:
    """Markdown, Word or PDF; ``None`` for anything else.

    Nothing is unpacked or rendered: of a Word file only the list of its parts is read.

    Examples:
        >>> paper_kind(b"# Validation of credit@3"), paper_kind(b"%PDF-1.7 ..."), paper_kind(bytes(8))
        ('markdown', 'pdf', None)
    """
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK"):
        return "word" if _is_word(content) else None
    return "markdown" if _is_text(content) else None


def paper_text(content: bytes) -> str | None:
    """The text of a Markdown file; ``None`` for what would have to be parsed."""
    return content.decode("utf-8-sig") if paper_kind(content) == "markdown" else None


def _is_word(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as parts:
            return _BODY in parts.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(mark < " " and mark not in _BLANKS for mark in text)
