"""The same value gives the same bytes, whoever writes it and in whatever order."""

import json
from collections import UserDict
from math import inf, nan
from random import Random
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.number import ValueNotCanonical
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical

integers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | integers | texts
floats = st.floats(allow_nan=False, allow_infinity=False)


def _trees(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(leaf, lambda part: st.lists(part) | st.dictionaries(texts, part), max_leaves=6)


@given(_trees(leaves))
def test_what_was_written_is_read_back(value: Json) -> None:
    assert from_canonical(canonical_bytes(value)) == value


@given(_trees(leaves | floats))
def test_writing_again_what_was_read_changes_nothing(value: Json) -> None:
    content = canonical_bytes(value)

    assert canonical_bytes(from_canonical(content)) == content


@given(st.dictionaries(texts, _trees(leaves)), st.integers(0, 999))
def test_the_order_of_keys_does_not_matter(value: dict[str, Json], seed: int) -> None:
    keys = list(value)
    Random(seed).shuffle(keys)

    assert canonical_bytes({key: value[key] for key in keys}) == canonical_bytes(value)


@given(floats)
def test_a_float_is_text_that_reads_back_exactly(number: float) -> None:
    written = from_canonical(canonical_bytes(number))

    assert isinstance(written, str)
    assert float(written) == number


@given(_trees(leaves), _trees(leaves))
def test_different_values_have_different_bytes(one: Json, other: Json) -> None:
    assert (canonical_bytes(one) == canonical_bytes(other)) == (_sorted(one) == _sorted(other))


def test_keys_are_sorted_by_utf16_as_the_standard_says() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    read = from_canonical(canonical_bytes(dict.fromkeys(keys, 0)))

    assert isinstance(read, dict)
    assert list(read) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_maps_and_sequences_of_any_kind_are_written_alike() -> None:
    assert canonical_bytes(UserDict({"a": (1, 2)})) == canonical_bytes({"a": [1, 2]})


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [0, nan]}, r"\$\.a\[1\]"),
        (inf, r"\$"),
        ([2**53], r"\$\[0\]"),
        (-(2**53), r"\$"),
        ({"a": {1: 0}}, r"\$\.a"),
        ({"a": b"bytes"}, r"\$\.a"),
        ({"a": object()}, r"\$\.a"),
        ({1, 2}, r"\$"),
        (["\ud800"], "cannot be written"),
        ({"\ud800": 1}, "cannot be written"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value: object, place: str) -> None:
    with pytest.raises(ValueNotCanonical, match=place):
        canonical_bytes(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"nan", b"{} {}", b"NaN", b'{"a":1,"a":2}'])
def test_bytes_that_are_not_json_are_refused(content: bytes) -> None:
    with pytest.raises(ValueNotCanonical, match="not JSON"):
        from_canonical(content)


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueNotCanonical):
        from_canonical(b"[" * 200_000)


def test_a_value_nested_without_end_is_refused() -> None:
    value: list[Any] = []
    value.append(value)

    with pytest.raises(ValueNotCanonical):
        canonical_bytes(value)


def test_a_hundred_levels_are_enough_for_everyone() -> None:
    value: list[Any] = []
    for _ in range(99):
        value = [value]

    assert from_canonical(canonical_bytes(value)) == value
    with pytest.raises(ValueNotCanonical, match="more than 100 levels"):
        canonical_bytes([value])


def _sorted(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


@given(_trees(leaves))
def test_the_bytes_are_those_of_the_reference_implementation(value: Json) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


def test_keys_stand_in_the_order_of_their_utf_16_code_units() -> None:
    assert canonical_bytes({"\ue000": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ue000":1}'.encode()
