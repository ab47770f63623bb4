import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import proportion_confint
from tests.metrics.simulated import Scores, score_coverage

from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.reliability import maximum_calibration_error, reliability_curve


def test_points_equal_scikit_learn_with_quantiles() -> None:
    rng = np.random.default_rng(1)
    score = rng.permutation(np.linspace(0.001, 0.999, 500))
    label = (rng.random(500) < score).astype(np.int64)
    curve = reliability_curve(ScoreCells.of(negatives=score[label == 0], positives=score[label == 1]), 0.95)
    favourable, mean = calibration_curve(label, score, n_bins=10, strategy="quantile")

    assert curve is not None
    assert curve.score == pytest.approx(mean, abs=1e-9)
    assert curve.favourable.value == pytest.approx(favourable, abs=1e-9)
    assert curve.favourable.n.tolist() == [50] * 10
    low, high = proportion_confint(np.round(favourable * 50), 50, method="wilson")
    assert curve.favourable.lower == pytest.approx(low, abs=1e-9)
    assert curve.favourable.upper == pytest.approx(high, abs=1e-9)


def test_the_largest_gap_by_hand() -> None:
    cells = ScoreCells(score=np.array([0.2, 0.7]), negatives=np.array([70, 60]), positives=np.array([30, 40]))
    found = maximum_calibration_error(cells, 0.95)

    assert found.value == pytest.approx(0.3)
    assert found.detail["mean_score"] == pytest.approx(0.7)


def test_it_covers_at_least_as_often_as_it_says() -> None:
    assert score_coverage(maximum_calibration_error, Scores(), 0.0, n=300, repeats=300) >= 0.95
    assert score_coverage(maximum_calibration_error, Scores(a=0.3, b=0.3), 0.0, n=300, repeats=300) >= 0.94


def test_scores_that_are_no_probabilities_have_none() -> None:
    cases = Cases(label=np.arange(8) % 2, decision=np.ones(8), score=np.arange(8.0))
    (found,) = derive(EvaluationProfile.of(cases), name="maximum_calibration_error")

    assert found.undefined == "Scores run from 0 to 7: they are no probabilities."


def test_no_rows_have_no_curve() -> None:
    empty = ScoreCells.of(negatives=np.empty(0), positives=np.empty(0))

    assert reliability_curve(empty, 0.95) is None
    assert maximum_calibration_error(empty, 0.95).reason == "The group holds no usable rows."
