import numpy as np
import pytest
from sklearn.metrics import fbeta_score

from evenhand.metrics.derive import derive
from evenhand.metrics.f_beta import f_beta
from evenhand.metrics.performance import f1
from evenhand.metrics.profile import Cases, EvaluationProfile

RNG = np.random.default_rng(3)


def _tables(n: int, chances: list[float], repeats: int) -> np.ndarray:
    counts = np.zeros((repeats, 2, 2, 3), dtype=np.int64)
    counts[..., 2] = RNG.multinomial(n, chances, size=repeats).reshape(repeats, 2, 2)
    return counts


@pytest.mark.parametrize("beta", [0.3, 0.5, 1.0, 2.0, 5.0])
def test_it_equals_scikit_learn(beta: float) -> None:
    label, decision = RNG.integers(0, 2, 300), RNG.integers(0, 2, 300)
    counts = np.zeros((1, 2, 2, 3), dtype=np.int64)
    np.add.at(counts, (0, label, decision, 2), 1)

    assert f_beta(counts, beta, 0.95).value[0] == pytest.approx(fbeta_score(label, decision, beta=beta), abs=1e-12)


def test_with_beta_one_it_is_f1_bounds_and_all() -> None:
    counts = _tables(80, [0.4, 0.1, 0.2, 0.3], 200)
    mine, theirs = f_beta(counts, 1.0, 0.9), f1(counts, 0.9)

    for end in ("value", "lower", "upper"):
        assert getattr(mine, end) == pytest.approx(getattr(theirs, end), abs=1e-12)
    assert mine.n.tolist() == theirs.n.tolist()


@pytest.mark.parametrize("beta", [0.5, 2.0])
@pytest.mark.parametrize("chances", [[0.5, 0.1, 0.2, 0.2], [0.85, 0.05, 0.05, 0.05], [0.3, 0.05, 0.35, 0.3]])
def test_its_bounds_hold_the_truth_as_often_as_they_say(chances: list[float], beta: float) -> None:
    _, false, misses, hits = chances
    truth = (1 + beta**2) * hits / ((1 + beta**2) * hits + beta**2 * misses + false)
    found = f_beta(_tables(300, chances, 10_000), beta, 0.95)

    assert abs(float(((found.lower <= truth) & (truth <= found.upper)).mean()) - 0.95) <= 0.015


def test_no_mistake_and_no_hit_keep_a_width() -> None:
    counts = np.zeros((2, 2, 2, 3), dtype=np.int64)
    counts[0, 1, 1, 2], counts[1, 1, 0, 2] = 20, 20
    found = f_beta(counts, 2.0, 0.95)

    assert found.value.tolist() == [1.0, 0.0]
    assert 0.4 < found.lower[0] < 1
    assert 0 < found.upper[1] < 0.6


def test_without_a_favourable_label_or_decision_it_is_undefined() -> None:
    (found,) = derive(EvaluationProfile.of(Cases(label=np.zeros(9), decision=np.zeros(9))), name="f2")

    assert found.value is None
    assert found.undefined == "No row of the group has the favourable label or decision."


def test_a_beta_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="a beta of 0"):
        f_beta(_tables(5, [0.25] * 4, 1), 0, 0.95)
