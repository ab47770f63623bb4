import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support, precision_score, recall_score

from evenhand.metrics.multiclass.average import AVERAGES, accuracy, average, one_against_rest
from evenhand.metrics.performance import CONFUSION, share

THEIRS = {"precision": precision_score, "recall": recall_score, "f1": f1_score}


def _drawn(seed: int, n: int = 200, k: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    label = rng.choice(k, n, p=rng.dirichlet(np.full(k, 3.0)))
    guess = np.where(rng.random(n) < 0.6, label, rng.integers(0, k, n))
    counts = np.zeros((1, k, k), dtype=np.int64)
    np.add.at(counts, (0, label, guess), 1)
    return label, guess, counts


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", AVERAGES)
def test_averages_equal_scikit_learn(name: str, seed: int) -> None:
    label, guess, counts = _drawn(seed)
    metric, _, weight = name.partition("_")

    assert average(name, counts, 0.95).value[0] == pytest.approx(THEIRS[metric](label, guess, average=weight), abs=1e-9)


@pytest.mark.parametrize("metric", THEIRS)
def test_averages_over_cases_are_the_accuracy(metric: str) -> None:
    label, guess, counts = _drawn(4)

    assert accuracy(counts, 0.95).value[0] == pytest.approx(accuracy_score(label, guess), abs=1e-12)
    assert accuracy(counts, 0.95).value[0] == pytest.approx(THEIRS[metric](label, guess, average="micro"), abs=1e-12)
    assert accuracy(counts, 0.95).value[0] == pytest.approx(recall_score(label, guess, average="weighted"), abs=1e-12)


def test_one_class_against_the_rest_equals_scikit_learn() -> None:
    label, guess, counts = _drawn(5)
    precision, recall, f1, support = precision_recall_fscore_support(label, guess)

    for place in range(4):
        split = one_against_rest(counts, place)
        assert split.sum() == 200
        assert split[0, 1].sum() == support[place]
        assert share("precision", split, 0.95).value[0] == pytest.approx(precision[place], abs=1e-12)
        assert share("true_positive_rate", split, 0.95).value[0] == pytest.approx(recall[place], abs=1e-12)
        assert CONFUSION["f1"](split, 0.95).value[0] == pytest.approx(f1[place], abs=1e-12)


@pytest.mark.parametrize("name", AVERAGES)
def test_slopes_are_those_of_the_values(name: str) -> None:
    shares = np.random.default_rng(6).dirichlet(np.full(9, 2.0)).reshape(3, 3)
    value = AVERAGES[name][0]
    for row, column in np.ndindex(3, 3):
        step = np.zeros((3, 3))
        step[row, column] = 1e-6
        slope = (value(shares + step)[0] - value(shares - step)[0]) / 2e-6
        assert value(shares)[1][row, column] == pytest.approx(slope, abs=1e-6)


def _chances(shares: list[float], right: float) -> np.ndarray:
    k = len(shares)
    table = np.outer(shares, np.full(k, (1 - right) / (k - 1)))
    np.fill_diagonal(table, np.array(shares) * right)
    return table


@pytest.mark.parametrize("name", AVERAGES)
@pytest.mark.parametrize("chances", [_chances([0.4, 0.3, 0.3], 0.8), _chances([0.4, 0.3, 0.2, 0.1], 0.95)])
def test_bounds_hold_the_truth_as_often_as_they_say(chances: np.ndarray, name: str) -> None:
    rng = np.random.default_rng(7)
    counts = rng.multinomial(300, chances.reshape(-1), size=700).reshape(-1, *chances.shape)
    found, truth = average(name, counts, 0.95), AVERAGES[name][0](chances)[0]

    # 700 draws have a standard error of 0.8 points; the long form draws enough for the bar itself.
    assert abs(float(((found.lower <= truth) & (truth <= found.upper)).mean()) - 0.95) <= 0.025


@pytest.mark.parametrize("name", AVERAGES)
def test_a_table_without_mistakes_keeps_a_width(name: str) -> None:
    found = average(name, np.diag([10, 10, 10])[None], 0.95)

    assert found.value[0] == found.upper[0] == 1
    assert 0.7 < found.lower[0] < 1


def test_a_class_that_is_never_predicted_has_no_precision_but_an_f1_of_nought() -> None:
    counts = np.array([[[5, 0, 0], [3, 0, 0], [0, 0, 4]]])
    found = average("precision_macro", counts, 0.95)

    assert np.isnan(found.value[0])
    assert found.reasons[0] == "1 of 3 classes are never predicted, so that a part of the mean has no value."
    assert average("f1_macro", counts, 0.95).value[0] == pytest.approx((10 / 13 + 0 + 1) / 3)
    assert (
        average("recall_macro", counts.transpose(0, 2, 1), 0.95)
        .reasons[0]
        .startswith("1 of 3 classes are never found among the labels")
    )


def test_a_class_that_a_group_does_not_hold_is_no_class_of_that_group() -> None:
    counts = np.array([[[5, 1, 0], [1, 5, 0], [0, 0, 0]]])

    assert average("f1_macro", counts, 0.95).value[0] == pytest.approx(5 / 6)
    assert average("f1_macro", counts, 0.95).details[0] == {"classes": 2}


@pytest.mark.parametrize("name", AVERAGES)
def test_no_rows_have_no_value(name: str) -> None:
    found = average(name, np.zeros((1, 3, 3), dtype=np.int64), 0.95)

    assert np.isnan(found.value[0])
    assert found.reasons[0] == "The group holds no usable rows."
    assert np.isnan(accuracy(np.zeros((1, 3, 3), dtype=np.int64), 0.95).value[0])


def test_one_case_of_one_class_says_almost_nothing() -> None:
    found = average("f1_weighted", np.array([[[1]]]), 0.95)

    assert found.value[0] == 1
    assert found.lower[0] < 0.3
