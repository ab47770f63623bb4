import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics.cube.score_grid import ScoreGrid

FINITE = st.floats(-1e150, 1e150)


@given(st.lists(FINITE, max_size=30), st.lists(FINITE, max_size=30))
def test_a_cell_is_the_number_of_cuts_at_or_below(sample: list[float], scores: list[float]) -> None:
    grid, asked = ScoreGrid.of_sample(np.array(sample)), np.array(scores)

    assert grid.cells(asked).tolist() == [int((grid.cuts <= score).sum()) for score in scores]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_a_probability_lies_in_a_cell_that_is_small_for_its_size(scores: list[float]) -> None:
    grid, asked = ScoreGrid.of_probabilities(), np.array(scores)
    cells = grid.cells(asked)
    width = grid.highest[cells] - grid.lowest[cells]

    assert (grid.lowest[cells] <= asked).all()
    assert (asked <= grid.highest[cells]).all()
    assert (width <= 1 / 4096).all()


def test_scores_of_rare_events_lie_in_cells_of_a_sixteenth_of_an_octave() -> None:
    grid = ScoreGrid.of_probabilities()
    scores = 2.0 ** np.linspace(-39, -12.1, 500)
    for asked in (scores, 1 - scores):
        cells = grid.cells(asked)
        width = grid.highest[cells] - grid.lowest[cells]

        assert (width <= scores / 15).all()


def test_zero_and_one_have_cells_of_their_own() -> None:
    grid = ScoreGrid.of_probabilities()
    places = grid.cells(np.array([0.0, 5e-324, 1 - 2**-53, 1.0]))

    assert grid.atoms[places].tolist() == [True, False, False, True]


def test_many_different_scores_share_cells_of_equal_mass() -> None:
    sample = np.random.default_rng(0).normal(size=50_000)
    counts = np.bincount(ScoreGrid.of_sample(sample).cells(sample))

    assert 4000 < len(counts) < 7000
    assert counts.max() <= 50_000 / 4096 + 2


def test_cuts_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="do not rise"):
        ScoreGrid(cuts=np.array([1.0, 1.0]))
