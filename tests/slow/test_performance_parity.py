"""Random tables through scikit-learn: equal where counts are exact, within the stated bound where scores are in cells.

Run with ``pytest tests/slow/test_performance_parity.py``; ``EVENHAND_SLOW=full`` takes 1,000 tables instead of 20.
"""

import os
from collections.abc import Callable

import numpy as np
import pytest
from sklearn import metrics as sklearn

from evenhand.metrics.cube.batch import CodedCases
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.derive import derive
from evenhand.metrics.multiclass.average import AVERAGES, accuracy, average
from evenhand.metrics.profile import Cases, EvaluationProfile, Plan

CASES = 1000 if os.environ.get("EVENHAND_SLOW") == "full" else 20
NEAR = 1e-9
Array = np.ndarray

DECIDED: dict[str, Callable[[Array, Array], float]] = {
    "accuracy": sklearn.accuracy_score,
    "precision": sklearn.precision_score,
    "true_positive_rate": sklearn.recall_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "matthews_correlation": sklearn.matthews_corrcoef,
    "f1": sklearn.f1_score,
    "f2": lambda label, decision: sklearn.fbeta_score(label, decision, beta=2),
    "f0_5": lambda label, decision: sklearn.fbeta_score(label, decision, beta=0.5),
}
SCORED: dict[str, Callable[[Array, Array], float]] = {
    "roc_auc": sklearn.roc_auc_score,
    "gini": lambda label, score: 2 * sklearn.roc_auc_score(label, score) - 1,
    "average_precision": sklearn.average_precision_score,
    "brier_score": sklearn.brier_score_loss,
    "log_loss": sklearn.log_loss,
    "kolmogorov_smirnov_separation": lambda label, score: float(np.max(np.subtract(*_rates(label, score)))),
}


def _rates(label: Array, score: Array) -> tuple[Array, Array]:
    false, true, _ = sklearn.roc_curve(label, score, drop_intermediate=False)
    return true, false


def _table(seed: int) -> tuple[Array, Array, Array]:
    """Label, decision and score of a table of any size, balance, sharpness and roundness."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(20, 600))
    score = np.clip(rng.beta(rng.uniform(0.3, 4), rng.uniform(0.3, 4), n), 1e-9, 1 - 1e-9)
    if rng.random() < 0.5:
        score = np.clip(np.round(score, int(rng.integers(1, 6))), 1e-3, 1 - 1e-3)
    label = (rng.random(n) < score ** rng.uniform(0.5, 2)).astype(np.int64)
    label[:2] = 0, 1
    decision = np.where(rng.random(n) < 0.9, score >= rng.uniform(0.2, 0.8), rng.random(n) < 0.5).astype(np.int64)
    decision[:2] = 1, 0
    return label, decision, score


@pytest.mark.parametrize("seed", range(CASES))
def test_counts_and_scores_equal_scikit_learn(seed: int) -> None:
    label, decision, score = _table(seed)
    profile = EvaluationProfile.of(Cases(label=label, decision=decision, score=score))
    for name, theirs in DECIDED.items():
        assert derive(profile, name=name)[0].value == pytest.approx(theirs(label, decision), abs=NEAR), name
    for name, theirs in SCORED.items():
        assert derive(profile, name=name)[0].value == pytest.approx(theirs(label, score), abs=NEAR), name


@pytest.mark.parametrize("seed", range(CASES))
def test_scores_in_cells_lie_within_the_stated_bound(seed: int) -> None:
    label, decision, score = _table(seed)
    cells = int(np.random.default_rng(seed).integers(3, 400))
    grid = ScoreGrid.of_probabilities() if seed % 3 == 0 else ScoreGrid(cuts=np.arange(1, cells) / cells)
    profile = EvaluationProfile.counted(
        Plan.over((), has_score=True, grid=grid), CodedCases(label=label, decision=decision, score=score)
    )
    for name, theirs in SCORED.items():
        found = derive(profile, name=name)[0]
        error = float(found.detail.get("binning_error", 0.0))
        assert abs(found.value - theirs(label, score)) <= error + NEAR, name


@pytest.mark.parametrize("seed", range(CASES))
def test_classes_equal_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(10, 400)), int(rng.integers(2, 9))
    label = np.concatenate([np.arange(k), rng.integers(0, k, n)])
    guess = np.where(rng.random(n + k) < rng.random(), label, rng.permutation(label))
    table = np.zeros((1, k, k), dtype=np.int64)
    np.add.at(table, (0, label, guess), 1)
    theirs = {"precision": sklearn.precision_score, "recall": sklearn.recall_score, "f1": sklearn.f1_score}
    assert accuracy(table, 0.95).value[0] == pytest.approx(sklearn.accuracy_score(label, guess), abs=NEAR)
    for name in AVERAGES:
        metric, _, weight = name.partition("_")
        found = average(name, table, 0.95).value[0]
        if metric == "precision" and (table.sum(axis=1) == 0).any():
            assert np.isnan(found)
        else:
            assert found == pytest.approx(theirs[metric](label, guess, average=weight), abs=NEAR), name
