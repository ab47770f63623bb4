"""Coverage of the intervals of performance, each to its bar of 95 % plus or minus 1.5 points or to what ADR-0005 tells.

Run with ``pytest tests/slow/test_performance_coverage.py``; ``EVENHAND_SLOW=full`` draws ten times as often and prints
more populations.
"""

import os
from collections.abc import Callable

import numpy as np
import pytest
from tests.metrics.simulated import Scores, score_coverage

from evenhand.metrics.cost import cost_of, matrix_of
from evenhand.metrics.cube.residual_profile import ResidualPlan, ResidualProfile
from evenhand.metrics.f_beta import f_beta
from evenhand.metrics.multiclass.average import AVERAGES, average
from evenhand.metrics.regression.residual import REGRESSION
from evenhand.metrics.scoring import gain, reliability, separation
from evenhand.metrics.scoring.threshold_curve import best_cut_off

IS_FULL = os.environ.get("EVENHAND_SLOW") == "full"
TIMES = 10 if IS_FULL else 1
BAR = 0.015
TRUTH_ROWS = 4_000_000 if IS_FULL else 300_000

EVEN, TIMID, STEPPED = Scores(), Scores(a=2, b=2, truth=lambda score: 0.25 + 0.5 * score), Scores(steps=10)
SHARP, RARE = Scores(a=0.3, b=0.3), Scores(a=1, b=6)
POPULATIONS = {"even": EVEN, "timid": TIMID, "stepped": STEPPED, "sharp": SHARP, "rare": RARE}
CHANCES = {
    "usual": [0.5, 0.1, 0.2, 0.2], "many alarms": [0.6, 0.3, 0.02, 0.08], "rare": [0.85, 0.05, 0.05, 0.05],
    "good": [0.45, 0.05, 0.05, 0.45], "poor": [0.3, 0.05, 0.35, 0.3],
}  # fmt: skip
COSTS = {
    "mistakes": {"false_favourable": 5, "false_unfavourable": 1},
    "alike": {"false_favourable": 1, "false_unfavourable": 1},
    "with gain": {"false_favourable": 5, "false_unfavourable": 1, "true_favourable": -3},
    "all": {"false_favourable": 5, "false_unfavourable": 2, "true_favourable": -1, "true_unfavourable": 1},
}


def _beside(draws: int) -> float:
    """The bar with two standard errors of the draws beside it."""
    return BAR + 2 * float(np.sqrt(0.05 * 0.95 / draws))


def _tables(chances: list[float], n: int, draws: int) -> np.ndarray:
    counts = np.zeros((draws, 2, 2, 3), dtype=np.int64)
    counts[..., 2] = np.random.default_rng(7).multinomial(n, chances, size=draws).reshape(draws, 2, 2)
    return counts


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("chances", CHANCES.values(), ids=CHANCES)
def test_f_beta(chances: list[float], beta: float, n: int) -> None:
    draws = 3_000 * TIMES
    found = f_beta(_tables(chances, n, draws), beta, 0.95)
    _, false, misses, hits = chances
    truth = (1 + beta**2) * hits / ((1 + beta**2) * hits + beta**2 * misses + false)

    assert abs(float(((found.lower <= truth) & (truth <= found.upper)).mean()) - 0.95) <= _beside(draws)


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("costs", COSTS.values(), ids=COSTS)
@pytest.mark.parametrize("chances", CHANCES.values(), ids=CHANCES)
def test_expected_cost(chances: list[float], costs: dict[str, float], n: int) -> None:
    draws = 3_000 * TIMES
    found = cost_of(_tables(chances, n, draws), costs, 0.95)
    truth = float((np.array(chances).reshape(2, 2) * matrix_of(costs)).sum())
    held = (found.lower <= truth + 1e-12) & (truth - 1e-12 <= found.upper)

    assert abs(float(held.mean()) - 0.95) <= _beside(draws)


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("population", POPULATIONS.values(), ids=POPULATIONS)
def test_cumulative_gain(population: Scores, n: int) -> None:
    draws = 200 * TIMES
    truth = gain.cumulative_gain(population.cells(np.random.default_rng(99), TRUTH_ROWS), 0.95).value

    assert abs(score_coverage(gain.cumulative_gain, population, truth, n=n, repeats=draws) - 0.95) <= _beside(draws)


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("population", POPULATIONS.values(), ids=POPULATIONS)
def test_the_gap_of_labels_covers_more_often_than_it_says(population: Scores, n: int) -> None:
    reading, draws = separation.kolmogorov_smirnov_separation, 150 * TIMES
    truth = reading(population.cells(np.random.default_rng(99), TRUTH_ROWS), 0.95).value

    assert score_coverage(reading, population, truth, n=n, repeats=draws) >= 0.95 - _beside(draws)


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("population", [EVEN, SHARP, RARE], ids=["even", "sharp", "rare"])
def test_the_largest_calibration_error_of_true_scores(population: Scores, n: int) -> None:
    draws = 150 * TIMES
    found = score_coverage(reliability.maximum_calibration_error, population, 0.0, n=n, repeats=draws)

    assert found >= 0.95 - _beside(draws)


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("population", [EVEN, SHARP, RARE], ids=["even", "sharp", "rare"])
@pytest.mark.parametrize("costs", [(1.0, 1.0), (1.0, 3.0)], ids=str)
def test_the_best_cut_off(costs: tuple[float, float], population: Scores, n: int) -> None:
    draws = 150 * TIMES
    rng, named = np.random.default_rng(7), {"false_favourable": costs[0], "false_unfavourable": costs[1]}
    best = costs[0] / sum(costs)
    found = [best_cut_off(population.cells(rng, n), named, 0.95).cut_off for _ in range(draws)]
    held = [each.lower <= best and (best <= each.upper or each.detail["nobody"]) for each in found if not each.reason]

    assert float(np.mean(held)) >= 0.95 - _beside(draws)


ERRORS: dict[str, Callable[[np.random.Generator, tuple[int, int]], np.ndarray]] = {
    "normal": lambda rng, size: rng.normal(size=size),
    "laplace": lambda rng, size: rng.laplace(0, np.sqrt(0.5), size),
    "even": lambda rng, size: rng.uniform(-np.sqrt(3), np.sqrt(3), size),
    "skewed": lambda rng, size: rng.exponential(size=size) - 1,
}  # fmt: skip
ABSOLUTE = {"normal": np.sqrt(2 / np.pi), "laplace": np.sqrt(0.5), "even": np.sqrt(3) / 2, "skewed": 2 / np.e}
"""All errors have mean 0 and variance 1."""


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("errors", ERRORS)
def test_predicted_numbers(errors: str, n: int) -> None:
    draws = 200 * TIMES
    rng = np.random.default_rng(7)
    guess = rng.normal(0, 2, (draws, n))
    label = guess - ERRORS[errors](rng, (draws, n))
    truths = {
        "mean_absolute_error": ABSOLUTE[errors], "root_mean_squared_error": 1.0, "r2": 1 - 1 / 5, "mean_error": 0.0,
    }  # fmt: skip
    plan = ResidualPlan(attributes=(), cuts=np.empty(0), centre=0.0)
    held: dict[str, list[bool]] = {name: [] for name in truths}
    for row in range(draws):
        sums = ResidualProfile.counted(plan, label=label[row], prediction=guess[row], groups=()).residuals()
        for name, truth in truths.items():
            found = REGRESSION[name](sums, 0.95)
            held[name].append(bool(found.lower[0] <= truth <= found.upper[0]))
    for name, each in held.items():
        # Explained variance covers a little less with errors of a long tail.
        spare = {"laplace": 0.01, "skewed": 0.03}.get(errors, 0.0) if name == "r2" else 0.0
        assert abs(float(np.mean(each)) - 0.95) <= _beside(draws) + spare, name


CLASSES = {"three": ([0.4, 0.3, 0.3], 0.8), "uneven": ([0.7, 0.2, 0.1], 0.7), "ten": ([0.1] * 10, 0.7)}


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("name", AVERAGES)
@pytest.mark.parametrize("classes", CLASSES.values(), ids=CLASSES)
def test_averages_over_classes(classes: tuple[list[float], float], name: str, n: int) -> None:
    (shares, right), draws = classes, 250 * TIMES
    k = len(shares)
    chances = np.outer(shares, np.full(k, (1 - right) / (k - 1)))
    np.fill_diagonal(chances, np.array(shares) * right)
    counts = np.random.default_rng(7).multinomial(n, chances.reshape(-1), size=draws).reshape(-1, k, k)
    found, truth = average(name, counts, 0.95), AVERAGES[name][0](chances)[0]
    held = (found.lower <= truth) & (truth <= found.upper)

    assert abs(float(held[found.is_defined].mean()) - 0.95) <= _beside(draws)
