import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.drawn import ROWS, Row, cases

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics import coding
from evenhand.metrics.counting import EvaluationCounting
from evenhand.metrics.cube.batch import CodedCases, Grouped
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.profile import EvaluationProfile, Plan
from evenhand.metrics.storage import profile_bytes, read_profile

CROSSING = [("race", "sex")]
GRID = ScoreGrid.of_probabilities()


def _coded(rows: list[Row]) -> CodedCases:
    drawn = cases(rows)
    return CodedCases(
        label=coding.outcome_codes(drawn.label, name="label"),
        decision=coding.outcome_codes(drawn.decision, name="decision"),
        practice=coding.outcome_codes(drawn.practice, name="practice"), score=coding.score_values(drawn.score),
        attributes=tuple(
            Grouped(values=values, codes=codes)
            for values, codes in (coding.attribute_codes(drawn.attributes[name], name=name) for name in ("race", "sex"))
        ),
    )  # fmt: skip


def _counted(rows: list[Row], size: int, grid: ScoreGrid | None) -> EvaluationProfile:
    counting = EvaluationCounting(Plan.of(cases(rows), CROSSING, grid=grid))
    for start in range(0, len(rows), size):
        counting.add(_coded(rows[start : start + size]))
    return counting.profile()


def assert_alike(one: EvaluationProfile, other: EvaluationProfile) -> None:
    assert (one.plan, one.values, one.scores.tolist()) == (other.plan, other.values, other.scores.tolist())
    pairs = [(one.cells, other.cells), (one.unusable, other.unusable)]
    pairs += [(one.score_cells[key], other.score_cells[key]) for key in one.plan.crossings]
    for mine, theirs in pairs:
        assert mine.keys.tolist() == theirs.keys.tolist()
        assert mine.counts.tolist() == theirs.counts.tolist()
        assert (mine.sums is None) == (theirs.sums is None)
        if mine.sums is not None and theirs.sums is not None:
            np.testing.assert_allclose(mine.sums, theirs.sums, rtol=1e-12, atol=1e-12)


@settings(max_examples=30)
@given(ROWS, st.integers(1, 7))
def test_counting_in_batches_is_counting_at_once(rows: list[Row], size: int) -> None:
    exact = EvaluationProfile.of(cases(rows), crossings=CROSSING)

    assert profile_bytes(_counted(rows, size, None)) == profile_bytes(exact)
    assert_alike(_counted(rows, size, GRID), EvaluationProfile.of(cases(rows), crossings=CROSSING, grid=GRID))


@settings(max_examples=30)
@given(ROWS, ROWS, ROWS)
def test_merging_binned_profiles_is_associative_and_commutative(
    one: list[Row], two: list[Row], three: list[Row]
) -> None:
    a, b, c = (_counted(rows, 9, GRID) for rows in (one, two, three))

    assert_alike(a.merged(b).merged(c), a.merged(b.merged(c)))
    assert_alike(a.merged(b), b.merged(a))
    assert_alike(a.merged(b), _counted(one + two, 9, GRID))
    assert_alike(a.merged(EvaluationProfile.empty(a.plan)), a)


@settings(max_examples=30)
@given(ROWS)
def test_a_binned_profile_is_read_as_it_was_written(rows: list[Row]) -> None:
    profile = _counted(rows, 5, GRID)
    content = profile_bytes(profile)

    assert content.startswith(b"evenhand/evaluation-profile/v2\n")
    assert_alike(read_profile(content), profile)
    assert profile_bytes(read_profile(content)) == content


def test_profiles_of_other_grids_are_not_merged() -> None:
    plan = Plan.over([], has_score=True, grid=GRID)
    other = Plan.over([], has_score=True, grid=ScoreGrid.of_sample(np.arange(5.0)))

    with pytest.raises(ProfilesUnlike):
        EvaluationProfile.empty(plan).merged(EvaluationProfile.empty(other))
