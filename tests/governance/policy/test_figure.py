"""What a reader sees shows on which side of the limit a number lies."""

from math import nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.governance.policy.figure import level, plain, rows_to_settle, safe, shown

numbers = st.floats(-10, 10, allow_nan=False)


def test_a_ratio_just_below_four_fifths_is_not_rounded_up() -> None:
    assert shown(0.7997, 0.80) == "0.7997"
    assert shown(0.79999999, 0.80) == "0.79999999"
    assert shown(nextafter(0.8, 0), 0.8) == "0.7999999999999999"


@given(numbers, numbers)
def test_the_text_lies_where_the_number_lies(value: float, limit: float) -> None:
    written = float(shown(value, limit))

    assert (written > limit, written < limit) == (value > limit, value < limit)


def test_three_decimals_are_enough_when_nothing_is_near() -> None:
    assert [shown(0.85, 0.8), shown(-0.0001), shown(2_500_000.5)] == ["0.850", "0.000", "2500000.5"]


@given(st.floats(0.5, 1, exclude_min=True, exclude_max=True))
def test_no_confidence_looks_certain(confidence: float) -> None:
    assert float(level(confidence)) < 1


def test_a_limit_stands_exactly_as_it_is() -> None:
    assert [plain(0.80), plain(-0.10), plain(0.0125), plain(3.0)] == ["0.800", "-0.100", "0.0125", "3.000"]
    assert [plain(1e300), plain(nextafter(0.8, 1))] == ["1e+300", "0.8000000000000002"]


def test_rows_to_settle_by_hand() -> None:
    # 0.05 to the limit of 0.10 below, and 0.02 away: two and a half times too wide, so 6.25 times the rows.
    assert rows_to_settle(n=400, value=0.12, near=0.07, limit=0.10) == 2500


def test_no_number_of_rows_settles_a_value_on_the_limit() -> None:
    assert rows_to_settle(n=400, value=0.8, near=0.7, limit=0.8) is None


def test_an_absurd_number_of_rows_is_not_told() -> None:
    assert rows_to_settle(n=400, value=0.8, near=0.7, limit=nextafter(0.8, 0)) is None


@given(st.integers(1, 10**6), numbers, numbers, numbers)
def test_rows_to_settle_never_raises(n: int, value: float, near: float, limit: float) -> None:
    needed = rows_to_settle(n=n, value=value, near=near, limit=limit)

    assert needed is None or needed >= 1


@given(st.integers(100, 10**5), st.floats(0.81, 0.95), st.floats(0.001, 0.2))
def test_that_many_rows_would_settle_it(n: int, value: float, half: float) -> None:
    needed = rows_to_settle(n=n, value=value, near=value - half, limit=0.8)

    assert needed is not None
    assert value - half * (n / needed) ** 0.5 >= 0.8 - 1e-6


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31m", "a\u202eb", "a\x00", "a" * 500])
def test_hostile_text_is_made_safe(text: str) -> None:
    assert safe(text).isprintable()
    assert len(safe(text)) <= 90
