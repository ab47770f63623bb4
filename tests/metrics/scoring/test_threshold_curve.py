import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve, roc_curve
from tests.metrics.simulated import Scores

from evenhand.metrics.cost import cost_of, matrix_of
from evenhand.metrics.performance import share
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.threshold_curve import ThresholdCurve, best_cut_off

EVEN = {"false_favourable": 1.0, "false_unfavourable": 1.0}
UNEVEN = {"false_favourable": 1.0, "false_unfavourable": 3.0}


def _drawn(seed: int) -> tuple[np.ndarray, np.ndarray, ScoreCells]:
    rng = np.random.default_rng(seed)
    score = np.round(rng.random(300), 2)
    label = (rng.random(300) < score).astype(np.int64)
    return score, label, ScoreCells.of(negatives=score[label == 0], positives=score[label == 1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rates_at_every_cut_off_equal_scikit_learn(seed: int) -> None:
    score, label, cells = _drawn(seed)
    curve = ThresholdCurve.of(cells)
    false, true, cut_off = roc_curve(label, score, drop_intermediate=False)
    precision, _, _ = precision_recall_curve(label, score)

    assert curve.cut_off == pytest.approx(cut_off[::-1])
    assert share("true_positive_rate", curve.counts, 0.95).value == pytest.approx(true[::-1], abs=1e-12)
    assert share("false_positive_rate", curve.counts, 0.95).value == pytest.approx(false[::-1], abs=1e-12)
    assert share("precision", curve.counts, 0.95).value[:-1] == pytest.approx(precision[:-1], abs=1e-12)


def test_cut_offs_between_scores_decide_as_they_should() -> None:
    score, label, cells = _drawn(4)
    curve = ThresholdCurve.of(cells, [0.505, -1.0, 0.5, 7.0])

    assert curve.cut_off.tolist() == [-1.0, 0.5, 0.505, 7.0]
    for cut_off, table in zip(curve.cut_off, curve.counts[..., 2], strict=True):
        expected = [[((score >= cut_off) == yes)[label == value].sum() for yes in (0, 1)] for value in (0, 1)]
        assert table.tolist() == expected


@pytest.mark.parametrize("costs", [EVEN, UNEVEN, {**UNEVEN, "true_favourable": -2.0, "true_unfavourable": 0.5}])
def test_the_best_cut_off_is_the_cheapest_of_all(costs: dict[str, float]) -> None:
    for seed in range(5):
        _, _, cells = _drawn(seed)
        curve = ThresholdCurve.of(cells)
        each = cost_of(curve.counts, costs, 0.95).value
        found = best_cut_off(cells, costs, 0.95)

        assert found.cost.value == pytest.approx(each.min(), abs=1e-12)
        assert found.cut_off.value == curve.cut_off[int(np.argmin(np.round(each, 12)))]


def test_bounds_of_the_best_cut_off_hold_that_of_the_population() -> None:
    rng = np.random.default_rng(7)
    found = [best_cut_off(Scores().cells(rng, 400), UNEVEN, 0.95) for _ in range(300)]
    held = [each.cut_off.lower <= 0.25 <= each.cut_off.upper for each in found]
    # Of true and even scores, deciding from t on costs t**2 / 2 * 3 ... by hand: missed t**3 / 3, given (1 - t)**2 / 2.
    true_cost = [
        3 * each.cut_off.value**2 / 2 + (1 - each.cut_off.value) ** 2 / 2
        for each in found
    ]  # fmt: skip
    cheap = [each.cost.lower <= cost <= each.cost.upper for each, cost in zip(found, true_cost, strict=True)]

    assert np.mean(held) >= 0.94
    assert np.mean(cheap) >= 0.94


def test_where_everybody_is_best_refused_there_is_no_cut_off() -> None:
    cells = ScoreCells(score=np.array([0.2, 0.4]), negatives=np.array([50, 50]), positives=np.array([1, 0]))
    found = best_cut_off(cells, EVEN, 0.95)

    assert found.cut_off.reason == "It is cheapest to give nobody the favourable decision."
    assert found.cost.value == pytest.approx(1 / 101)


def test_no_rows_have_no_cut_off() -> None:
    found = best_cut_off(ScoreCells.of(negatives=np.empty(0), positives=np.empty(0)), EVEN, 0.95)

    assert found.cut_off.reason == found.cost.reason == "The group holds no usable rows."


def test_costs_that_reward_mistakes_are_refused() -> None:
    assert matrix_of(EVEN).sum() == 2
    with pytest.raises(ValueError, match="must cost more"):
        best_cut_off(_drawn(1)[2], {"false_favourable": 1.0, "false_unfavourable": -1.0}, 0.95)
