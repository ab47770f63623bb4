from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.training import FoldsUnfit
from evenhand.lifecycle.training.folds import stratified_folds

keyed = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 30)), min_size=20, max_size=200)


@given(st.lists(st.integers(0, 1), min_size=20, max_size=200), st.integers(2, 5), st.integers(0, 9))
def test_each_label_is_dealt_out_evenly(labels: list[int], n_folds: int, seed: int) -> None:
    if min(Counter(labels).get(label, 0) for label in (0, 1)) < n_folds:
        return
    folds = stratified_folds(labels, n_folds=n_folds, seed=seed)

    for label in (0, 1):
        sizes = Counter(fold for fold, own in zip(folds, labels, strict=True) if own == label)
        assert set(sizes) == set(range(n_folds))
        assert max(sizes.values()) - min(sizes.values()) <= 1
    assert folds == stratified_folds(labels, n_folds=n_folds, seed=seed)


@given(keyed, st.integers(2, 5))
def test_rows_of_one_key_stay_together(rows: list[tuple[int, int]], n_folds: int) -> None:
    labels, keys = [label for label, _ in rows], [key for _, key in rows]
    try:
        folds = stratified_folds(labels, n_folds=n_folds, seed=1, keys=keys)
    except FoldsUnfit:
        return
    assert all(len({fold for fold, own in zip(folds, keys, strict=True) if own == key}) == 1 for key in keys)


def test_a_key_that_holds_all_of_a_label_leaves_folds_without_it() -> None:
    labels, keys = [1, 1, 1, 0, 0, 0], ["a", "a", "a", "b", "c", "d"]

    with pytest.raises(FoldsUnfit, match="would lack a label, because rows of one key stay together"):
        stratified_folds(labels, n_folds=3, seed=0, keys=keys)


def test_one_fold_is_none() -> None:
    with pytest.raises(FoldsUnfit, match="1 folds hold nothing out"):
        stratified_folds([1, 0], n_folds=1, seed=0)
