import numpy as np
import pytest
from scipy import stats

from evenhand.metrics.privacy import membership_inference_advantage, membership_inference_auc

BOTH = [membership_inference_auc, membership_inference_advantage]


def test_the_area_is_that_of_the_rank_test() -> None:
    rng = np.random.default_rng(1)
    members, others = rng.exponential(1.0, 300), rng.exponential(1.3, 200)
    auc = membership_inference_auc(members, others)

    assert auc.value == pytest.approx(1 - stats.mannwhitneyu(members, others).statistic / (300 * 200), abs=1e-12)
    assert auc.n == 500
    assert auc.lower < auc.value < auc.upper


def test_losses_that_tell_nothing_lie_at_one_half() -> None:
    rng = np.random.default_rng(2)
    auc = membership_inference_auc(rng.random(2000), rng.random(2000))

    assert auc.lower < 0.5 < auc.upper


def test_a_model_that_knows_its_rows_by_heart_is_seen() -> None:
    auc = membership_inference_auc(np.zeros(50), np.ones(50))
    advantage = membership_inference_advantage(np.zeros(50), np.ones(50))

    assert (auc.value, advantage.value) == (1, 1)
    assert auc.lower > 0.9
    assert 0.8 < advantage.lower < 1


def test_an_infinite_loss_has_a_rank_but_no_mean() -> None:
    members, others = np.array([0.1, np.inf]), np.array([0.2, np.inf])

    assert membership_inference_auc(members, others).value == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert "A loss is infinite" in str(membership_inference_advantage(members, others).undefined)


@pytest.mark.parametrize("measure", BOTH)
@pytest.mark.parametrize(
    ("members", "others", "words"),
    [
        (np.empty(0), np.ones(2), "There are no losses of members, or none of others."),
        (np.ones(2), np.empty(0), "There are no losses of members, or none of others."),
        (np.array([1, np.nan]), np.array([np.nan]), "2 losses are no numbers."),
    ],
)
def test_losses_that_are_not_there_give_no_number(measure: object, members: object, others: object, words: str) -> None:
    assert measure(members, others).undefined == words  # type: ignore[operator]
