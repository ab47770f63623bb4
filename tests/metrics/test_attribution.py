import numpy as np
import pytest

from evenhand.metrics.attribution import Walks, contributions


def test_two_columns_that_only_count_together_share_by_hand() -> None:
    walks = Walks(orders=np.array([[0, 1], [1, 0]]), background=np.array([0, 0]))
    found = contributions(walks, np.array([[0.0, 0.0, 0.6], [0.0, 0.0, 0.6]]))

    assert found.value.tolist() == [0.3, 0.3]
    assert (found.base, found.score) == (0.0, 0.6)


def test_values_add_up_to_the_whole_score() -> None:
    walks = Walks.drawn(n_columns=5, n_background=10, pairs=20, seed=3)
    scores = np.random.default_rng(1).random((40, 6))
    scores[:, -1] = 0.7
    found = contributions(walks, scores)

    assert found.base + found.value.sum() == pytest.approx(0.7)
    assert (found.lower <= found.value).all()
    assert (found.value <= found.upper).all()


def test_pairs_are_reversed_and_every_background_row_starts_as_often() -> None:
    walks = Walks.drawn(n_columns=4, n_background=8, pairs=16, seed=0)

    assert (walks.orders[0] == walks.orders[1][::-1]).all()
    assert np.bincount(walks.background).tolist() == [4] * 8
    assert (walks.taken[:, 0] == 0).all()
    assert walks.taken[:, -1].all()
    assert (walks.taken.sum(axis=2) == np.arange(5)).all()


def test_a_column_that_moved_nothing_is_not_certain_to_move_nothing() -> None:
    walks = Walks.drawn(n_columns=2, n_background=10, pairs=128, seed=0)
    rows = np.where(walks.taken, 1.0, np.random.default_rng(0).random((10, 2))[walks.background][:, None, :])
    found = contributions(walks, rows[:, :, 0])

    assert found.value[1] == 0
    assert found.lower[1] == -found.upper[1] == pytest.approx(-(1 - 0.025 ** (1 / 128)))


def test_the_interval_covers_as_it_says() -> None:
    # f = x0 * x1 with x = 1 and a background of 0 or 1: the exact value of either is 3/8.
    held = 0
    for seed in range(200):
        walks = Walks.drawn(n_columns=2, n_background=1000, pairs=50, seed=seed)
        background = np.random.default_rng(seed).integers(0, 2, (1000, 2))[walks.background]
        rows = np.where(walks.taken, 1, background[:, None, :])
        found = contributions(walks, rows.prod(axis=2).astype(float))
        held += bool(found.lower[0] <= 3 / 8 <= found.upper[0])

    assert 0.90 <= held / 200 <= 0.99
