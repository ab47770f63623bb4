"""Axes hold what is drawn."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.surfaces.report.scale import ticks

numbers = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 9))


@given(st.lists(numbers, min_size=1, max_size=8))
def test_ticks_rise_enclose_and_are_few(values: list[float]) -> None:
    found = [place for place, _ in ticks(values, "plain")]

    assert found == sorted(set(found))
    assert 2 <= len(found) <= 8
    reach = max(abs(value) for value in values) + 1
    assert found[0] <= min(values) + 1e-6 * reach
    assert found[-1] >= max(values) - 1e-6 * reach


@pytest.mark.parametrize("values", [[], [nan], [inf, -inf], [0.5]])
def test_there_is_an_axis_whatever_there_is_to_draw(values: list[float]) -> None:
    assert len(ticks(values, "percent")) >= 2
