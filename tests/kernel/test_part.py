"""A stored document is read part by part, and a mistake is named with its path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.number import ReferenceUnreadable
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.part import Part, did_you_mean


def _part(value: Json, path: str = "columns") -> Part:
    return Part(value=value, path=path, refusal=ReferenceUnreadable)


def test_the_path_leads_to_the_mistake() -> None:
    document = _part({"columns": [{"name": "age", "minimum": "old"}]}, path="")
    column = document.fields(needed=["columns"])["columns"].items()[0].fields(needed=["name"], optional=["minimum"])

    assert column["name"].text() == "age"
    with pytest.raises(ReferenceUnreadable, match=r"columns\[0\]\.minimum is 'old', no number\.") as caught:
        column["minimum"].number()
    assert caught.value.facts == {"path": "columns[0].minimum"}


def test_a_part_too_many_is_refused_and_its_likely_meaning_named() -> None:
    with pytest.raises(ReferenceUnreadable, match=r"columns\.nmae is unknown.*did you mean name\?"):
        _part({"nmae": 1}).fields(needed=["name"])


def test_a_part_too_few_is_refused() -> None:
    with pytest.raises(ReferenceUnreadable, match=r"columns\.name is missing\."):
        _part({}).fields(needed=["name"])


def test_a_map_with_free_keys_gives_them_in_their_order() -> None:
    assert [part.path for part in _part({"b": 1, "a": 2}).entries().values()] == ["columns.b", "columns.a"]


@given(st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_from_canonical_bytes(number: float) -> None:
    assert _part(from_canonical(canonical_bytes(number))).number() == number


@pytest.mark.parametrize("value", [True, None, "", "nine", [], {}, "1e3", " 1.5", "1.50", "1_000"])
def test_what_is_no_number_is_none(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable):
        _part(value).number()


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", float("nan"), float("inf")])
def test_nan_and_infinity_are_no_numbers_here(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable):
        _part(value).number()


@pytest.mark.parametrize("value", [True, None, "1", 1.0])
def test_what_is_not_whole_is_refused(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable, match="no whole number"):
        _part(value).whole()


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_truth_is_true_or_false_and_nothing_else(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable, match="neither true nor false"):
        _part(value).truth()


@pytest.mark.parametrize("value", [1, None, True, ["a"], {"a": "b"}])
def test_what_is_no_text_is_refused(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable, match="no text"):
        _part(value).text()


@pytest.mark.parametrize("value", ["text", 1, None, {"a": 1}])
def test_what_is_no_list_is_refused(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable, match="no list"):
        _part(value).items()


@pytest.mark.parametrize("value", ["text", 1, None, [1]])
def test_what_is_no_map_is_refused(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable, match="no map"):
        _part(value).fields(needed=[])
    with pytest.raises(ReferenceUnreadable, match="no map"):
        _part(value).entries()


def test_nothing_is_suggested_for_a_word_from_elsewhere() -> None:
    assert did_you_mean("zebra", ["protected", "label"]) == ""
