from dataclasses import replace
from math import isinf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.drawn import ROWS, Row, cases, population

from evenhand.errors.number import AttributeUnknown, CasesUnequal, ProfilesUnlike, WeightsRefused
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_bytes

CROSSING = [("race", "sex")]


def _of(rows: list[Row]) -> EvaluationProfile:
    return EvaluationProfile.of(cases(rows), crossings=CROSSING)


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_merging_two_profiles_is_profiling_both_tables(one: list[Row], other: list[Row]) -> None:
    assert profile_bytes(_of(one).merged(_of(other))) == profile_bytes(_of(one + other))


@settings(max_examples=40)
@given(ROWS, ROWS, ROWS)
def test_merging_is_associative_and_commutative(one: list[Row], two: list[Row], three: list[Row]) -> None:
    a, b, c = _of(one), _of(two), _of(three)

    assert profile_bytes(a.merged(b).merged(c)) == profile_bytes(a.merged(b.merged(c)))
    assert profile_bytes(a.merged(b)) == profile_bytes(b.merged(a))


@settings(max_examples=40)
@given(ROWS)
def test_an_empty_table_changes_nothing(rows: list[Row]) -> None:
    assert profile_bytes(_of(rows).merged(_of([]))) == profile_bytes(_of(rows))


@settings(max_examples=40)
@given(ROWS, st.integers(1, 7), st.randoms())
def test_neither_the_order_of_rows_nor_the_batches_matter(rows: list[Row], size: int, chance: object) -> None:
    whole = profile_bytes(_of(rows))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    merged = _of([])
    for start in range(0, len(rows), size):
        merged = merged.merged(_of(rows[start : start + size]))

    assert profile_bytes(merged) == whole


@settings(max_examples=40)
@given(ROWS)
def test_every_row_is_counted_once_as_usable_or_with_its_reason(rows: list[Row]) -> None:
    profile = _of(rows)
    reasons = [0, 0, 0, 0]
    for label, decision, score, *_ in rows:
        broken = [isnan(label), isnan(decision), isnan(score), isinf(score)]
        if any(broken):
            reasons[broken.index(True)] += 1

    assert list(profile.n_unusable.values()) == reasons
    assert profile.n_usable == len(rows) - sum(reasons)
    assert profile.n_rows == len(rows)


def test_a_decision_without_practice_is_counted_all_the_same() -> None:
    profile = EvaluationProfile.of(Cases(
        label=np.array([1, 0]), decision=np.array([1, 0]), practice=np.array([1, None], dtype=object),
    ))  # fmt: skip

    assert profile.n_usable == 2
    assert profile.cells.keys.tolist() == [[0, 0, 2], [1, 1, 1]]


def test_a_table_without_attributes_or_scores_has_its_cells() -> None:
    profile = EvaluationProfile.of(Cases(label=np.array([1, 1]), decision=np.array([1, 0])))

    assert profile.values == ()
    assert profile.score_cells == {}
    assert profile.n_rows == 2


def test_scores_are_kept_per_attribute_and_for_the_crossings_asked_for() -> None:
    assert EvaluationProfile.of(population(20)).plan.crossings == ((), ("race",), ("sex",))
    assert _of([]).plan.crossings == ((), ("race",), ("race", "sex"), ("sex",))


def test_another_plan_is_not_merged() -> None:
    whole = population(20)

    with pytest.raises(ProfilesUnlike, match="has_practice"):
        EvaluationProfile.of(whole).merged(EvaluationProfile.of(replace(whole, practice=None)))


def test_weights_are_refused() -> None:
    with pytest.raises(WeightsRefused):
        EvaluationProfile.of(replace(population(20), weights=np.ones(20)))


def test_arrays_that_do_not_line_up_are_refused() -> None:
    with pytest.raises(CasesUnequal, match="label 20, decision 19"):
        EvaluationProfile.of(replace(population(20), decision=np.zeros(19)))
    with pytest.raises(CasesUnequal, match="score has 2 dimensions"):
        EvaluationProfile.of(replace(population(20), score=np.zeros((20, 2))))
    with pytest.raises(CasesUnequal, match="attribute sex 3"):
        EvaluationProfile.of(replace(population(20), attributes={"sex": np.array(["a", "b", "c"])}))


@pytest.mark.parametrize("crossing", [("age",), ("sex", "sex")])
def test_a_crossing_of_what_is_not_there_is_refused(crossing: tuple[str, ...]) -> None:
    with pytest.raises(AttributeUnknown):
        EvaluationProfile.of(population(20), crossings=[crossing])


def test_ten_thousand_groups_are_no_trouble() -> None:
    n = 10_000
    profile = EvaluationProfile.of(Cases(
        label=np.arange(n) % 2, decision=np.arange(n) % 3 // 2, score=np.arange(n) / n,
        attributes={"key": np.arange(n).astype(str), "other": np.arange(n)[::-1].astype(str)},
    ))  # fmt: skip

    assert len(profile.cells.counts) == n
