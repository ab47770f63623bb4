import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error, mean_pinball_loss, mean_squared_error, r2_score

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.residual_profile import ResidualPlan, ResidualProfile

VALUES = st.floats(-100, 100) | st.sampled_from([float("nan"), float("inf"), float("-inf")])
Row = tuple[float, float, int]
ROWS = st.lists(st.tuples(VALUES, VALUES, st.integers(0, 1)), max_size=25)
PLAN = ResidualPlan(attributes=("sex",), cuts=np.array([-10.0, 0.0, 10.0]), centre=5.0)


def _counted(rows: list[Row]) -> ResidualProfile:
    label, guess, sex = (np.array([row[place] for row in rows], dtype=np.float64) for place in range(3))
    groups = (Grouped(values=("m", "f"), codes=sex.astype(np.int64)),)
    return ResidualProfile.counted(PLAN, label=label, prediction=guess, groups=groups)


def _assert_alike(one: ResidualProfile, other: ResidualProfile) -> None:
    assert one.values == other.values
    assert one.unusable.counts.tolist() == other.unusable.counts.tolist()
    assert one.cells.keys.tolist() == other.cells.keys.tolist()
    assert one.cells.counts.tolist() == other.cells.counts.tolist()
    assert one.cells.sums is not None
    assert other.cells.sums is not None
    np.testing.assert_allclose(one.cells.sums, other.cells.sums, rtol=1e-9, atol=1e-6)


@settings(max_examples=40)
@given(ROWS, ROWS, ROWS)
def test_merging_is_counting_both_tables(one: list[Row], two: list[Row], three: list[Row]) -> None:
    a, b, c = _counted(one), _counted(two), _counted(three)

    _assert_alike(a.merged(b), _counted(one + two))
    _assert_alike(a.merged(b), b.merged(a))
    _assert_alike(a.merged(b).merged(c), a.merged(b.merged(c)))
    _assert_alike(a.merged(ResidualProfile.empty(PLAN)), a)
    assert sum(a.n_unusable.values()) + a.cells.total == a.n_rows == len(one)


def test_the_sums_give_what_scikit_learn_gives() -> None:
    rng = np.random.default_rng(0)
    label = 1e6 + rng.normal(size=5000)
    guess = label + rng.normal(0.1, 0.5, 5000)
    plan = ResidualPlan.of_sample((), label=label, prediction=guess)
    found = ResidualProfile.counted(plan, label=label, prediction=guess, groups=()).residuals()
    n, error, absolute, square = 5000, *(found.total(term)[0] for term in ("error", "absolute", "square"))
    spread = found.total("label_square")[0] - found.total("label")[0] ** 2 / n

    assert absolute / n == pytest.approx(mean_absolute_error(label, guess), rel=1e-9)
    assert square / n == pytest.approx(mean_squared_error(label, guess), rel=1e-9)
    assert 1 - square / spread == pytest.approx(r2_score(label, guess), rel=1e-9)
    above, below = (absolute + error) / 2, (absolute - error) / 2
    assert (0.9 * below + 0.1 * above) / n == pytest.approx(mean_pinball_loss(label, guess, alpha=0.9), rel=1e-9)
    assert found.counts.tolist() == [[500] * 10]


def test_another_plan_is_not_merged() -> None:
    other = ResidualPlan(attributes=("sex",), cuts=np.array([0.0]), centre=5.0)

    with pytest.raises(ProfilesUnlike):
        _counted([]).merged(ResidualProfile.empty(other))
