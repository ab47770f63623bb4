"""The same tables through the libraries that everybody knows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from fairlearn import metrics as fairlearn
from scipy import stats
from sklearn import metrics as sklearn
from statsmodels.api import GLM, families
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from tests.metrics.drawn import Array, population

from evenhand.metrics import quantile
from evenhand.metrics.derive import derive
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.uncertainty import clopper_pearson, wilson

NEAR = 1e-9
SEEDS = (1, 2, 3)
RATES: dict[str, Callable[[Array, Array], float]] = {
    "selection_rate": fairlearn.selection_rate,
    "true_positive_rate": fairlearn.true_positive_rate,
    "false_positive_rate": fairlearn.false_positive_rate,
    "true_negative_rate": fairlearn.true_negative_rate,
    "false_negative_rate": fairlearn.false_negative_rate,
    "precision": sklearn.precision_score,
    "negative_predictive_value": lambda label, decision: sklearn.precision_score(label, decision, pos_label=0),
    "accuracy": sklearn.accuracy_score,
    "base_rate": lambda label, _: float(np.mean(label)),
}
CONFUSION: dict[str, Callable[[Array, Array], float]] = {
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "f1": sklearn.f1_score,
    "matthews_correlation": sklearn.matthews_corrcoef,
}
SCORES: dict[str, Callable[[Array, Array], float]] = {
    "roc_auc": sklearn.roc_auc_score,
    "average_precision": sklearn.average_precision_score,
    "brier_score": sklearn.brier_score_loss,
    "log_loss": sklearn.log_loss,
}


def _by_group(
    name: str, seed: int, by: tuple[str, ...], reference: ReferenceGroup | None = None
) -> dict[Any, float | None]:
    parts = derive(
        EvaluationProfile.of(population(500, seed=seed)), name=name, by=by, reference_group=reference, min_count=1
    )
    return {tuple(part.groups.values()) if len(by) > 1 else part.groups[by[0]]: part.value for part in parts}


def _frame(
    function: Callable[[Array, Array], float], seed: int, by: tuple[str, ...], *, scored: bool = False
) -> fairlearn.MetricFrame:
    table = population(500, seed=seed)
    return fairlearn.MetricFrame(
        metrics=function, y_true=table.label, y_pred=table.score if scored else table.decision,
        sensitive_features={name: table.attributes[name] for name in by},
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RATES | CONFUSION)
def test_decisions_by_group_and_crossing_equal_fairlearn_and_scikit_learn(name: str, seed: int) -> None:
    for by in (("sex",), ("race", "sex")):
        theirs = _frame((RATES | CONFUSION)[name], seed, by).by_group
        assert _by_group(name, seed, by) == pytest.approx(theirs.to_dict(), abs=NEAR)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SCORES)
def test_scores_by_group_equal_scikit_learn(name: str, seed: int) -> None:
    theirs = _frame(SCORES[name], seed, ("race",), scored=True).by_group

    assert _by_group(name, seed, ("race",)) == pytest.approx(theirs.to_dict(), abs=NEAR)


@pytest.mark.parametrize("name", RATES)
def test_differences_and_ratios_equal_fairlearn(name: str) -> None:
    frame = _frame(RATES[name], 1, ("race",))
    to_overall = _by_group(f"{name}_difference", 1, ("race",), "overall")
    over_overall = _by_group(f"{name}_ratio", 1, ("race",), "overall")

    assert to_overall == pytest.approx((frame.by_group - frame.overall).to_dict(), abs=NEAR)
    assert over_overall == pytest.approx((frame.by_group / frame.overall).to_dict(), abs=NEAR)
    assert max(map(abs, to_overall.values())) == pytest.approx(frame.difference(method="to_overall"), abs=NEAR)


def test_demographic_parity_is_the_difference_to_the_best() -> None:
    table = population(500, seed=1)
    asked = {"y_true": table.label, "y_pred": table.decision, "sensitive_features": table.attributes["race"]}
    differences = _by_group("selection_rate_difference", 1, ("race",), "best")
    ratios = _by_group("selection_rate_ratio", 1, ("race",), "best")

    assert -min(differences.values()) == pytest.approx(fairlearn.demographic_parity_difference(**asked), abs=NEAR)
    assert min(ratios.values()) == pytest.approx(fairlearn.demographic_parity_ratio(**asked), abs=NEAR)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 10), (10, 10), (999, 5000), (1, 100000)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.999])
def test_intervals_of_a_share_equal_scipy_and_statsmodels(count: int, n: int, confidence: float) -> None:
    exact = stats.binomtest(count, n).proportion_ci(confidence, method="exact")
    score = stats.binomtest(count, n).proportion_ci(confidence, method="wilson")

    assert clopper_pearson(count, n, confidence) == pytest.approx(tuple(exact), abs=NEAR)
    assert wilson(count, n, confidence) == pytest.approx(tuple(score), abs=NEAR)
    assert wilson(count, n, confidence) == pytest.approx(
        proportion_confint(count, n, alpha=1 - confidence, method="wilson"), abs=NEAR
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_difference_of_two_groups_equals_statsmodels_newcombe(seed: int) -> None:
    profile = EvaluationProfile.of(population(500, seed=seed))
    parts = derive(profile, name="true_positive_rate_difference", by=("sex",), reference_group="largest")
    rates = {part.groups["sex"]: part for part in derive(profile, name="true_positive_rate", by=("sex",))}
    (mine,) = (part for part in parts if not part.detail["is_reference"])
    other = rates[{"f": "m", "m": "f"}[mine.groups["sex"]]]
    own = rates[mine.groups["sex"]]
    theirs = confint_proportions_2indep(
        own.detail["count"], own.n, other.detail["count"], other.n, method="newcomb", compare="diff"
    )

    assert (mine.lower, mine.upper) == pytest.approx(theirs, abs=NEAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_calibration_lines_equal_statsmodels(seed: int) -> None:
    table = population(500, seed=seed)
    profile = EvaluationProfile.of(table)
    odds = np.log(table.score) - np.log1p(-table.score)
    line = GLM(table.label, np.stack([np.ones(500), odds], axis=1), family=families.Binomial()).fit(cov_type="HC0")
    shift = GLM(table.label, np.ones(500), offset=odds, family=families.Binomial()).fit(cov_type="HC0")
    slope, intercept = (derive(profile, name=f"calibration_{part}")[0] for part in ("slope", "intercept"))

    assert slope.value == pytest.approx(line.params[1], abs=1e-7)
    assert (slope.lower, slope.upper) == pytest.approx(tuple(line.conf_int()[1]), abs=1e-6)
    assert intercept.value == pytest.approx(shift.params[0], abs=1e-7)
    assert (intercept.lower, intercept.upper) == pytest.approx(tuple(shift.conf_int()[0]), abs=1e-6)


def test_a_mean_has_the_interval_of_scipys_t_test() -> None:
    table = population(500, seed=1)
    part = derive(EvaluationProfile.of(table), name="calibration_in_the_large")[0]
    theirs = stats.ttest_1samp(table.label - table.score, 0).confidence_interval(0.95)

    assert (part.lower, part.upper) == pytest.approx(tuple(theirs), abs=NEAR)


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.9999])
@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 7), (120, 3), (199, 200), (4000, 90000)])
def test_quantiles_equal_scipy(a: float, b: float, confidence: float) -> None:
    assert quantile.beta(confidence, a, b) == pytest.approx(stats.beta.ppf(confidence, a, b), abs=NEAR)
    for freedom in (max(a, 1), max(b, 1)):
        theirs = stats.t.ppf(0.5 + confidence / 2, freedom)
        assert quantile.student(confidence, freedom) == pytest.approx(theirs, rel=1e-8)
    assert quantile.normal(confidence) == pytest.approx(stats.norm.ppf(0.5 + confidence / 2), abs=NEAR)
