"""The terminal form."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.surfaces.report.worked_review import REVIEW

from evenhand.surfaces.report.grid import places
from evenhand.surfaces.report.review.page import review_report
from evenhand.surfaces.report.text import as_text, line_text
from evenhand.surfaces.report.tree import Code, Mark, Report


@pytest.mark.parametrize("is_brief", [True, False])
@settings(max_examples=12)
@given(width=st.integers(60, 140))
def test_no_line_is_wider_than_the_terminal(*, width: int, is_brief: bool) -> None:
    assert all(
        places(line) <= width for line in as_text(review_report(REVIEW, is_brief=is_brief), width=width).splitlines()
    )


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=300))
def test_text_of_others_forges_no_line(text: str) -> None:
    shown = as_text(review_report(replace(REVIEW, purpose=text, rule=text)))

    assert all(line.isprintable() or "\u200c" in line or "\u200d" in line for line in shown.splitlines())
    assert shown.splitlines()[0] == "Review of loan@2"


def test_marks_are_words() -> None:
    assert line_text((Mark(text="fail"), " see ", Code(text="x"))) == "[FAIL] see x"


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(TypeError, match="no text for int"):
        as_text(Report(title="t", lead="l", parts=[3]))  # type: ignore[list-item]
