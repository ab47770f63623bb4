import numpy as np
import pytest
from tests.metrics.drift.profiled import numbers, texts

from evenhand.metrics.drift.together import LEVELS, RowsTogether, domain_auc, levels_of, pair_changes

RNG = np.random.default_rng(80)
NAMES = ("a", "b", "c", "d")


def rows(n: int, *, correlation: float, shift: float = 0.0) -> np.ndarray:
    drawn = RNG.normal(size=(n, 4))
    drawn[:, 1] = correlation * drawn[:, 0] + np.sqrt(1 - correlation**2) * drawn[:, 1]
    drawn[:, 2] += shift
    return np.searchsorted([-0.97, -0.43, 0, 0.43, 0.97], drawn)


def together(reference: np.ndarray, current: np.ndarray) -> RowsTogether:
    return RowsTogether(names=NAMES, sizes=(LEVELS + 1,) * 4, reference=reference, current=current)


def test_a_changed_association_is_found_though_no_column_moved() -> None:
    both = together(rows(4000, correlation=0.6), rows(3000, correlation=-0.6))
    found = {change.columns: change.reading for change in pair_changes(both, 0.95)}
    whole = domain_auc(both, 0.95)

    assert found["a", "b"].detail["p_value"] < 1e-9
    assert found["a", "b"].lower > 0.1
    assert min(each.detail["p_value"] for pair, each in found.items() if pair != ("a", "b")) > 1e-4
    assert whole.lower > 0.55
    assert list(whole.detail["carried_by"])[:2] in (["a", "b"], ["b", "a"])


def test_a_shift_of_one_column_changes_no_association() -> None:
    both = together(rows(3000, correlation=0.6), rows(3000, correlation=0.6, shift=0.5))

    assert min(float(str(each.reading.detail["p_value"])) for each in pair_changes(both, 0.95)) > 0.001
    assert next(iter(domain_auc(both, 0.95).detail["carried_by"])) == "c"  # type: ignore[arg-type]


def test_pairs_alarm_without_a_change_as_often_as_said() -> None:
    found = [
        float(str(each.reading.detail["p_value"]))
        for _ in range(60)
        for each in pair_changes(together(rows(2000, correlation=0.8), rows(700, correlation=0.8, shift=0.4)), 0.95)
    ]

    assert 0.02 <= float(np.mean(np.array(found) < 0.05)) <= 0.085


def test_the_fit_is_that_of_statsmodels() -> None:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    both = together(rows(3000, correlation=0.5), rows(2000, correlation=0.1))
    found = pair_changes(both, 0.95)[0].reading
    counts = np.array([np.histogram2d(side[:, 0], side[:, 1], bins=6)[0] for side in (both.reference, both.current)])
    at = np.indices(counts.shape).reshape(3, -1)
    dummies = [[at[axis] == level for level in range(1, counts.shape[axis])] for axis in range(3)]
    crossed = [one & other for a, b in ((0, 1), (0, 2), (1, 2)) for one in dummies[a] for other in dummies[b]]
    design = [np.ones(at.shape[1]), *(each for axis in dummies for each in axis), *crossed]
    fit = GLM(counts.ravel(), np.array(design, dtype=float).T, family=Poisson()).fit(method="IRLS")

    assert found.detail["degrees_of_freedom"] == 25
    assert found.detail["chi_square"] == pytest.approx(fit.pearson_chi2, rel=1e-3)


def test_like_tables_cannot_be_told_apart() -> None:
    found = domain_auc(together(rows(2000, correlation=0.5), rows(1500, correlation=0.5)), 0.95)

    assert found.lower < 0.5 < found.upper + 0.01
    assert found.detail["p_value"] > 0.01


def test_few_rows_are_too_few_to_learn_from() -> None:
    assert "too few" in domain_auc(together(rows(20, correlation=0), rows(900, correlation=0)), 0.95).reason


def test_a_column_falls_into_few_levels_and_its_gaps_into_one_more() -> None:
    one, _ = numbers(RNG.normal(size=5000), RNG.normal(size=10))
    words, _ = texts(RNG.integers(0, 40, 5000), RNG.integers(0, 40, 10))

    for column in (one, words):
        levels = levels_of(column)
        assert len(levels) == column.plan.n_cells + 2
        assert set(levels.tolist()) == set(range(LEVELS + 1))
        assert levels[-1] == LEVELS
