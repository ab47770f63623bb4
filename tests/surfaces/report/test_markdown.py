"""Markdown in which nothing that somebody wrote is taken for markup."""

import re

import pytest

from evenhand.surfaces.report.markdown import MARKER, as_markdown
from evenhand.surfaces.report.tree import Answer, Code, Heading, Listing, Mark, Paragraph, Report, Summary, Table

HOSTILE = "<script>alert(1)</script> | [x](javascript:y) `z` # *b*\n\n# head"


def report() -> Report:
    return Report(
        title=HOSTILE, lead=HOSTILE, stamp="Demonstration",
        parts=[
            Heading(text="One"), Paragraph(line=HOSTILE, tone="open"), Listing(lines=[Mark(text="fail", tone="bad")]),
            Table(caption=HOSTILE, header=("a", "n"), rows=[(HOSTILE, Code(text="a|`b`"))], numeric=frozenset({1})),
            Summary(answers=[Answer(question="Is it?", lines=["1. yes"])]),
        ],
    )  # fmt: skip


def test_a_report_as_markdown_begins_with_its_mark_and_holds_every_part() -> None:
    text = as_markdown(report())

    assert text.startswith(MARKER)
    for part in ("## One", "> ", "- **fail**", "| a | n |", "| --- | ---: |", "**Is it?**", "- 1\\. yes"):
        assert part in text


@pytest.mark.parametrize("raw", [r"(?<!\\)<script", r"(?<!\\)\]\(", r"\n# head", r"(?<!\\)\*b"])
def test_hostile_text_is_no_markup(raw: str) -> None:
    assert re.search(raw, as_markdown(report())) is None


def test_a_row_has_as_many_cells_as_its_header() -> None:
    [row] = [line for line in as_markdown(report()).splitlines() if line.startswith("| ") and "alert" in line]

    assert row.replace("\\|", "").count("|") == 3
