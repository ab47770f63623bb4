from math import log

import numpy as np
import pytest
from tests.metrics.simulated import Scores

from evenhand.metrics import calibration
from evenhand.metrics.score_cells import ScoreCells

ALL = [
    calibration.brier_score, calibration.log_loss, calibration.calibration_in_the_large,
    calibration.calibration_intercept, calibration.calibration_slope, calibration.expected_calibration_error,
    calibration.expected_calibration_error_debiased,
]  # fmt: skip


def _cells(*rows: tuple[float, int, int]) -> ScoreCells:
    score, negatives, positives = zip(*rows, strict=True)
    return ScoreCells(score=np.array(score), negatives=np.array(negatives), positives=np.array(positives))


def test_losses_by_hand() -> None:
    cells = _cells((0.2, 4, 1), (0.7, 2, 3))

    assert calibration.brier_score(cells, 0.95).value == pytest.approx((4 * 0.04 + 1 * 0.64 + 2 * 0.49 + 3 * 0.09) / 10)
    assert calibration.log_loss(cells, 0.95).value == pytest.approx(
        -(4 * log(0.8) + log(0.2) + 2 * log(0.3) + 3 * log(0.7)) / 10
    )
    assert calibration.calibration_in_the_large(cells, 0.95).value == pytest.approx(0.4 - 0.45)


def test_scores_of_0_and_1_that_are_right_prove_no_loss_of_0() -> None:
    found = calibration.log_loss(_cells((0.0, 1, 0)), 0.95)

    assert (found.value, found.lower) == (0.0, 0.0)
    assert found.upper == pytest.approx(0.975 * 52 * log(2))


def test_the_calibration_error_by_hand() -> None:
    # Two scores fill two bins of the ten: gaps 0.1 and 0.1, half the rows each.
    cells = _cells((0.2, 70, 30), (0.7, 40, 60))

    assert calibration.expected_calibration_error(cells, 0.95).value == pytest.approx(0.1)
    assert calibration.expected_calibration_error(cells, 0.95).detail["bins"] == 2


def test_what_chance_adds_is_taken_off() -> None:
    population = Scores()
    rng = np.random.default_rng(5)
    tables = [population.cells(rng, 300) for _ in range(50)]
    raw = np.mean([calibration.expected_calibration_error(cells, 0.95).value for cells in tables])
    debiased = np.mean([calibration.expected_calibration_error_debiased(cells, 0.95).value for cells in tables])

    assert debiased < 0.6 * raw


def test_a_gap_that_is_there_stays() -> None:
    cells = Scores(truth=lambda score: score**2).cells(np.random.default_rng(5), 5000)
    debiased = calibration.expected_calibration_error_debiased(cells, 0.95)

    assert debiased.value == pytest.approx(1 / 6, abs=0.01)
    assert debiased.lower > 0.1


def test_scores_that_are_too_extreme_have_a_flat_slope() -> None:
    rng = np.random.default_rng(5)
    population = Scores(a=2, b=2, truth=lambda score: 1 / (1 + ((1 - score) / score) ** 0.5))

    assert calibration.calibration_slope(population.cells(rng, 20_000), 0.95).value == pytest.approx(0.5, abs=0.05)


def test_rows_that_are_all_alike_do_not_make_a_mean_certain() -> None:
    found = calibration.brier_score(_cells((1.0, 0, 20)), 0.95)

    assert (found.value, found.method) == (0, "unseen-share")
    assert found.upper == pytest.approx(1 - 0.025 ** (1 / 20))


def test_one_row_says_almost_nothing() -> None:
    found = calibration.brier_score(_cells((0.5, 1, 0)), 0.95)

    assert found.lower < 0.01
    assert found.upper > 0.98


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (_cells((0.1, 5, 0), (0.9, 0, 5)), "The score separates the labels, so the slope has no end."),
        (_cells((0.1, 5, 0), (0.5, 3, 3), (0.9, 0, 5)), "The score separates the labels, so the slope has no end."),
        (_cells((0.4, 5, 5)), "The score separates the labels, so the slope has no end."),
        (_cells((0.0, 5, 1), (0.9, 2, 5)), "Scores of exactly 0 or 1 have no log odds."),
        (_cells((0.1, 5, 0), (0.9, 5, 0)), "The group does not hold both labels."),
    ],
)
def test_a_slope_that_is_not_there_says_why(cells: ScoreCells, words: str) -> None:
    found = calibration.calibration_slope(cells, 0.95)

    assert np.isnan(found.value)
    assert found.reason == words


def test_extreme_scores_have_their_line() -> None:
    cells = _cells((1e-300, 500, 1), (0.5, 10, 10), (1 - 1e-15, 1, 500))

    for reading in (calibration.calibration_slope, calibration.calibration_intercept):
        found = reading(cells, 0.95)
        assert found.lower < found.value < found.upper


@pytest.mark.parametrize("reading", ALL)
def test_no_rows_have_no_value(reading: object) -> None:
    found = reading(ScoreCells.of(negatives=np.empty(0), positives=np.empty(0)), 0.95)  # type: ignore[operator]

    assert np.isnan(found.value)
    assert found.reason.endswith(".")
