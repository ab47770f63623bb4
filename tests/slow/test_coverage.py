"""Coverage of every interval to its bar of 95 % plus or minus 1.5 points, and the cases where that is not met.

Run with ``pytest tests/slow/test_coverage.py``; ``EVENHAND_SLOW=full`` draws five times as often.
"""

import os
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from tests.metrics.simulated import Scores, chance_of, covered, drawn_sides, score_coverage

from evenhand.metrics import calibration, fairness, ranking
from evenhand.metrics.estimate import Reading
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import wilson

IS_FULL = os.environ.get("EVENHAND_SLOW") == "full"
TIMES = 5 if IS_FULL else 1
BAR = 0.015
TRUTH_ROWS = 4_000_000 if IS_FULL else 400_000
"""A truth off by its own error moves a coverage of 1,000 rows by a tenth of a point, far within the bar."""

EVEN, TIMID, STEPPED = Scores(), Scores(a=2, b=2, truth=lambda score: 0.25 + 0.5 * score), Scores(steps=10)
SHARP, RARE = Scores(a=0.3, b=0.3), Scores(a=1, b=6)
METRICS: dict[str, Callable[[ScoreCells, float], Reading]] = {
    "roc_auc": ranking.roc_auc,
    "average_precision": ranking.average_precision,
    "brier_score": calibration.brier_score,
    "log_loss": calibration.log_loss,
    "calibration_in_the_large": calibration.calibration_in_the_large,
    "calibration_slope": calibration.calibration_slope,
    "calibration_intercept": calibration.calibration_intercept,
}


def _truth(name: str, population: Scores) -> float:
    return METRICS[name](_many(population), 0.95).value


@cache
def _many(population: Scores) -> ScoreCells:
    return population.cells(np.random.default_rng(99), TRUTH_ROWS)


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("population", [EVEN, TIMID, STEPPED], ids=["even", "timid", "stepped"])
@pytest.mark.parametrize("name", METRICS)
def test_scores_of_usual_tables(name: str, population: Scores, n: int) -> None:
    draws = 1000 * TIMES
    found = score_coverage(METRICS[name], population, _truth(name, population), n=n, repeats=draws)

    # Two standard errors of the draws stand beside the bar.
    assert abs(found - 0.95) <= BAR + 2 * np.sqrt(0.05 * 0.95 / draws)


@pytest.mark.parametrize("name", ["roc_auc", "average_precision", "brier_score", "log_loss"])
@pytest.mark.parametrize("population", [SHARP, RARE], ids=["sharp", "rare"])
def test_scores_of_hard_tables_cover_nine_times_in_ten(name: str, population: Scores) -> None:
    found = score_coverage(METRICS[name], population, _truth(name, population), n=100, repeats=1000 * TIMES)

    assert found >= 0.895


@pytest.mark.parametrize("rows", [200, 500, 2000])
@pytest.mark.parametrize("part", [0.05, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("rates", [(0.1, 0.1), (0.3, 0.5), (0.8, 0.6), (0.9, 0.95)])
def test_comparisons_with_overall(rows: int, part: float, rates: tuple[float, float]) -> None:
    draws = 10_000 * TIMES
    sides = drawn_sides(np.random.default_rng(7), repeats=draws, rows=rows, part=part, rates=rates)
    overall = part * rates[0] + (1 - part) * rates[1]
    bar = BAR + 2 * np.sqrt(0.05 * 0.95 / draws)

    assert abs(covered(fairness.difference(sides), rates[0] - overall) - 0.95) <= bar
    assert abs(covered(fairness.ratio(sides), rates[0] / overall) - 0.95) <= bar


@pytest.mark.parametrize("n", [30, 100, 1000])
def test_shares_of_rare_outcomes_waver_and_hold_on_average(n: int) -> None:
    lower, upper = wilson(np.arange(n + 1), np.full(n + 1, n), 0.95)
    truths = np.linspace(3 / n, 0.5, 400)
    found = np.array([chance_of(n, truth)[(lower <= truth) & (truth <= upper)].sum() for truth in truths])

    assert abs(float(found.mean()) - 0.95) <= 0.006
    assert float(found.min()) >= 0.89
