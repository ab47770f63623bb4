import numpy as np
from scipy import stats

from evenhand.metrics.folded import across_folds
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.spread import largest_gap


def test_the_bounds_are_those_of_nadeau_and_bengio() -> None:
    values = [0.71, 0.74, 0.69, 0.75, 0.72]
    half = stats.t.ppf(0.975, 4) * np.std(values, ddof=1) * np.sqrt(1 / 5 + 1 / 4)

    mean = across_folds("roc_auc", values, n=100)

    assert np.allclose([mean.lower, mean.value, mean.upper], [np.mean(values) - half, np.mean(values), 0.722 + half])


def test_the_bounds_stay_where_the_metric_is_defined() -> None:
    mean = across_folds("accuracy", [1.0, 0.9, 1.0], n=30)

    assert mean.upper == 1.0


def test_the_widest_of_many_alike_groups_is_not_taken_for_a_difference() -> None:
    draw = np.random.default_rng(5)
    missed = 0
    for _ in range(60):
        groups = np.repeat([f"g{at}" for at in range(8)], 60)
        cases = Cases(
            label=np.ones(480), decision=(draw.random(480) < 0.6).astype(float), attributes={"g": groups}
        )  # fmt: skip
        gap = largest_gap(EvaluationProfile.of(cases), name="selection_rate", by=["g"])
        missed += gap.lower is not None and gap.lower > 0

    assert missed <= 6, "at 95 % about 3 of 60 may miss the true gap of 0"


def test_small_groups_are_named_and_left_out() -> None:
    cases = Cases(
        label=np.ones(70), decision=np.ones(70), attributes={"g": np.array(["a"] * 60 + ["b"] * 10)}
    )  # fmt: skip
    gap = largest_gap(EvaluationProfile.of(cases), name="selection_rate", by=["g"])

    assert (gap.value, gap.undefined) == (None, "No attribute has two groups of at least 30 rows.")
    assert gap.detail["left_out"] == ["g=b"]
