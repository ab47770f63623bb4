import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics.tally import Tally

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=30)
# Codes so large that they cannot be folded into one 64-bit key.
HUGE = st.lists(st.tuples(st.integers(2**40, 2**40 + 2), st.integers(2**40, 2**40 + 2)), max_size=10)


def _of(rows: list[tuple[int, int]]) -> Tally:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return Tally.of([columns[:, 0], columns[:, 1]])


def _told(tally: Tally) -> dict[tuple[int, ...], int]:
    return dict(zip(map(tuple, tally.keys.tolist()), tally.counts.tolist(), strict=True))


@given(ROWS | HUGE)
def test_it_counts_as_counting_by_hand_does(rows: list[tuple[int, int]]) -> None:
    tally = _of(rows)

    assert _told(tally) == {row: rows.count(row) for row in rows}
    assert tally.keys.tolist() == sorted(tally.keys.tolist())
    assert tally.total == len(rows)


@given(ROWS | HUGE, ROWS | HUGE)
def test_adding_two_counts_is_counting_both(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert _told(_of(one).plus(_of(other))) == _told(_of(one + other))


@given(ROWS)
def test_a_marginal_counts_the_columns_alone(rows: list[tuple[int, int]]) -> None:
    assert _told(_of(rows).onto([1])) == _told(Tally.of([np.array([row[1] for row in rows], dtype=np.int64)]))


@given(ROWS)
def test_codes_that_become_one_are_counted_together(rows: list[tuple[int, int]]) -> None:
    told = _told(_of(rows).recoded([np.array([0, 0, 1, 1]), None]))

    assert told == {key: [(a // 2, b) for a, b in rows].count(key) for key in told}
    assert sum(told.values()) == len(rows)
