"""The Wasserstein distance of numbers that floats can hardly tell apart."""

import numpy as np
import pytest
from scipy import stats
from tests.metrics.drift.profiled import certified, measured, numbers


@pytest.mark.parametrize("power", [40, 50, 52, 53, 60])
def test_neighbouring_floats_lie_as_far_apart_as_they_do(power: int) -> None:
    rng = np.random.default_rng(power)
    zero, step = 2.0**power, max(1.0, 2.0 ** (power - 52))
    before, now = zero + step * rng.integers(0, 9, 1000), zero + step * rng.integers(0, 12, 1000)

    found = measured(numbers(before, now))["wasserstein_distance"]

    low, high = certified(found)
    truth = stats.wasserstein_distance(before - zero, now - zero)
    assert found.value == pytest.approx(truth)
    assert low <= truth * (1 + 1e-12)
    assert truth <= high * (1 + 1e-12)


def test_a_distance_beyond_the_largest_number_has_a_reason_and_no_value() -> None:
    rng = np.random.default_rng(1)
    before, now = (rng.choice([1e308, -1e308, 0.0], n) for n in (50, 500))

    found = measured(numbers(before, now))

    for name in ("wasserstein_distance", "wasserstein_distance_scaled"):
        assert found[name].value is None
        assert "further apart than a number can say" in str(found[name].undefined)
