from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import mean_absolute_error, mean_pinball_loss, r2_score, root_mean_squared_error

from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.residual_profile import ResidualPlan, ResidualProfile, Residuals
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.regression import residual

Array = np.ndarray


def _residuals(label: Array, guess: Array, group: Array | None = None) -> Residuals:
    named = () if group is None else ("sex",)
    groups = () if group is None else (Grouped(values=("f", "m"), codes=group),)
    plan = ResidualPlan.of_sample(named, label=label, prediction=guess)
    return ResidualProfile.counted(plan, label=label, prediction=guess, groups=groups).residuals(named)


def _drawn(seed: int, n: int = 300, centre: float = 0.0) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    guess = centre + rng.normal(0, 2, n)
    return guess + rng.laplace(0.2, 1, n), guess


THEIRS: dict[str, Callable[[Array, Array], float]] = {
    "mean_absolute_error": mean_absolute_error,
    "root_mean_squared_error": root_mean_squared_error,
    "r2": r2_score,
    "mean_error": lambda label, guess: float(np.mean(guess - label)),
}


@pytest.mark.parametrize("centre", [0.0, 1e6, -3e-5])
@pytest.mark.parametrize("name", THEIRS)
def test_values_equal_scikit_learn_wherever_the_labels_lie(name: str, centre: float) -> None:
    label, guess = _drawn(1, centre=centre)
    found = residual.REGRESSION[name](_residuals(label, guess), 0.95)

    assert found.value[0] == pytest.approx(THEIRS[name](label, guess), rel=1e-9, abs=1e-9)
    assert found.n.tolist() == [300]


def _hall(losses: Array) -> tuple[float, float]:
    """Hall's interval, from the losses themselves."""
    n, mean, skew = len(losses), losses.mean(), stats.skew(losses) / np.sqrt(len(losses))
    ends = [3 * (np.cbrt(1 + skew * (t - skew / 6)) - 1) / skew for t in stats.t.ppf([0.975, 0.025], n - 1)]
    lower, upper = (mean - losses.std(ddof=1) / np.sqrt(n) * end for end in ends)
    return float(lower), float(upper)


@pytest.mark.parametrize("level", [0.05, 0.5, 0.9])
def test_pinball_equals_scikit_learn_and_has_the_bounds_of_its_losses(level: float) -> None:
    label, guess = _drawn(2)
    found = residual.pinball_loss(_residuals(label, guess), level, 0.95)
    losses = np.maximum(level * (label - guess), (level - 1) * (label - guess))

    assert found.value[0] == pytest.approx(mean_pinball_loss(label, guess, alpha=level), abs=1e-12)
    assert (found.lower[0], found.upper[0]) == pytest.approx(_hall(losses), rel=1e-8)


def test_absolute_and_squared_errors_have_the_bounds_of_their_losses() -> None:
    label, guess = _drawn(2, centre=1e4)
    sums = _residuals(label, guess)
    absolute, squared = residual.mean_absolute_error(sums, 0.95), residual.root_mean_squared_error(sums, 0.95)

    assert (absolute.lower[0], absolute.upper[0]) == pytest.approx(_hall(np.abs(guess - label)), rel=1e-8)
    assert (squared.lower[0] ** 2, squared.upper[0] ** 2) == pytest.approx(_hall((guess - label) ** 2), rel=1e-8)


def test_the_bias_has_the_interval_of_scipys_t_test_overall_and_in_each_tenth() -> None:
    label, guess = _drawn(3, n=400)
    found = _residuals(label, guess)
    theirs = stats.ttest_1samp(guess - label, 0).confidence_interval(0.95)
    tenths = residual.mean_error_by_cell(found, 0.95)[0]

    whole = residual.mean_error(found, 0.95)
    assert (whole.lower[0], whole.upper[0]) == pytest.approx(tuple(theirs), abs=1e-9)
    order = np.argsort(guess)
    for place, rows in enumerate(np.split(order, 10)):
        inner = stats.ttest_1samp((guess - label)[rows], 0).confidence_interval(0.95)
        assert (tenths.lower[place], tenths.upper[place]) == pytest.approx(tuple(inner), abs=1e-9)


def test_groups_stand_apart() -> None:
    label, guess = _drawn(4)
    group = np.arange(300) % 2
    found = residual.mean_absolute_error(_residuals(label, guess, group), 0.95)

    for code in (0, 1):
        theirs = mean_absolute_error(label[group == code], guess[group == code])
        assert found.value[code] == pytest.approx(theirs, abs=1e-12)


TRUTHS = {
    # Laplace errors of scale 1 about 0, guesses with a deviation of 2.
    "mean_absolute_error": 1.0, "root_mean_squared_error": np.sqrt(2), "r2": 1 - 2 / 6, "mean_error": 0.0,
}  # fmt: skip


def test_bounds_hold_the_truth() -> None:
    rng = np.random.default_rng(5)
    held: dict[str, list[bool]] = {name: [] for name in TRUTHS}
    for _ in range(300):
        guess = rng.normal(0, 2, 300)
        sums = _residuals(guess + rng.laplace(0, 1, 300), guess)
        for name, truth in TRUTHS.items():
            found = residual.REGRESSION[name](sums, 0.95)
            held[name].append(bool(found.lower[0] <= truth <= found.upper[0]))

    # 300 draws have a standard error of 1.3 points; the long form draws enough for the bar itself.
    assert {name: float(np.mean(each)) for name, each in held.items()} == pytest.approx(
        dict.fromkeys(TRUTHS, 0.95), abs=0.04
    )


ALL = [*residual.REGRESSION.values(), lambda sums, confidence: residual.pinball_loss(sums, 0.3, confidence)]


@pytest.mark.parametrize("reading", ALL)
def test_perfect_predictions_keep_a_width(reading: Callable[[Residuals, float], Estimates]) -> None:
    label = np.linspace(-1, 1, 50)
    found = reading(_residuals(label, label), 0.95)

    assert found.value[0] in (0, 1)
    assert found.methods[0] == "unseen-share"
    assert 0 < found.upper[0] - found.lower[0] < 0.2


@pytest.mark.parametrize("reading", ALL)
@pytest.mark.parametrize("n", [0, 1])
def test_too_few_rows_have_no_value(reading: Callable[[Residuals, float], Estimates], n: int) -> None:
    found = reading(_residuals(np.ones(n), np.zeros(n)), 0.95)

    assert np.isnan(found.value[0])
    assert found.reasons[0].endswith(".")


def test_labels_that_are_all_equal_leave_nothing_to_explain() -> None:
    found = residual.r2(_residuals(np.full(20, 3.5), np.arange(20.0)), 0.95)

    assert found.reasons[0] == "All labels of the group are equal: there is no variance to explain."


def test_predictions_worse_than_the_mean_explain_less_than_nothing() -> None:
    rng = np.random.default_rng(6)
    label = rng.normal(size=200)
    found = residual.r2(_residuals(label, -3 * label), 0.95)

    assert found.lower[0] < found.value[0] < found.upper[0] < 0


@pytest.mark.parametrize("level", [0, 1, float("nan")])
def test_a_level_that_is_no_quantile_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="a level of"):
        residual.pinball_loss(_residuals(np.ones(3), np.ones(3)), level, 0.95)
