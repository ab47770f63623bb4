import numpy as np
import pytest
from tests.metrics.simulated import Scores, score_coverage

from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.gain import cumulative_gain, lift


def _cells(score: np.ndarray, label: np.ndarray) -> ScoreCells:
    return ScoreCells.of(negatives=score[label == 0], positives=score[label == 1])


@pytest.mark.parametrize("depth", [0.05, 0.1, 0.25, 0.5])
def test_without_ties_it_is_what_a_sorted_table_holds(depth: float) -> None:
    rng = np.random.default_rng(1)
    score, label = rng.random(400), rng.integers(0, 2, 400)
    top = label[np.argsort(-score)][: int(400 * depth)]

    assert cumulative_gain(_cells(score, label), 0.95, depth).value == pytest.approx(top.sum() / label.sum())
    assert lift(_cells(score, label), 0.95, depth).value == pytest.approx(top.mean() / label.mean())


def test_ties_count_as_drawn_by_lot() -> None:
    rng = np.random.default_rng(2)
    score, label = rng.integers(0, 4, 300) / 4, rng.integers(0, 2, 300)
    drawn = [
        label[np.lexsort((rng.random(300), -score))][:60].sum() / label.sum() for _ in range(4000)
    ]  # fmt: skip

    assert cumulative_gain(_cells(score, label), 0.95, 0.2).value == pytest.approx(np.mean(drawn), abs=0.003)


def test_constant_scores_find_what_chance_finds() -> None:
    found = lift(_cells(np.full(100, 0.3), np.arange(100) % 2), 0.95)

    assert found.value == 1
    assert found.lower < 1 < found.upper


# With scores spread evenly and true, the tenth with the highest scores holds (1 - 0.81) of the favourable cases.
@pytest.mark.parametrize("n", [300, 1000])
def test_its_bounds_hold_the_truth(n: int) -> None:
    assert abs(score_coverage(cumulative_gain, Scores(), 0.19, n=n, repeats=400) - 0.95) <= 0.03


def test_one_label_alone_has_no_gain() -> None:
    (found,) = derive(EvaluationProfile.of(Cases(label=np.ones(5), decision=np.ones(5), score=np.ones(5))), name="lift")

    assert found.undefined == "The group does not hold both labels."


def test_less_than_one_row_holds_nothing() -> None:
    assert (
        cumulative_gain(_cells(np.arange(5.0), np.arange(5) % 2), 0.95).reason == "10% of 5 rows are less than one row."
    )


@pytest.mark.parametrize("depth", [0, 1, -0.1, float("nan")])
def test_a_depth_that_is_no_part_of_the_table_is_refused(depth: float) -> None:
    with pytest.raises(ValueError, match="a depth of"):
        cumulative_gain(_cells(np.arange(4.0), np.arange(4) % 2), 0.95, depth)
