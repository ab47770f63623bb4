"""A reference is a name and a version, written in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.number import ReferenceUnreadable
from evenhand.kernel.reference import Reference, is_name

names = st.from_regex(r"[a-z][a-z0-9]{0,9}([-_.][a-z0-9]{1,9}){0,3}", fullmatch=True)
references = st.builds(Reference, name=names, version=st.integers(1, 10**9 - 1))


@given(references)
def test_what_was_written_is_read_back(reference: Reference) -> None:
    assert Reference.parse(str(reference)) == reference


@given(st.text())
def test_a_text_reads_as_a_reference_in_one_spelling_only(text: str) -> None:
    try:
        reference = Reference.parse(text)
    except ReferenceUnreadable:
        return
    assert str(reference) == text


@given(st.lists(st.integers(1, 200)))
def test_versions_sort_as_numbers(versions: list[int]) -> None:
    ordered = sorted(Reference(name="credit", version=version) for version in versions)

    assert [reference.version for reference in ordered] == sorted(versions)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "credit",
        "credit@",
        "@3",
        "credit@0",
        "credit@-1",
        "credit@03",
        "credit@+3",
        "credit@3.0",
        "credit@\u0663",
        "credit@\u00b3",
        "credit@3@4",
        "Credit@3",
        "credit @3",
        "credit@ 3",
        "credit@3\n",
        "../etc@1",
        "a" * 65 + "@1",
        "credit@" + "9" * 5000,
    ],
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ReferenceUnreadable):
        Reference.parse(text)


@pytest.mark.parametrize("version", [0, -1, 10**9])
def test_versions_count_from_one_to_less_than_a_milliard(version: int) -> None:
    with pytest.raises(ReferenceUnreadable, match="no version number"):
        Reference(name="credit", version=version)


@pytest.mark.parametrize(
    "name", ["", "-a", "a-", "a--b", "a..b", "..", "a/b", "a\\b", "a\0", "A", "1a", "\u00e4", "a\n", "CON"]
)
def test_a_name_that_could_be_a_path_or_look_like_another_is_none(name: str) -> None:
    assert not is_name(name)
