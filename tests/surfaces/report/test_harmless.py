"""Text of others cannot do anything."""

from hypothesis import given
from hypothesis import strategies as st

from evenhand.surfaces.report.harmless import harmless


@given(st.text())
def test_nothing_that_moves_a_cursor_or_turns_a_line_is_left(text: str) -> None:
    shown = harmless(text)

    assert all(mark.isprintable() or mark in "\u200c\u200d" for mark in shown)
    assert len(shown) <= 15_000


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1, max_size=50))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_a_flood_is_cut_and_says_so() -> None:
    assert harmless("a" * 10**6).endswith("… (cut; 1000000 characters)")


def test_a_lone_surrogate_can_be_written() -> None:
    assert harmless("\ud800").encode() == b"\\ud800"
