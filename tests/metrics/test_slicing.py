import numpy as np

from evenhand.metrics.slicing import Facet, confirm_slices, inside, search_slices

RNG = np.random.default_rng(5)
N = 6000
REGION = Facet(name="region", codes=RNG.integers(0, 5, N), values=("a", "b", "c", "d", "e"))
AGE = Facet(name="age", codes=RNG.integers(0, 4, N), values=("<30", "30-44", "45-59", ">=60"))
NOISE = [Facet(name=f"x{place}", codes=RNG.integers(0, 6, N), values=tuple("012345")) for place in range(6)]
FACETS = [REGION, AGE, *NOISE]


def test_a_planted_slice_of_two_columns_is_found_first() -> None:
    planted = ((0, 2), (1, 3))
    wrong = RNG.random(N) < np.where(inside(FACETS, planted), 0.5, 0.15)

    assert search_slices(FACETS, wrong, smallest=50).terms[0] == planted


def test_a_planted_slice_of_one_column_is_not_split_into_arbitrary_pairs() -> None:
    wrong = RNG.random(N) < np.where(REGION.codes == 2, 0.5, 0.15)
    assert search_slices(FACETS, wrong, smallest=50).terms[0] == ((0, 2),)


def test_every_slice_that_is_large_enough_counts_as_searched() -> None:
    two = [Facet(name="a", codes=np.array([0, 0, 1, 1]), values=("x", "y")),
           Facet(name="b", codes=np.array([0, 1, 0, 1]), values=("x", "y"))]  # fmt: skip

    assert search_slices(two, np.array([True, False, False, False]), smallest=1).n_searched == 4 + 4
    assert search_slices(two, np.array([True, False, False, False]), smallest=2).n_searched == 4


def test_a_slice_by_hand() -> None:
    facet = Facet(name="a", codes=np.repeat([0, 1], [100, 300]), values=("x", "y"))
    wrong = np.concatenate([np.arange(100) < 40, np.arange(300) < 30])
    [found] = confirm_slices([facet], wrong, [((0, 0),)], confidence=0.95)

    assert (found.hits, found.n, found.elsewhere_hits, found.elsewhere_n) == (60, 100, 270, 300)
    assert round(found.difference[0], 10) == -0.3
    assert found.stands


def test_what_chance_made_is_not_confirmed_more_often_than_said() -> None:
    rng, n_wrong, rounds = np.random.default_rng(8), 0, 60
    for _ in range(rounds):
        facets = [
            Facet(name=str(place), codes=rng.integers(0, 8, 2000), values=tuple("01234567")) for place in range(5)
        ]
        wrong = rng.random(2000) < 0.2
        half = [Facet(name=each.name, codes=each.codes[:1000], values=each.values) for each in facets]
        other = [Facet(name=each.name, codes=each.codes[1000:], values=each.values) for each in facets]
        terms = search_slices(half, wrong[:1000], smallest=20).terms
        level = 1 - 0.05 / max(1, len(terms))
        n_wrong += any(each.stands for each in confirm_slices(other, wrong[1000:], terms, confidence=level))

    assert n_wrong / rounds <= 0.1


def test_a_slice_of_all_rows_or_none_is_left_out() -> None:
    facet = Facet(name="a", codes=np.zeros(10, dtype=np.int64), values=("x", "y"))

    assert confirm_slices([facet], np.ones(10, dtype=bool), [((0, 0),), ((0, 1),)], confidence=0.95) == ()
