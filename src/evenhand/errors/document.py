"""Failures of governed documents."""

from evenhand.errors.base import Refusal, Usage


class DocumentUnknown(Usage):
    """The catalogue has no such document, or the document no such field."""

    code = "DOCUMENT-UNKNOWN"
    remedy = "'evenhand document kinds' lists the documents, 'evenhand document show' the fields of one."


class AnswerRefused(Refusal):
    """An answer to a field cannot stand."""

    code = "ANSWER-REFUSED"
    remedy = "Write what you know and can stand for; your name stands under it."
