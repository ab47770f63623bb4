import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evenhand.metrics.moves import Levels, moves_of, search_flips

Integers = NDArray[np.int64]


def numbers(values: list[float], *, allowed: list[bool] | None = None) -> Levels:
    different = sorted(set(values))
    codes = np.searchsorted(different, values)
    return Levels(
        name="x", codes=codes, places=np.array([values.index(each) for each in different]),
        numbers=np.array(different), is_allowed=np.array(allowed or [True] * len(different)),
    )  # fmt: skip


def test_a_number_moves_past_a_tenth_of_the_rows_by_hand() -> None:
    moves = moves_of(numbers([float(each) for each in range(100)]), step=0.1)

    assert sorted(moves[50].tolist()) == [40, 45, 55, 60]
    assert sorted(moves[0].tolist()) == [-1, -1, 5, 10]


def test_a_number_that_half_the_rows_share_still_moves_to_the_next_value() -> None:
    moves = moves_of(numbers([0.0] * 50 + [1.0] * 50), step=0.1)

    assert moves.tolist() == [[-1, 1, -1, -1], [0, -1, -1, -1]]


def test_a_value_out_of_the_contract_is_left_and_never_entered() -> None:
    moves = moves_of(numbers([1.0, 2.0, 3.0, 99.0], allowed=[True, True, True, False]), step=0.9)

    assert 3 not in moves
    assert moves[3].max() >= 0


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30), st.floats(0.01, 1))
def test_a_move_is_a_change_to_a_value_that_is_there(values: list[int], step: float) -> None:
    levels = numbers([float(each) for each in values])
    moves = moves_of(levels, step=step)

    for own, reached in enumerate(moves.tolist()):
        kept = [each for each in reached if each >= 0]
        assert own not in kept
        assert len(kept) == len(set(kept))
        assert all(each < len(levels.places) for each in kept)
        assert bool(kept) == (len(levels.places) > 1)


def test_a_category_moves_to_any_other_that_is_allowed() -> None:
    levels = Levels(name="x", codes=np.array([0, 1, 2]), places=np.arange(3), numbers=None,
                    is_allowed=np.array([True, True, False]))  # fmt: skip

    assert [sorted(each)[-2:] for each in moves_of(levels, step=0.1).tolist()] == [[-1, 1], [-1, 0], [0, 1]]


def linear(rows: Integers) -> NDArray[np.float64]:
    return np.asarray(rows @ np.array([0.2, 0.1]), dtype=np.float64)


def always(rows: Integers) -> NDArray[np.float64]:
    return np.full(len(rows), 0.9, dtype=np.float64)


TARGETS = [moves_of(numbers([0.0, 1.0, 2.0]), step=0.1)] * 2


def test_two_moves_turn_what_one_cannot() -> None:
    start = np.array([[0, 0], [1, 1], [2, 2]])
    one = search_flips(start, TARGETS, linear, cut_off=0.35, budget=1)
    two = search_flips(start, TARGETS, linear, cut_off=0.35, budget=2)

    assert one.moves.tolist() == [0, 1, 0]
    assert two.moves.tolist() == [2, 1, 2]


def test_a_model_that_cannot_turn_is_never_said_to() -> None:
    found = search_flips(np.zeros((4, 2), dtype=np.int64), TARGETS, always, cut_off=0.5,
                         budget=3)  # fmt: skip

    assert found.moves.tolist() == [0, 0, 0, 0]
    assert (found.queries > 0).all()


def test_columns_that_stay_are_not_changed_and_gaps_do_not_move() -> None:
    still = [TARGETS[0], TARGETS[1][:, :0]]
    asked: list[Integers] = []

    def ask(rows: Integers) -> NDArray[np.float64]:
        asked.append(rows)
        return always(rows)

    search_flips(np.array([[-1, 1], [0, 2]]), still, ask, cut_off=0.5, budget=2)
    tried = np.concatenate(asked)

    assert set(map(tuple, tried.tolist())) == {(-1, 1), (0, 2), (1, 2), (2, 2)}


def test_no_move_at_all_ends_the_search() -> None:
    found = search_flips(np.array([[0]]), [np.empty((1, 0), dtype=np.int64)], always,
                         cut_off=0.5, budget=3)  # fmt: skip

    assert (found.moves.tolist(), found.queries.tolist()) == ([0], [0])
