"""Failures of filing an independent validation."""

from evenhand.errors.base import Usage


class ValidationUnreadable(Usage):
    """The report is no Markdown, Word or PDF file, or the file of findings does not read as findings."""

    code = "VALIDATION-UNREADABLE"
    remedy = "Give the report as Markdown, Word or PDF, and findings as YAML or CSV with severity, text, owner and due."


class ValidationContradicts(Usage):
    """The rating and the findings of a validation do not go together."""

    code = "VALIDATION-CONTRADICTS"
    remedy = "Correct the rating, or state the findings that go with it in a file for --findings."
