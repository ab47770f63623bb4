import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics.ranking import average_precision, precision_area, roc_area, roc_auc
from evenhand.metrics.score_cells import ScoreCells

GRID = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: len({label for _, label in rows}) == 2
)


def _cells(rows: list[tuple[int, bool]]) -> ScoreCells:
    negatives, positives = ([score for score, label in rows if label is wanted] for wanted in (False, True))
    return ScoreCells.of(negatives=np.array(negatives, dtype=float), positives=np.array(positives, dtype=float))


@given(GRID)
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a, up in rows if up for b, down in rows if not down]

    assert roc_area(_cells(rows)).value == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)


@given(GRID)
def test_the_variance_of_the_area_is_delongs(rows: list[tuple[int, bool]]) -> None:
    up, down = ([score for score, label in rows if label is wanted] for wanted in (True, False))
    order = np.array([[(a > b) + (a == b) / 2 for b in down] for a in up])
    expected = sum(
        float(np.var(order.mean(axis=axis), ddof=1)) / order.shape[1 - axis]
        for axis in (0, 1)
        if order.shape[1 - axis] > 1
    )

    assert roc_area(_cells(rows)).variance(_cells(rows)) == pytest.approx(expected, abs=1e-12)


@given(GRID)
def test_the_influence_of_a_row_is_what_its_weight_changes(rows: list[tuple[int, bool]]) -> None:
    """Every area moves with a row's weight as its influence says: 10,000 copies against 10,001."""
    copies = 10_000
    cells = _cells(rows)
    heavy = ScoreCells(score=cells.score, negatives=cells.negatives * copies, positives=cells.positives * copies)
    for area in (roc_area, precision_area):
        before = area(heavy)
        place = int(np.flatnonzero(cells.positives)[0])
        added = heavy.positives + (np.arange(len(cells.score)) == place)
        after = area(ScoreCells(score=cells.score, negatives=heavy.negatives, positives=added))
        assert after.value - before.value == pytest.approx(before.positive[place], abs=3e-7)


@given(GRID)
def test_influences_cancel_out(rows: list[tuple[int, bool]]) -> None:
    cells = _cells(rows)
    for area in (roc_area(cells), precision_area(cells)):
        moved = (cells.negatives * area.negative).sum() + (cells.positives * area.positive).sum()
        assert moved == pytest.approx(0, abs=1e-9)


@given(GRID, st.sampled_from([0.5, 0.95, 0.9999]))
def test_the_interval_holds_the_area_within_nothing_and_one(rows: list[tuple[int, bool]], confidence: float) -> None:
    for reading in (roc_auc, average_precision):
        found = reading(_cells(rows), confidence)
        assert 0 <= found.lower <= found.value <= found.upper <= 1
        assert found.lower < found.upper


@pytest.mark.parametrize(("up", "value"), [(range(100, 120), 1.0), (range(-120, -100), 0.0)])
def test_a_perfect_order_of_few_rows_is_not_certain(up: range, value: float) -> None:
    cells = ScoreCells.of(negatives=np.arange(50.0), positives=np.array(up, dtype=float))
    area = roc_auc(cells, 0.95)

    # Twenty pairs that share no row, all in order: (1 - 0.95) / 2 to the power of 1/20.
    assert area.method == "clopper-pearson-pairs"
    assert area.value == value
    assert max(area.lower, 1 - area.upper) == pytest.approx(0.025 ** (1 / 20))


def test_one_favourable_case_says_little() -> None:
    area = roc_auc(ScoreCells.of(negatives=np.arange(1000.0), positives=np.array([900.5])), 0.95)

    assert area.upper - area.lower > 0.9


@pytest.mark.parametrize("reading", [roc_auc, average_precision])
def test_one_label_alone_has_no_order(reading: object) -> None:
    for negatives, positives in (
        (np.arange(3.0), np.empty(0)),
        (np.empty(0), np.arange(3.0)),
        (np.empty(0), np.empty(0)),
    ):
        found = reading(ScoreCells.of(negatives=negatives, positives=positives), 0.95)  # type: ignore[operator]
        assert np.isnan(found.value)
        assert found.reason == "The group does not hold both labels."
