import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evenhand.metrics.importance import permutation_importance

RNG = np.random.default_rng(1)
SCORE = RNG.random(300)
LABEL = (RNG.random(300) < SCORE).astype(np.int64)
SHUFFLES = [RNG.permutation(SCORE) for _ in range(4)]


def test_the_drop_is_that_of_the_areas() -> None:
    found = permutation_importance(label=LABEL, score=SCORE, permuted=SHUFFLES, column="age")
    drops = [roc_auc_score(LABEL, SCORE) - roc_auc_score(LABEL, shuffle) for shuffle in SHUFFLES]

    assert found.value == pytest.approx(np.mean(drops), abs=1e-12)
    assert found.lower > 0
    assert (found.column, found.n, found.detail["shuffles"]) == ("age", 300, 4)


def test_more_shuffles_make_it_surer() -> None:
    one, four = (
        permutation_importance(label=LABEL, score=SCORE, permuted=SHUFFLES[:count], column="age") for count in (1, 4)
    )

    assert four.upper - four.lower < one.upper - one.lower


def test_a_column_that_is_not_used_drops_nothing_and_is_not_certain() -> None:
    found = permutation_importance(label=LABEL, score=SCORE, permuted=[SCORE], column="age")

    assert (found.value, found.method) == (0, "unseen-share")
    assert found.lower == pytest.approx(-(1 - 0.025 ** (1 / 300)))


def test_the_interval_covers_as_it_says() -> None:
    # The true area is 5/6 before and 1/2 after.
    rng, held, draws = np.random.default_rng(2), 0, 200
    for _ in range(draws):
        score = rng.random(150)
        label = (rng.random(150) < score).astype(np.int64)
        found = permutation_importance(
            label=label, score=score, permuted=[rng.permutation(score) for _ in range(3)], column="x"
        )
        held += bool(found.lower <= 1 / 3 <= found.upper)

    assert 0.91 <= held / draws <= 0.99


def test_scores_that_cannot_be_ordered_give_no_number() -> None:
    broken = permutation_importance(label=LABEL, score=SCORE, permuted=[SCORE * np.nan], column="x")
    single = permutation_importance(label=LABEL * 0, score=SCORE, permuted=[SCORE], column="x")

    assert broken.value is None
    assert single.undefined == "The rows do not hold both labels, or a score is not finite."


def test_no_shuffle_or_one_of_another_length_is_a_slip() -> None:
    for permuted in ([], [SCORE[:-1]]):
        with pytest.raises(ValueError, match="one score a row"):
            permutation_importance(label=LABEL, score=SCORE, permuted=permuted, column="x")
