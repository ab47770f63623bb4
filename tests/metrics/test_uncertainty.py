from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics import quantile
from evenhand.metrics.uncertainty import Bounds, Floats, clopper_pearson, mover_difference, mover_ratio, t_mean, wilson

GROUPS = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.9999])


def _share(count: int, n: int, confidence: float) -> tuple[Floats, Bounds]:
    return np.asarray(count / n), wilson(count, n, confidence)


@given(GROUPS, LEVELS)
def test_the_interval_of_a_share_holds_it_and_has_a_width(group: tuple[int, int], confidence: float) -> None:
    count, n = group
    lower, upper = wilson(count, n, confidence)

    assert 0 <= lower <= count / n <= upper <= 1
    assert lower < upper


@given(GROUPS, LEVELS)
def test_swapping_success_and_failure_mirrors_the_interval(group: tuple[int, int], confidence: float) -> None:
    count, n = group
    lower, upper = wilson(count, n, confidence)
    mirrored = wilson(n - count, n, confidence)

    assert (lower, upper) == pytest.approx((1 - mirrored[1], 1 - mirrored[0]), abs=1e-12)


def test_nobody_of_nobody_has_no_interval() -> None:
    assert np.isnan(wilson(0, 0, 0.95)).all()


@given(st.integers(0, 400), st.integers(1, 400), LEVELS)
def test_the_exact_interval_is_the_one_where_the_tails_have_their_size(count: int, n: int, confidence: float) -> None:
    count = min(count, n)
    lower, upper = clopper_pearson(count, n, confidence)
    tail = (1 - confidence) / 2

    assert lower <= count / n <= upper
    assert lower == 0 or quantile.beta_below(lower, count, n - count + 1) == pytest.approx(tail, rel=1e-7)
    assert upper == 1 or quantile.beta_below(upper, count + 1, n - count) == pytest.approx(1 - tail, rel=1e-7)


@given(GROUPS, GROUPS, LEVELS)
def test_a_difference_lies_inside_its_interval(one: tuple[int, int], other: tuple[int, int], confidence: float) -> None:
    a, b = _share(*one, confidence), _share(*other, confidence)
    lower, upper = mover_difference(a, b)
    difference = a[0] - b[0]

    assert -1 - 1e-12 <= lower <= difference <= upper <= 1 + 1e-12
    assert lower < upper


@given(GROUPS, GROUPS, LEVELS)
def test_a_ratio_lies_inside_its_interval_and_never_falls_below_nothing(
    one: tuple[int, int], other: tuple[int, int], confidence: float
) -> None:
    a, b = _share(*one, confidence), _share(*other, confidence)
    lower, upper = mover_ratio(a, b)

    assert 0 <= lower < upper
    assert np.isinf(upper) == (other[0] == 0)
    if other[0]:
        assert lower <= a[0] / b[0] * (1 + 1e-12)
        assert a[0] / b[0] <= upper * (1 + 1e-12)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), st.integers(1, 500))
def test_ratio_and_difference_agree_on_who_is_clear_of_whom(k1: int, n1: int, k2: int, n2: int) -> None:
    a, b = _share(min(k1, n1), n1, 0.95), _share(min(k2, n2), n2, 0.95)
    below, above = mover_difference(a, b)
    low, high = mover_ratio(a, b)

    assert (low > 1) == (below > 0) or abs(low - 1) < 1e-9
    assert (high < 1) == (above < 0) or abs(high - 1) < 1e-9


def test_newcombe_by_hand() -> None:
    # Newcombe 1998, table II, example (a): 56/70 against 48/80.
    low, high = mover_difference(_share(56, 70, 0.95), _share(48, 80, 0.95))

    assert (round(float(low), 4), round(float(high), 4)) == (0.0524, 0.3339)


def test_estimates_that_move_together_differ_by_less() -> None:
    a, b = _share(50, 100, 0.95), _share(60, 100, 0.95)
    apart, together = mover_difference(a, b), mover_difference(a, b, 0.9)

    assert together[1] - together[0] < (apart[1] - apart[0]) / 2


def test_a_mean_by_hand() -> None:
    lower, upper = t_mean(np.array([2.0]), np.array([9.0]), np.array([10.0]), 0.95)

    assert (lower[0], upper[0]) == pytest.approx((2 - 2.262157 * 3 / sqrt(10), 2 + 2.262157 * 3 / sqrt(10)), abs=1e-6)
