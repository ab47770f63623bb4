import numpy as np
import pytest

from evenhand.metrics.boosting import BoostedSurrogate
from evenhand.metrics.slicing import Facet
from evenhand.metrics.surrogate import AdditiveSurrogate

RNG = np.random.default_rng(3)
FACETS = [Facet(name=str(place), codes=RNG.integers(0, 6, 3000), values=tuple("012345")) for place in range(5)]
A, B = FACETS[0].codes, FACETS[1].codes
TRUTH = np.where((A >= 3) & (B % 2 == 0), 0.9, 0.2) + 0.02 * FACETS[2].codes


def halves() -> tuple[list[Facet], list[Facet]]:
    return [each.at(np.arange(2000)) for each in FACETS], [each.at(np.arange(2000, 3000)) for each in FACETS]


def test_an_interplay_is_learnt_that_no_sum_can_hold() -> None:
    known, fresh = halves()
    boosted = BoostedSurrogate.fitted(known, TRUTH[:2000]).predict(fresh)
    added = AdditiveSurrogate.fitted(known, TRUTH[:2000]).predict(fresh)

    assert np.mean((boosted - TRUTH[2000:]) ** 2) < 0.1 * np.mean((added - TRUTH[2000:]) ** 2)


def test_it_learns_about_as_well_as_an_ordinary_library() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    known, fresh = halves()
    noisy = TRUTH + RNG.normal(0, 0.05, 3000)
    ours = BoostedSurrogate.fitted(known, noisy[:2000]).predict(fresh)
    matrix = np.stack([each.codes for each in FACETS], axis=1)
    theirs = ensemble.GradientBoostingRegressor(n_estimators=60, learning_rate=0.15, max_depth=3, random_state=0)
    expected = theirs.fit(matrix[:2000], noisy[:2000]).predict(matrix[2000:])

    assert np.mean((ours - TRUTH[2000:]) ** 2) < 2 * np.mean((expected - TRUTH[2000:]) ** 2)


def test_the_same_answers_give_the_same_copy_and_one_answer_is_repeated() -> None:
    known, fresh = halves()
    first, second = (BoostedSurrogate.fitted(known, TRUTH[:2000]).predict(fresh) for _ in range(2))
    constant = BoostedSurrogate.fitted(known, np.full(2000, 0.4)).predict(fresh)

    assert (first == second).all()
    assert np.allclose(constant, 0.4)
