import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.drawn import ROWS, Row, cases

from evenhand.errors.number import AttributeUnknown, HierarchyUnfit
from evenhand.metrics.derive import derive
from evenhand.metrics.pooling import pooled
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_bytes

TREE = {"white": "any", "chinese": "asian", "korean": "asian", "asian": "other", "native": "other"}


def _profile(**rows: int) -> EvaluationProfile:
    race = np.array([value for value, count in rows.items() for _ in range(count)])
    zeros = np.zeros(len(race))
    return EvaluationProfile.of(Cases(label=zeros, decision=zeros, score=zeros, attributes={"race": race}))


def _rows(profile: EvaluationProfile) -> dict[str, int]:
    return {part.groups["race"]: part.n for part in derive(profile, name="accuracy", by=("race",))}


def test_small_values_go_up_and_large_ones_stay() -> None:
    profile = _profile(white=90, chinese=40, korean=5, native=3)

    assert _rows(pooled(profile, {"race": TREE}, min_count=30)) == {"white": 90, "chinese": 40, "other": 8}


def test_siblings_that_are_enough_together_stop_at_their_parent() -> None:
    profile = _profile(white=90, chinese=20, korean=15, native=3)

    assert _rows(pooled(profile, {"race": TREE}, min_count=30)) == {"white": 90, "asian": 35, "other": 3}


def test_a_value_without_a_parent_stays_small() -> None:
    assert _rows(pooled(_profile(white=90, martian=2), {"race": TREE}, min_count=30)) == {"white": 90, "martian": 2}


@settings(max_examples=40)
@given(ROWS, st.integers(1, 10))
def test_pooling_loses_no_row_and_is_done_after_once(rows: list[Row], least: int) -> None:
    tree = {"sex": {"a": "x", "b": "x", "ä": "y", "": "y", "x": "y"}}
    before = EvaluationProfile.of(cases(rows))
    after = pooled(before, tree, min_count=least)

    assert (after.n_usable, after.n_unusable) == (before.n_usable, before.n_unusable)
    assert profile_bytes(pooled(after, tree, min_count=least)) == profile_bytes(after)


def test_scores_are_pooled_with_their_rows() -> None:
    after = pooled(_profile(white=90, chinese=4, korean=5), {"race": {"chinese": "asian", "korean": "asian"}})

    assert [part.n for part in derive(after, name="brier_score", by=("race",))] == [9, 90]


@pytest.mark.parametrize(
    "tree", [{"a": "a"}, {"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "c", "c": "a"}], ids=["itself", "two", "three"]
)
def test_a_circle_is_refused(tree: dict[str, str]) -> None:
    with pytest.raises(HierarchyUnfit, match="runs in a circle"):
        pooled(_profile(a=1), {"race": tree})


def test_a_hierarchy_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeUnknown):
        pooled(_profile(a=1), {"age": {}})
