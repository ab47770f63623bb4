"""Numbers are written so that nobody is misled."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.kernel.number import kind_of, plainly, spread, written

shares = st.floats(0, 1, allow_subnormal=False)
kinds = st.sampled_from(["percent", "points", "plain"])


def _read(text: str, kind: str) -> float:
    number = float(text.removesuffix("%").removesuffix(" points"))
    return number if kind == "plain" else number / 100


@given(shares, shares, kinds)
def test_a_number_lies_on_its_own_side_of_the_limit(value: float, limit: float, kind: str) -> None:
    assume(abs(value - limit) > 1e-9)

    shown = _read(written(value, kind, limits=[limit]), kind)

    assert (shown > limit) == (value > limit)


@given(st.floats(1e-6, 1 - 1e-6))
def test_a_share_is_neither_nothing_nor_all_unless_it_is(value: float) -> None:
    assert 0 < _read(written(value, "percent"), "percent") < 1


@pytest.mark.parametrize(("value", "text"), [(0.0, "0.0%"), (1.0, "100.0%"), (0.99951, "99.95%"), (0.0004, "0.04%")])
def test_the_ends_of_a_share(value: float, text: str) -> None:
    assert written(value, "percent") == text


@given(shares, shares, shares, shares)
def test_an_interval_keeps_its_order_and_its_side(one: float, two: float, three: float, limit: float) -> None:
    lower, value, upper = sorted((one, two, three))
    assume(all(abs(end - limit) > 1e-9 for end in (lower, value, upper)))

    text = spread((value, lower, upper), "percent", limits=[limit])
    shown = [_read(part.strip("[],"), "percent") for part in text.split()]

    assert shown[1] <= shown[0] <= shown[2]
    assert [each > limit for each in shown] == [each > limit for each in (value, lower, upper)]


def test_the_numbers_of_an_interval_have_alike_many_digits() -> None:
    assert spread((0.79996, 0.7, 0.9), "percent", limits=[0.8]) == "79.996% [70.000%, 90.000%]"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("selection_rate", "percent"),
        ("true_positive_rate_difference", "points"),
        ("roc_auc_difference", "plain"),
        ("selection_rate_ratio", "ratio"),
        ("null_rate_change", "points"),
        ("maximum", "column"),
        ("rows", "count"),
        ("calibration_in_the_large", "plain"),
        ("of nobody", "plain"),
    ],
)
def test_how_a_metric_is_written_follows_from_its_unit(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(("value", "text"), [(0.8, "80%"), (0.075, "7.5%"), (0.0, "0%"), (-0.0, "0%"), (1.0, "100%")])
def test_a_limit_is_written_shortest(value: float, text: str) -> None:
    assert plainly(value, "percent") == text


@given(st.floats(0.01, 3))
def test_a_ratio_lies_on_its_own_side_of_four_fifths(value: float) -> None:
    assume(abs(value - 0.8) > 1e-9)

    assert (float(written(value, "ratio")) > 0.8) == (value > 0.8)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7997, "0.7997"),
        (0.79999999995, "0.79999999995"),
        (0.79996, "0.79996"),
        (0.8, "0.800"),
        (0.80004, "0.80004"),
        (0.75, "0.750"),
    ],
)
def test_a_ratio_near_four_fifths_is_not_rounded_to_it(value: float, text: str) -> None:
    assert written(value, "ratio") == text


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((51234.0, 51234.0, 51234.0), "51234"),
        ((1000000.0000012, 1000000.000001, 1000000.0000014), "1000000.0000012 [1000000.000001, 1000000.0000014]"),
        ((2.5e-9, 2.5e-9, 2.5e-9), "2.5e-09"),
        ((0.0, 0.0, 0.0), "0"),
        ((3.0, -1.0, 7.0), "3 [-1, 7]"),
    ],
)
def test_a_number_of_a_column_keeps_the_digits_that_tell(ends: tuple[float, float, float], text: str) -> None:
    assert spread(ends, "column") == text
