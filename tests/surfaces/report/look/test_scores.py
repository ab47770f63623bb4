"""Pictures of scores: each point is a count of the table, and the words fit it."""

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.surfaces.report.look.scores import score_pictures
from evenhand.surfaces.report.tree import Curve

_DRAW = np.random.default_rng(0)
_SCORE = np.round(_DRAW.random(4000), 2)
_LABEL = (_DRAW.random(4000) < _SCORE).astype(int)


def pictured(score: np.ndarray, label: np.ndarray) -> dict[str, Curve]:
    """The pictures by their titles."""
    profile = EvaluationProfile.of(Cases(label=label, decision=(score > 0.5).astype(int), score=score))
    return {each.title: each for each in score_pictures(profile, 0.95)}


def test_the_order_is_the_curve_of_scikit_learn() -> None:
    curve = pictured(_SCORE, _LABEL)["Order of the scores (ROC)"]
    wrong, caught, _ = roc_curve(_LABEL, _SCORE, drop_intermediate=False)

    assert np.allclose(curve.traces[0].points, np.stack([wrong, caught], axis=1))
    assert curve.finding.startswith("A cut-off that finds")


def test_scores_that_say_what_happens_are_believed() -> None:
    curve = pictured(_SCORE, _LABEL)["Reliability"]

    assert "as far as these rows can tell" in curve.finding or curve.finding.startswith("Slightly")
    assert all(low <= share <= high for (_, share), (low, high) in zip(
        curve.traces[0].points, curve.traces[0].intervals, strict=True
    ))  # fmt: skip


def test_scores_that_say_too_much_are_called_so() -> None:
    curve = pictured(np.clip(_SCORE + 0.2, 0, 1), _LABEL)["Reliability"]

    assert curve.finding.startswith("Clearly apart")
    assert "too high there" in curve.finding


def test_one_interval_of_ten_that_barely_misses_proves_nothing() -> None:
    score = np.repeat(np.linspace(0.05, 0.95, 10), 100)
    label = np.concatenate([np.arange(100) < round(100 * each) for each in np.linspace(0.05, 0.95, 10)]).astype(int)
    label[np.flatnonzero((score > 0.84) & (score < 0.86))[:85][:9]] = 0
    curve = pictured(score, label)["Reliability"]

    assert curve.finding.startswith("What the scores say is what happens")
    assert "1 of 10 intervals miss the score, which chance may do." in curve.finding


def test_every_cut_off_has_its_rates() -> None:
    curve = pictured(_SCORE, _LABEL)["Every cut-off"]
    caught = next(trace for trace in curve.traces if trace.name == "true positive rate")
    cut_off, share = caught.points[len(caught.points) // 2]

    assert share == pytest.approx((_SCORE[_LABEL == 1] >= cut_off).mean())
    assert curve.table.rows[-1][0] == "above all"
    assert curve.table.rows[-1][-1] == "-"


def test_scores_that_are_no_probabilities_have_no_reliability() -> None:
    assert "Reliability" not in pictured(_SCORE * 100, _LABEL)


def test_one_label_alone_has_no_picture() -> None:
    assert pictured(_SCORE, np.ones(4000, dtype=int)) == {}
