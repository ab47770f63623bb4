"""What is derived from cells of scores against scikit-learn on every score: exact, or within the bound that is stated.

Run with ``pytest tests/slow/test_binned_parity.py``: 60 random tables; ``EVENHAND_SLOW=full``: 1,000.
"""

import os
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    brier_score_loss,
    f1_score,
    log_loss,
    roc_auc_score,
)

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile

TABLES = 1000 if os.environ.get("EVENHAND_SLOW") == "full" else 60
Floats = NDArray[np.float64]

SHAPES: tuple[Callable[[np.random.Generator, int], Floats], ...] = (
    lambda rng, n: rng.random(n),
    lambda rng, n: rng.beta(0.05, 5, n),
    lambda rng, n: 1 - rng.beta(0.3, 50, n) / 2,
    lambda rng, n: np.round(rng.random(n), int(rng.integers(1, 5))),
    lambda rng, n: rng.normal(0.5, 1e-4, n),
    lambda rng, n: np.where(rng.random(n) < 0.3, rng.integers(0, 2, n), rng.random(n)),
    lambda rng, n: 10.0 ** rng.uniform(-14, 0, n),
)


def _drawn(seed: int) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(20, 3000))
    score = np.clip(SHAPES[seed % len(SHAPES)](rng, n), 0, 1)
    label = (rng.random(n) < score ** rng.uniform(0.3, 2)).astype(np.int64)
    label[:2] = 0, 1
    return score, label, (score >= rng.uniform(0.2, 0.8)).astype(np.int64)


def _value(profile: EvaluationProfile, name: str) -> float:
    found = derive(profile, name=name)[0]
    assert found.value is not None
    return found.value


def _assert_bounded(found: Measurement, truth: float) -> None:
    assert found.value is not None
    bound = found.detail["binning_error"]
    assert isinstance(bound, float)
    assert abs(found.value - truth) <= bound + 1e-12


@pytest.mark.parametrize("seed", range(TABLES))
def test_cells_say_what_scikit_learn_says_of_every_score(seed: int) -> None:
    score, label, decision = _drawn(seed)
    grid = ScoreGrid.of_probabilities() if seed % 3 else ScoreGrid.of_sample(score[: len(score) // 2])
    profile = EvaluationProfile.of(Cases(label=label, decision=decision, score=score), grid=grid)

    assert _value(profile, "accuracy") == pytest.approx(accuracy_score(label, decision), abs=1e-9)
    assert _value(profile, "f1") == pytest.approx(f1_score(label, decision), abs=1e-9)
    assert _value(profile, "brier_score") == pytest.approx(brier_score_loss(label, score), abs=1e-9)
    losses = derive(profile, name="log_loss")[0]
    if losses.value is None:
        assert ((score == label) | ((score > 0) & (score < 1))).all() == np.False_
    else:
        assert losses.value == pytest.approx(log_loss(label, score), rel=1e-9)
    _assert_bounded(derive(profile, name="roc_auc")[0], roc_auc_score(label, score))
    _assert_bounded(derive(profile, name="average_precision")[0], average_precision_score(label, score))


def test_the_bound_is_small_and_the_error_far_smaller() -> None:
    rng = np.random.default_rng(0)
    score = rng.beta(2, 5, 300_000)
    label = (rng.random(len(score)) < score).astype(np.int64)
    cases = Cases(label=label, decision=label, score=score)
    exact = EvaluationProfile.of(cases)
    binned = EvaluationProfile.of(cases, grid=ScoreGrid.of_probabilities())
    for name, bound, error in (("roc_auc", 2e-4, 3e-6), ("average_precision", 5e-4, 2e-5)):
        found, truth = derive(binned, name=name)[0], derive(exact, name=name)[0]

        assert found.value is not None
        assert truth.value is not None
        assert float(str(found.detail["binning_error"])) < bound
        assert abs(found.value - truth.value) < error
