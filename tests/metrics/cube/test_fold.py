from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.metrics.cube.fold import Table, fold, outcomes_of
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.library import library, use_numpy

pytestmark = pytest.mark.skipif(library() is None, reason="there is no compiled kernel")

SCORES = st.floats(0, 1) | st.sampled_from([0.25, 1.5, -2.0, float("nan"), float("inf"), float("-inf")])
ROWS = st.lists(st.tuples(SCORES, st.integers(0, 2), st.integers(0, 2), st.integers(0, 1)), max_size=60)
GRIDS = {
    "even": ScoreGrid.of_probabilities(),
    "even with atoms": ScoreGrid.of_probabilities().with_atoms(np.linspace(0, 1, 1001)),
    "of a sample": ScoreGrid.of_sample(np.random.default_rng(0).normal(size=5000)),
    "one cell": ScoreGrid(cuts=np.empty(0)),
    "crowded": ScoreGrid.of_probabilities().with_atoms(np.linspace(0.25, 0.2502, 500)),
}


@pytest.fixture
def numpy_after() -> Iterator[None]:
    yield
    use_numpy(is_forced=False)


def _folded(
    rows: list[tuple[float, int, int, int]], grid: ScoreGrid, *, in_numpy: bool
) -> tuple[Table, tuple[object, ...]]:
    score = np.array([row[0] for row in rows], dtype=np.float64)
    label, decision, sex = (np.array([row[place] for row in rows], dtype=np.uint8) for place in (1, 2, 3))
    table, counts = Table.empty(grid, (2,)), np.zeros((2, 3, 3), dtype=np.int64)
    use_numpy(is_forced=in_numpy)
    n_lost = fold([sex], (label, decision), score, table, counts=counts)
    return table, (counts.tolist(), table.ends.tolist(), n_lost)


@pytest.mark.usefixtures("numpy_after")
@pytest.mark.parametrize("name", GRIDS)
@settings(max_examples=20)
@given(rows=ROWS)
def test_the_kernel_counts_what_numpy_counts(name: str, rows: list[tuple[float, int, int, int]]) -> None:
    (mine, outcomes), (theirs, wanted) = (_folded(rows, GRIDS[name], in_numpy=each) for each in (False, True))
    found, right = mine.tally(), theirs.tally()

    assert outcomes == wanted
    assert found.keys.tolist() == right.keys.tolist()
    assert found.counts.tolist() == right.counts.tolist()
    assert found.sums is not None
    assert right.sums is not None
    np.testing.assert_allclose(found.sums, right.sums, rtol=1e-12, atol=1e-13)


@pytest.mark.usefixtures("numpy_after")
def test_logs_stay_exact_over_many_rows() -> None:
    rng = np.random.default_rng(0)
    score = np.concatenate([rng.random(100_000), np.zeros(2000), np.full(2000, 1e-5)])
    label = (rng.random(len(score)) < 0.5).astype(np.uint8)
    table = Table.empty(GRIDS["even"], ())
    fold((), (label, label), score, table)
    sums = table.tally().sums
    given_to = np.clip(np.where(label == 1, score, 1 - score), 2.0**-52, 1 - 2.0**-52)

    assert sums is not None
    assert sums[:, 2].sum() == pytest.approx(np.log(given_to).sum(), rel=1e-12)


@pytest.mark.parametrize("column", [np.array([2], dtype=np.uint8), np.array([-1], dtype=np.int64)])
def test_a_code_outside_is_refused(column: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    one = np.ones(1, dtype=np.uint8)

    with pytest.raises(ValueError, match="outside"):
        fold([column], (one, one), np.array([0.5]), Table.empty(GRIDS["even"], (2,)))


@pytest.mark.parametrize("kind", ["i1", "i4", "i8", "u1", "f4", "f8"])
def test_outcomes_are_read_from_any_numbers(kind: str) -> None:
    values = np.array([1, 0, 1, 7, 0], dtype=kind)
    bits = np.array([0b10111 << 1], dtype=np.uint8)
    found = outcomes_of(Numbers(values=values, validity=bits, offset=1), 1, 0)

    assert found is not None
    assert (found[0].tolist(), *found[1:]) == ([1, 0, 1, 2, 0], True, True)
    assert outcomes_of(Numbers(values=values), 1, 0) is None
