"""A difference of two decisions about the same rows: by hand, against the direct formula, and how often it holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics.paired import VALUE, compared
from evenhand.metrics.quantile import normal
from evenhand.metrics.tally import Integers

WORTH = (400.0, -2500.0, 0.0, -150.0)
tables = st.lists(st.integers(0, 50), min_size=8, max_size=8).map(lambda cells: np.array(cells).reshape(2, 2, 2))


def test_accuracy_is_the_interval_of_agresti_and_min() -> None:
    counts = np.array([[[30, 2], [4, 4]], [[3, 5], [12, 40]]])
    gained, lost, n = 2 + 12, 4 + 5, 100

    found = {each.model.name: each.difference for each in compared(counts, confidence=0.95)}["accuracy"]

    up, down, rows = gained + 0.5, lost + 0.5, n + 2
    half = normal(0.95) * np.sqrt((up + down) / rows - ((up - down) / rows) ** 2) / np.sqrt(rows)
    assert found.value == (gained - lost) / n
    assert found.lower == pytest.approx((up - down) / rows - half)
    assert found.upper == pytest.approx((up - down) / rows + half)


def test_value_per_case_by_hand() -> None:
    counts = np.zeros((2, 2, 2), dtype=np.int64)
    counts[1, 1, 0] = 90  # granted by the model alone, repaid
    counts[0, 1, 1] = 10  # granted by both, not repaid

    value = compared(counts, confidence=0.95, worth=WORTH, currency="EUR")[-1]

    assert (value.model.name, value.model.unit) == (VALUE, "EUR")
    assert value.model.value == pytest.approx(0.9 * 400 - 0.1 * 2500)
    assert value.baseline.value == pytest.approx(0.9 * -150 - 0.1 * 2500)
    assert value.difference.value == pytest.approx(0.9 * 550)
    assert value.difference.lower < 495 < value.difference.upper


@given(tables)
def test_a_value_lies_in_its_interval_and_differences_are_differences(counts: Integers) -> None:
    for each in compared(counts, confidence=0.9, worth=WORTH, currency="EUR"):
        for part in (each.model, each.baseline, each.difference):
            assert part.value is None or part.lower <= part.value <= part.upper
        if each.difference.value is not None:
            assert each.difference.value == pytest.approx(each.model.value - each.baseline.value)


def test_nothing_measured_is_said_to_be_undefined() -> None:
    for each in compared(np.zeros((2, 2, 2), dtype=np.int64), confidence=0.95, worth=WORTH, currency="EUR"):
        assert (each.difference.value, each.difference.n) == (None, 0)
        assert each.difference.undefined


def test_the_interval_of_a_paired_difference_holds_as_often_as_it_says() -> None:
    draw = np.random.default_rng(3)
    shares = np.array([0.25, 0.05, 0.08, 0.02, 0.06, 0.04, 0.15, 0.35])
    held = {"accuracy": 0, VALUE: 0}
    exact = compared((shares * 1_000_000).astype(np.int64).reshape(2, 2, 2), confidence=0.95, worth=WORTH)
    truth = {each.model.name: each.difference.value for each in exact}
    for _ in range(300):
        counts = draw.multinomial(250, shares).reshape(2, 2, 2)
        for each in compared(counts, confidence=0.95, worth=WORTH):
            if each.model.name in held:
                held[each.model.name] += each.difference.lower <= truth[each.model.name] <= each.difference.upper

    assert all(0.92 <= n / 300 <= 0.985 for n in held.values())
