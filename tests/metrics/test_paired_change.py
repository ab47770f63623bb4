import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evenhand.errors.training import MitigationUnfit
from evenhand.lifecycle.training.reweighing import reweighing_weights
from evenhand.metrics.paired_change import Paired, accuracy_change, gap_change, roc_auc_change


def _pair(n: int = 600, *, seed: int = 0, drift: float = 0.0) -> Paired:
    draw = np.random.default_rng(seed)
    label = (draw.random(n) < 0.5).astype(float)
    before = np.clip(label * 0.3 + draw.random(n) * 0.7, 0, 1)
    after = np.clip(before + draw.normal(0, 0.1 + drift, n), 0, 1)
    groups = {"sex": np.where(draw.random(n) < 0.5, "f", "m").astype(object)}
    return Paired(
        label=label, before=before, after=after, decided_before=(before >= 0.5).astype(float),
        decided_after=(after >= 0.5).astype(float), groups=groups,
    )  # fmt: skip


def test_the_change_of_the_area_is_that_of_scikit_learn_and_its_spread_that_of_drawing_again() -> None:
    pair = _pair()
    found = roc_auc_change(pair)
    truth = roc_auc_score(pair.label, pair.after) - roc_auc_score(pair.label, pair.before)
    draw, drawn = np.random.default_rng(1), []
    for _ in range(300):
        rows = draw.integers(0, 600, 600)
        areas = [roc_auc_score(pair.label[rows], score[rows]) for score in (pair.after, pair.before)]
        drawn.append(areas[0] - areas[1])

    assert found.value == pytest.approx(truth, abs=1e-12)
    assert found.lower is not None
    assert found.value is not None
    assert (found.value - found.lower) / 1.96 == pytest.approx(np.std(drawn), rel=0.15)


def test_the_same_answers_differ_in_nothing() -> None:
    pair = _pair()
    same = Paired(
        label=pair.label, before=pair.before, after=pair.before, decided_before=pair.decided_before,
        decided_after=pair.decided_before, groups=pair.groups,
    )  # fmt: skip
    gap = gap_change(same, "true_positive_rate", "sex", seed=0)

    assert (gap.value, gap.lower, gap.upper) == (0, 0, 0)
    assert roc_auc_change(same).value == 0
    accuracy = accuracy_change(same)
    assert accuracy.lower is not None
    assert accuracy.lower < 0, "600 rows without a change do not prove that there is none"


def test_a_gap_is_read_off_the_counts() -> None:
    pair = _pair()
    gap = gap_change(pair, "selection_rate", "sex", seed=0)
    rates = [
        abs(np.subtract(*[decided[pair.groups["sex"] == sex].mean() for sex in ("f", "m")]))
        for decided in (pair.decided_before, pair.decided_after)
    ]

    assert gap.value == pytest.approx(rates[1] - rates[0])
    assert gap_change(pair, "selection_rate", "sex", seed=0, min_count=500).value is None


def test_weights_give_every_group_the_same_share_of_favourable_labels() -> None:
    draw = np.random.default_rng(3)
    groups = [f"g{at}" for at in draw.integers(0, 4, 500)]
    labels = [int(draw.random() < 0.2 + 0.2 * int(group[1])) for group in groups]

    weights = reweighing_weights(groups, labels)

    assert weights.sum() == pytest.approx(500)
    for group in set(groups):
        own = np.array([each == group for each in groups])
        assert np.average(np.array(labels)[own], weights=weights[own]) == pytest.approx(np.mean(labels))


def test_a_group_without_a_label_cannot_be_weighed() -> None:
    with pytest.raises(MitigationUnfit, match="None of the 2 rows of a has the unfavourable label"):
        reweighing_weights(["a", "a", "b", "b"], [1, 1, 0, 1])
