"""How often the intervals hold the truth: by adding up every table where that can be done, else by seeded draws.

The long form, with more tables and draws, is ``tests/slow/test_coverage.py``.
"""

import numpy as np
import pytest
from tests.metrics.simulated import Scores, chance_of, covered, drawn_sides, score_coverage

from evenhand.metrics import calibration, fairness, ranking
from evenhand.metrics.uncertainty import clopper_pearson, mover_difference, mover_ratio, wilson

BAR = 0.015


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("truth", [0.1, 0.2, 0.35, 0.5, 0.8, 0.9])
def test_shares(n: int, truth: float) -> None:
    lower, upper = wilson(np.arange(n + 1), np.full(n + 1, n), 0.95)

    assert abs(float(chance_of(n, truth)[(lower <= truth) & (truth <= upper)].sum()) - 0.95) <= BAR


@pytest.mark.parametrize("truth", [0.001, 0.05, 0.5, 0.99])
def test_the_exact_interval_never_covers_less_than_it_says(truth: float) -> None:
    n = 60
    ends = [clopper_pearson(count, n, 0.95) for count in range(n + 1)]
    held = np.array([lower <= truth <= upper for lower, upper in ends])

    assert float(chance_of(n, truth)[held].sum()) >= 0.95


@pytest.mark.parametrize(("n1", "n2"), [(100, 100), (100, 700), (300, 200)])
@pytest.mark.parametrize(("p1", "p2"), [(0.1, 0.1), (0.1, 0.5), (0.3, 0.4), (0.5, 0.5), (0.8, 0.9)])
def test_differences_and_ratios_of_two_groups(n1: int, n2: int, p1: float, p2: float) -> None:
    k1, k2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    chance = np.outer(chance_of(n1, p1), chance_of(n2, p2))
    one, other = (k1 / n1, wilson(k1, n1, 0.95)), (k2 / n2, wilson(k2, n2, 0.95))
    for (lower, upper), truth in ((mover_difference(one, other), p1 - p2), (mover_ratio(one, other), p1 / p2)):
        assert abs(float(chance[(lower <= truth) & (truth <= upper)].sum()) - 0.95) <= BAR


@pytest.mark.parametrize("part", [0.1, 0.5, 0.85])
@pytest.mark.parametrize("rates", [(0.1, 0.1), (0.3, 0.5), (0.8, 0.6)])
def test_differences_and_ratios_to_the_whole_that_holds_the_group(part: float, rates: tuple[float, float]) -> None:
    sides = drawn_sides(np.random.default_rng(7), repeats=8000, rows=600, part=part, rates=rates)
    overall = part * rates[0] + (1 - part) * rates[1]

    assert abs(covered(fairness.difference(sides), rates[0] - overall) - 0.95) <= BAR
    assert abs(covered(fairness.ratio(sides), rates[0] / overall) - 0.95) <= BAR


# For scores spread evenly and true: P(label) = 1/2, and the areas and losses are integrals by hand.
EVEN = Scores()
TRUTHS = [
    (ranking.roc_auc, 5 / 6),
    (calibration.brier_score, 1 / 6),
    (calibration.log_loss, 1 / 2),
    (calibration.calibration_in_the_large, 0.0),
    (calibration.calibration_slope, 1.0),
    (calibration.calibration_intercept, 0.0),
]


@pytest.mark.parametrize(("reading", "truth"), TRUTHS, ids=[reading.__name__ for reading, _ in TRUTHS])
def test_scores_in_short(reading: object, truth: float) -> None:
    # 300 draws have a standard error of 1.3 points; the long form draws enough for the bar itself.
    assert abs(score_coverage(reading, EVEN, truth, n=300, repeats=300) - 0.95) <= 0.035  # type: ignore[arg-type]


def test_the_calibration_error_covers_more_than_it_says_and_never_less() -> None:
    assert score_coverage(calibration.expected_calibration_error, EVEN, 0.0, n=200, repeats=200) >= 0.95
