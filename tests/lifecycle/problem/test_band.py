"""Bands cover every number once, and their names depend on the cut points alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.table import UseCaseInvalid
from evenhand.lifecycle.problem.band import band_names, checked_cuts

whole = st.lists(st.integers(-1000, 1000), min_size=1, max_size=8, unique=True).map(sorted)
fractions = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8, unique=True).map(sorted)


@given(whole | fractions)
def test_there_is_one_more_band_than_cut_points_and_no_two_share_a_name(cuts: list[float]) -> None:
    names = band_names(checked_cuts(cuts, path="bands.age"))

    assert len(set(names)) == len(cuts) + 1


def test_whole_cut_points_make_names_for_people() -> None:
    assert band_names([18, 25, 26, 65]) == ("<18", "18-24", "25", "26-64", ">=65")


def test_negative_cut_points_stay_readable() -> None:
    assert band_names([-5, 0]) == ("<-5", "-5 to -1", ">=0")


def test_a_fraction_asks_for_intervals() -> None:
    assert band_names([18.0, 25]) == ("<18", "[18, 25)", ">=25")


@pytest.mark.parametrize("cuts", [[], [1, 1], [2, 1], [float("nan")], [2**60], [None], ["1"], [False]])
def test_cut_points_that_do_not_rise_are_refused(cuts: list[float]) -> None:
    with pytest.raises(UseCaseInvalid, match=r"bands\.age"):
        checked_cuts(cuts, path="bands.age")
