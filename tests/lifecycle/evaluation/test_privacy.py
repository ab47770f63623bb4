from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.lifecycle.evaluation.privacy import Answered, privacy_report


def measured_in(report: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return list(report["measurements"])


def answered(scores: list[float], label: list[int], groups: list[str] | None = None) -> Answered:
    return Answered(label=np.array(label), scores=np.array(scores), groups={} if groups is None else {"sex": groups})


def test_a_model_that_learnt_its_rows_by_heart_gives_them_away() -> None:
    report = privacy_report(
        members=answered([1.0, 0.99, 0.01, 0.0], [1, 1, 0, 0]), others=answered([0.7, 0.4, 0.6, 0.3], [1, 1, 0, 0])
    )

    auc, advantage = measured_in(report)
    assert (auc["name"], auc["value"]) == ("membership_inference_auc", 1.0)
    assert (advantage["name"], advantage["detail"]["members"]) == ("membership_inference_advantage", 4)


def test_equal_losses_tell_nothing() -> None:
    same = answered([0.6, 0.2, 0.9], [1, 0, 1])

    assert measured_in(privacy_report(members=same, others=same))[0]["value"] == 0.5


def test_certainty_of_the_wrong_outcome_is_a_large_loss_and_no_infinity() -> None:
    losses = answered([0.0, 1.0], [1, 0]).losses

    assert np.isfinite(losses).all()
    assert losses.min() > 30


def test_each_group_is_judged_also_one_that_only_one_side_has() -> None:
    report = privacy_report(
        members=answered([0.9, 0.9, 0.6], [1, 1, 1], ["f", "m", "m"]),
        others=answered([0.5, 0.9, 0.2], [1, 1, 1], ["f", "m", "x"]),
    )

    by_group = {each["groups"]["sex"]: each for each in measured_in(report) if each["groups"]}
    assert by_group["f"]["value"] == 1.0
    assert by_group["m"]["value"] == 0.25
    assert by_group["x"]["value"] is None
    assert "no losses of members" in by_group["x"]["undefined"]


def test_the_whole_table_comes_before_its_groups() -> None:
    both = answered([0.9, 0.1], [1, 0], ["f", "m"])

    assert not measured_in(privacy_report(members=both, others=both))[0]["groups"]


def test_overfitted_trees_are_told_from_shallow_ones() -> None:
    pytest.importorskip("sklearn")
    from sklearn.tree import DecisionTreeClassifier

    chance = np.random.default_rng(2)
    inputs = chance.normal(size=(600, 4))
    label = (inputs[:, 0] + chance.normal(size=600) > 0).astype(int)
    seen, new = slice(0, 300), slice(300, 600)

    def area(depth: int | None) -> float:
        fitted = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(inputs[seen], label[seen])
        given = fitted.predict_proba(inputs)[:, 1]
        sides = [Answered(label=label[part], scores=given[part]) for part in (seen, new)]
        return float(measured_in(privacy_report(members=sides[0], others=sides[1]))[0]["value"])

    assert area(None) > 0.6 > area(2) > 0.4


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 1])), min_size=1, max_size=30))
def test_a_loss_is_small_exactly_where_the_model_was_right(rows: list[tuple[float, int]]) -> None:
    both = answered([score for score, _ in rows], [label for _, label in rows])
    given_to_truth = np.where(both.label == 1, both.scores, 1 - both.scores)

    order = np.argsort(both.losses, kind="stable")
    assert (np.diff(np.maximum(given_to_truth[order], 1e-15)) <= 1e-12).all()


@pytest.mark.parametrize(
    ("scores", "label", "groups"), [([0.5], [1, 0], None), ([0.5], [2], None), ([0.5], [1], ["f", "m"])]
)
def test_rows_that_do_not_fit_together_are_a_callers_slip(
    scores: list[float], label: list[int], groups: list[str] | None
) -> None:
    with pytest.raises(ValueError, match=r"differ in length|neither 0 nor 1"):
        answered(scores, label, groups)


def test_sides_grouped_differently_are_a_callers_slip() -> None:
    with pytest.raises(ValueError, match="different attributes"):
        privacy_report(members=answered([0.5], [1], ["f"]), others=answered([0.5], [1]))
