"""Columns on a terminal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.surfaces.report.grid import grid, places, wrapped

words = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30)
lines = st.lists(words, max_size=12).map(" ".join)
tables = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(lines, min_size=n, max_size=n), min_size=1, max_size=6))


@given(lines, st.integers(2, 60))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    found = wrapped(text, width)

    assert all(places(line) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@settings(max_examples=15)
@given(tables, st.integers(60, 120))
def test_a_table_fits_and_loses_nothing(rows: list[list[str]], width: int) -> None:
    found = grid([f"c{at}" for at in range(len(rows[0]))], rows, width=width)

    assert all(places(line) <= width for line in found)
    letters = sorted("".join("".join(row) for row in rows).replace(" ", ""))
    assert sorted("".join(found[2:]).replace(" ", "")) == letters


def test_columns_of_wide_letters_stand_under_each_other() -> None:
    found = grid(["name", "n"], [["東京", "1"], ["bo", "20"]], numeric=frozenset({1}))

    assert [places(line) for line in found] == [8, 8, 8, 8]


def test_an_interval_is_broken_last() -> None:
    found = grid(["a", "b"], [["one two three four", "47.7% [46.8%, 48.5%]"]], width=32)

    assert any("[46.8%, 48.5%]" in line for line in found)
