"""Single values keep their kind through storage and read well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.lifecycle.problem.scalar import (
    Scalar,
    is_scalar,
    scalar_as_json,
    scalar_from_json,
    scalar_kind,
    scalar_text,
)

scalars = st.one_of(
    st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(), st.floats(allow_nan=False, allow_infinity=False)
)


@given(scalars)
def test_a_value_is_read_back_with_its_kind(value: Scalar) -> None:
    again = scalar_from_json(from_canonical(canonical_bytes(scalar_as_json(value))))

    assert again == value
    assert scalar_kind(again) == scalar_kind(value)


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_has_one_text_in_either_type(value: int) -> None:
    assert scalar_text(value) == scalar_text(float(value))


@pytest.mark.parametrize(
    "stored", [None, [], {}, {"number": 1}, {"number": "nan"}, {"number": "x"}, float("inf"), 2**70]
)
def test_what_is_no_value_is_not_read_as_one(stored: Json) -> None:
    with pytest.raises(ValueError, match=r"no single value|could not convert"):
        scalar_from_json(stored)


def test_text_and_numbers_are_told_apart() -> None:
    assert {scalar_kind(value) for value in (1, 1.0)} == {"number"}
    assert scalar_kind("1") == "text"
    assert scalar_kind(value=True) == "boolean"
    assert not is_scalar(float("-inf"))
