"""One number for all groups, held against Fairlearn and against tables drawn from a known truth."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from fairlearn import metrics as fairlearn
from sklearn import metrics as sklearn
from tests.metrics.disparity.spread import Rates, held
from tests.metrics.drawn import population

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile

NEAR = 1e-9
NAMED = (
    "demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference",
    "equal_opportunity_ratio", "equalized_odds_difference", "equalized_odds_ratio",
)  # fmt: skip
FRAMED: dict[str, Callable[..., float]] = {
    "predictive_parity": sklearn.precision_score,
    "accuracy_group": sklearn.accuracy_score,
    "false_positive_rate_group": fairlearn.false_positive_rate,
    "false_negative_rate_group": fairlearn.false_negative_rate,
    "negative_predictive_value_group": lambda label, decision: sklearn.precision_score(label, decision, pos_label=0),
}
WORST = {
    "selection_rate": fairlearn.selection_rate, "true_positive_rate": fairlearn.true_positive_rate,
    "precision": sklearn.precision_score, "accuracy": sklearn.accuracy_score,
    "false_positive_rate": fairlearn.false_positive_rate, "false_negative_rate": fairlearn.false_negative_rate,
}  # fmt: skip
BY = (("race",), ("sex",), ("race", "sex"))


def _table(seed: int) -> tuple[Cases, EvaluationProfile]:
    table = population(700, seed=seed)
    # Decisions that miss the label at random, so that every rate of every group moves.
    noise = np.random.default_rng(seed + 100).random(700) < 0.25
    cases = Cases(
        label=table.label, decision=np.where(noise, 1 - table.decision, table.decision), score=table.score,
        attributes=table.attributes,
    )  # fmt: skip
    return cases, EvaluationProfile.of(cases, crossings=[("race", "sex")])


def _asked(cases: Cases, by: tuple[str, ...]) -> dict[str, Any]:
    features = {name: cases.attributes[name] for name in by}
    return {"y_true": cases.label, "y_pred": cases.decision, "sensitive_features": features}


def _between(profile: EvaluationProfile, name: str, by: tuple[str, ...], min_count: int = 1) -> Measurement:
    (found,) = derive(profile, name=name, by=by, min_count=min_count)
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by", BY)
def test_the_named_metrics_equal_fairlearn(by: tuple[str, ...], seed: int) -> None:
    cases, profile = _table(seed)

    for name in NAMED:
        theirs = getattr(fairlearn, name)(**_asked(cases, by))
        assert _between(profile, name, by).value == pytest.approx(theirs, abs=NEAR), name


@pytest.mark.parametrize("by", BY)
def test_the_others_equal_a_metric_frame(by: tuple[str, ...]) -> None:
    cases, profile = _table(1)
    frame = fairlearn.MetricFrame(metrics=FRAMED | WORST, **_asked(cases, by))

    for stem in FRAMED:
        assert _between(profile, f"{stem}_difference", by).value == pytest.approx(frame.difference()[stem], abs=NEAR)
        assert _between(profile, f"{stem}_ratio", by).value == pytest.approx(frame.ratio()[stem], abs=NEAR)
    for name in WORST:
        extreme = METRICS.get(f"{name}_group_min") or METRICS[f"{name}_group_max"]
        theirs = frame.group_min() if extreme.extreme == "min" else frame.group_max()
        assert _between(profile, extreme.name, by).value == pytest.approx(theirs[name], abs=NEAR)


def test_calibration_between_groups_is_that_of_the_two_farthest_apart() -> None:
    cases, profile = _table(1)
    race, gap = np.asarray(cases.attributes["race"]), np.asarray(cases.label) - np.asarray(cases.score)
    means = [gap[race == each].mean() for each in np.unique(race)]

    found = _between(profile, "calibration_in_the_large_group_difference", ("race",))
    assert found.value == pytest.approx(max(means) - min(means), abs=NEAR)


def test_the_two_groups_and_those_left_out_are_named() -> None:
    sex = np.repeat(["f", "m", "x"], [100, 200, 4])
    decision = np.concatenate([np.arange(100) < 25, np.arange(200) < 100, np.zeros(4)]).astype(int)
    profile = EvaluationProfile.of(Cases(label=np.ones(304), decision=decision, attributes={"sex": sex}))
    found = _between(profile, "demographic_parity_ratio", ("sex",), min_count=30)

    assert found.value == 0.5
    assert dict(found.groups) == {}
    assert found.n == found.detail["rows"] == 300
    assert (found.detail["lowest"], found.detail["highest"]) == ({"sex": "f"}, {"sex": "m"})
    assert found.detail["left_out"] == [{"sex": "x"}]
    assert (found.detail["of"], found.detail["pairs"]) == ("selection_rate", 1)
    assert found.method == "simultaneous-mover-r-wilson"


def test_equalized_odds_never_lie_below_a_part_though_a_group_has_few_of_one_label() -> None:
    g = np.repeat(["a", "b", "c"], [200, 200, 120])
    label = np.concatenate([np.tile([1, 0], 100), np.tile([1, 0], 100), np.ones(100), np.zeros(20)]).astype(int)
    decision = np.where(label == 1, np.arange(520) % 10 < 8, np.arange(520) % 10 < 3).astype(int)
    decision[400:500] = np.arange(100) % 10 < 3  # c, who has too few of the other label, fares worst
    profile = EvaluationProfile.of(Cases(label=label, decision=decision, attributes={"g": g}))

    part = _between(profile, "equal_opportunity_difference", ("g",), 30)
    other = _between(profile, "false_positive_rate_group_difference", ("g",), 30)
    whole = _between(profile, "equalized_odds_difference", ("g",), 30)
    assert whole.value == max(float(part.value or 0), float(other.value or 0)) == part.value
    assert float(whole.upper or 0) >= max(float(part.upper or 0), float(other.upper or 0))
    assert whole.detail["left_out"] == [{"g": "c"}]
    assert whole.detail["left_out_of"] == {"true_positive_rate": [], "false_positive_rate": [{"g": "c"}]}
    assert (whole.detail["judged_groups"], whole.detail["pairs"], whole.detail["rows"]) == (3, 4, 520)
    ratio, its_part = (
        _between(profile, f"{each}_ratio", ("g",), 30) for each in ("equalized_odds", "equal_opportunity")
    )
    assert float(ratio.value or 0) <= float(its_part.value or 0)


def test_equalized_odds_are_undefined_where_a_part_has_too_few_groups() -> None:
    g, label = np.repeat(["a", "b"], 100), np.tile([1] * 9 + [0], 20)
    profile = EvaluationProfile.of(Cases(label=label, decision=label, attributes={"g": g}))

    assert _between(profile, "equalized_odds_difference", ("g",), 30).undefined == (
        "Fewer than two groups have a false positive rate that stands on 30 rows."
    )


def test_two_groups_have_the_interval_of_their_comparison() -> None:
    _, profile = _table(2)
    other = derive(profile, name="selection_rate_ratio", by=("sex",), reference_group="best", min_count=1)
    (compared,) = (part for part in other if not part.detail["is_reference"])
    found = _between(profile, "demographic_parity_ratio", ("sex",))

    assert (found.value, found.lower) == pytest.approx((compared.value, compared.lower))
    assert found.upper == pytest.approx(min(1, float(compared.upper or 0)))


def test_equal_groups_are_not_found_apart_and_a_wide_gap_is() -> None:
    alike = EvaluationProfile.of(Cases(
        label=np.ones(400), decision=np.tile([1, 0], 200), attributes={"g": np.repeat(list("abcd"), 100)},
    ))  # fmt: skip
    found = _between(alike, "demographic_parity_difference", ("g",))
    assert (found.value, found.lower) == (0, 0)
    assert float(found.upper or 0) > 0.1
    ratio = _between(alike, "demographic_parity_ratio", ("g",))
    assert (ratio.value, ratio.upper) == (1, 1)


def test_too_few_groups_have_no_number() -> None:
    _, profile = _table(1)
    found = _between(profile, "demographic_parity_difference", ("sex",), min_count=1000)
    assert found.undefined == "Fewer than two groups have a value that stands on 1,000 rows."
    assert _between(profile, "accuracy_group_min", ("sex",), 1000).undefined == (
        "No group has a value that stands on 1,000 rows."
    )
    nobody = EvaluationProfile.of(
        Cases(label=np.ones(8), decision=np.zeros(8), attributes={"sex": np.repeat(["f", "m"], 4)})
    )
    assert "value of every group is 0" in str(_between(nobody, "demographic_parity_ratio", ("sex",)).undefined)
    assert _between(nobody, "demographic_parity_difference", ("sex",)).value == 0


@pytest.mark.parametrize(
    "rates", [(0.3, 0.3), (0.2, 0.3), (0.3, 0.3, 0.3), (0.2, 0.3, 0.4), (0.25, 0.3, 0.3, 0.3, 0.35)]
)
def test_intervals_hold_the_truth_as_often_as_they_say(rates: tuple[float, ...]) -> None:
    for name in ("demographic_parity_difference", "demographic_parity_ratio", "selection_rate_group_min"):
        # 400 draws have a standard error of 1.1 points; the long form is in tests/slow.
        assert held(Rates(rates=rates, n=300), name, repeats=400) >= 0.95 - 0.015 - 0.022, name
