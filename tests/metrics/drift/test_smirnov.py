import numpy as np
import pytest
from scipy import stats

from evenhand.metrics.drift.difference import kolmogorov_smirnov
from evenhand.metrics.drift.smirnov import largest_above

POISSON = stats.poisson(4).pmf(np.arange(16))
SHARES = {
    "counts": POISSON / POISSON.sum(), "halves": np.full(10, 0.1), "ages": np.full(60, 1 / 60),
    "40 % zeros": np.append(0.4, np.full(600, 0.001)), "a heap in the middle": np.r_[[0.001] * 300, 0.4, [0.001] * 300],
}  # fmt: skip


@pytest.mark.parametrize("x", [0.5, 0.8, 1.1, 1.6])
def test_where_no_value_repeats_it_is_kolmogorovs_chance(x: float) -> None:
    one = np.tile([1, 0], 500)

    assert largest_above(x, one, one[::-1]) == pytest.approx(stats.kstwobign.sf(x), abs=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("x", [0.4, 1.0, 2.0, 3.0])
def test_of_two_values_it_is_the_normal_chance_of_one_difference(share: float, x: float) -> None:
    counts = np.array([round(1000 * share), round(1000 * (1 - share))])

    assert largest_above(x, counts, counts) == pytest.approx(
        2 * stats.norm.sf(x / np.sqrt(share * (1 - share))), rel=1e-4, abs=1e-7
    )


@pytest.mark.parametrize("shape", SHARES)
def test_where_values_repeat_it_is_the_chance_of_bridges_that_were_drawn(shape: str) -> None:
    shares, rng = SHARES[shape], np.random.default_rng(71)
    walk = (rng.standard_normal((10_000, len(shares))) * np.sqrt(shares)).cumsum(axis=1)
    largest = np.abs(walk - np.cumsum(shares) * walk[:, -1:]).max(axis=1)
    counts = np.round(shares * 1e6).astype(np.int64)

    for share in (0.5, 0.2, 0.05):
        found = largest_above(float(np.quantile(largest, 1 - share)), counts, counts)
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / len(largest)) + 0.02 * share)


def test_a_test_of_counts_alarms_as_often_as_it_says() -> None:
    rng, found = np.random.default_rng(72), []
    for _ in range(1_500):
        one, other = (rng.multinomial(n, SHARES["counts"]) for n in (500, 2000))
        found.append(largest_above(
            float(np.abs(np.cumsum(one) / 500 - np.cumsum(other) / 2000).max()) * 20, one, other
        ))  # fmt: skip

    assert np.mean(np.array(found) < 0.05) == pytest.approx(0.05, abs=0.02)


def test_far_apart_no_chance_is_left_and_none_where_nothing_differs() -> None:
    one, other = np.array([900, 100]), np.array([100, 900])

    assert 0 < float(str(kolmogorov_smirnov(one, other, one > 0, 0.95).detail["p_value"])) < 1e-200
    assert largest_above(0.0, one, other) == 1
