"""Documents are read strictly, and every mistake says where it is."""

import pytest

from evenhand.errors.number import ReferenceUnreadable
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part, did_you_mean


def _part(value: Json) -> Part:
    return Part(value=value, path="", refusal=ReferenceUnreadable)


def test_paths_lead_through_maps_and_lists() -> None:
    document = _part({"a": [{"b": 1}]})

    (inner,) = document.fields(needed=("a",))["a"].items()

    assert inner.fields(needed=("b",))["b"].path == "a[0].b"


def test_an_unknown_key_is_refused_with_the_closest_one() -> None:
    with pytest.raises(ReferenceUnreadable, match=r"nmae is unknown \(did you mean name\?\)\."):
        _part({"nmae": 1}).fields(needed=(), optional=("name", "version"))


def test_a_needed_key_is_missed() -> None:
    with pytest.raises(ReferenceUnreadable, match="name is missing"):
        _part({}).fields(needed=("name",))


@pytest.mark.parametrize("value", [None, True, 1, 0.5, "text", [], {}])
def test_a_value_is_of_one_kind_only(value: Json) -> None:
    readers = {
        "text": Part.text, "truth": Part.truth, "whole": Part.whole, "items": Part.items, "entries": Part.entries,
    }  # fmt: skip
    reads = {name for name, read in readers.items() if _reads(read, value)}

    wanted = {bool: {"truth"}, int: {"whole"}, str: {"text"}, list: {"items"}, dict: {"entries"}}
    assert reads == wanted.get(type(value), set())


@pytest.mark.parametrize(
    ("value", "number"), [(1, 1), (0.5, 0.5), ("0.5", 0.5), ("1e-05", 1e-05), (2**60, 2**60)]
)  # fmt: skip
def test_numbers_are_read_also_as_canonical_bytes_write_them(value: Json, number: float) -> None:
    assert _part(value).number() == number


@pytest.mark.parametrize("value", ["1", "0.50", " 0.5", "1_0", "half", "", True, None, [], {}])
def test_text_that_canonical_bytes_never_write_is_no_number(value: Json) -> None:
    with pytest.raises(ReferenceUnreadable):
        _part(value).number()


def test_nothing_close_gives_no_hint() -> None:
    assert not did_you_mean("zzz", ["name", "version"])


def _reads(read: object, value: Json) -> bool:
    try:
        read(_part(value))  # type: ignore[operator]
    except ReferenceUnreadable:
        return False
    return True
