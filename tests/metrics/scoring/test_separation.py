import numpy as np
import pytest
from scipy.stats import ks_2samp, somersd
from tests.metrics.simulated import Scores, score_coverage

from evenhand.metrics.ranking import roc_auc
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.separation import gini, kolmogorov_smirnov_separation


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_gap_equals_scipy_where_favourable_cases_score_higher(seed: int) -> None:
    rng = np.random.default_rng(seed)
    negatives, positives = np.round(rng.normal(0, 1, 150), 1), np.round(rng.normal(0.8, 1, 90), 1)
    found = kolmogorov_smirnov_separation(ScoreCells.of(negatives=negatives, positives=positives), 0.95)

    assert found.value == pytest.approx(ks_2samp(positives, negatives, alternative="less").statistic, abs=1e-12)
    above = [(part >= found.detail["cut_off"]).mean() for part in (positives, negatives)]
    assert above[0] - above[1] == pytest.approx(found.value, abs=1e-12)


def test_gini_equals_somers_d() -> None:
    rng = np.random.default_rng(4)
    score, label = np.round(rng.random(200), 1), rng.integers(0, 2, 200)
    cells = ScoreCells.of(negatives=score[label == 0], positives=score[label == 1])
    found, area = gini(cells, 0.95), roc_auc(cells, 0.95)

    assert found.value == pytest.approx(somersd(label, score).statistic, abs=1e-12)
    assert (found.lower, found.upper) == pytest.approx((2 * area.lower - 1, 2 * area.upper - 1))


EVEN, CHANCE = Scores(), Scores(truth=lambda score: 0 * score + 0.3)


@pytest.mark.parametrize(("population", "truth"), [(EVEN, 0.5), (CHANCE, 0.0)], ids=["even", "chance"])
@pytest.mark.parametrize("n", [100, 400])
def test_its_bounds_hold_the_truth_at_least_as_often_as_they_say(population: Scores, truth: float, n: int) -> None:
    assert score_coverage(kolmogorov_smirnov_separation, population, truth, n=n, repeats=300) >= 0.95


def test_scores_in_the_wrong_order_are_apart_by_nothing() -> None:
    cells = ScoreCells.of(negatives=np.full(30, 0.9), positives=np.full(30, 0.1))

    assert kolmogorov_smirnov_separation(cells, 0.95).value == 0
    assert gini(cells, 0.95).value == -1


@pytest.mark.parametrize("reading", [gini, kolmogorov_smirnov_separation])
def test_one_label_alone_is_apart_from_nothing(reading: object) -> None:
    found = reading(ScoreCells.of(negatives=np.empty(0), positives=np.ones(3)), 0.95)  # type: ignore[operator]

    assert found.reason == "The group does not hold both labels."
