"""Scores counted in cells of a grid: within the bound that the detail states."""

import numpy as np
import pytest

from evenhand.metrics.cube.batch import CodedCases
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.grouping import score_cells_of
from evenhand.metrics.profile import EvaluationProfile, Plan
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.gain import cumulative_gain, lift
from evenhand.metrics.scoring.separation import gini, kolmogorov_smirnov_separation
from evenhand.metrics.scoring.threshold_curve import ThresholdCurve, best_cut_off

READINGS = [cumulative_gain, lift, gini, kolmogorov_smirnov_separation]


def _both(seed: int, cuts: int) -> tuple[ScoreCells, ScoreCells]:
    rng = np.random.default_rng(seed)
    score = np.round(rng.random(400) ** rng.choice([0.3, 1, 4]), int(rng.integers(1, 9)))
    label = (rng.random(400) < score).astype(np.uint8)
    grid = ScoreGrid(cuts=np.arange(1, cuts) / cuts)
    counted = EvaluationProfile.counted(
        Plan.over((), has_score=True, grid=grid), CodedCases(label=label, decision=label, score=score)
    )
    cells = score_cells_of(counted, ())
    assert cells is not None
    return ScoreCells.of(negatives=score[label == 0], positives=score[label == 1]), cells[0]


@pytest.mark.parametrize("cuts", [7, 40, 300])
@pytest.mark.parametrize("reading", READINGS)
def test_a_value_lies_within_its_stated_error(reading: object, cuts: int) -> None:
    for seed in range(25):
        exact, binned = _both(seed, cuts)
        true, found = reading(exact, 0.95), reading(binned, 0.95)  # type: ignore[operator]
        assert abs(found.value - true.value) <= found.detail["binning_error"] + 1e-12
        assert "binning_error" not in true.detail


def test_cut_offs_are_where_cells_begin_and_decide_as_they_should() -> None:
    exact, binned = _both(1, 10)
    curve = ThresholdCurve.of(binned)

    assert set(np.round(curve.cut_off[1:-1] * 10, 9)) <= set(range(1, 10))
    same = ThresholdCurve.of(exact, curve.cut_off.tolist())
    assert same.counts.tolist() == curve.counts.tolist()


def test_the_best_cut_off_of_cells_is_nearly_that_of_scores() -> None:
    exact, binned = _both(2, 300)
    one, other = (best_cut_off(cells, {"false_favourable": 1, "false_unfavourable": 1}, 0.95)
                  for cells in (exact, binned))  # fmt: skip

    assert other.cost.value >= one.cost.value - 1e-12
    assert other.cost.value == pytest.approx(one.cost.value, abs=0.02)
    assert np.isfinite([other.cut_off.value, other.cut_off.lower, other.cut_off.upper]).all()
