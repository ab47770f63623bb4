import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.lifecycle.training.decision_rule import DecisionRule, Label

shares = st.floats(0, 1)
labels = st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=9)


@given(st.lists(shares, max_size=20), shares)
def test_an_array_is_decided_as_each_of_its_scores(scores: list[float], cut_off: float) -> None:
    rule = DecisionRule(cut_off=cut_off, favourable="yes")

    decided = rule.decide(np.array(scores, dtype=np.float64))

    assert decided.tolist() == [rule.decide_one(score) for score in scores]


@given(shares)
def test_a_score_at_the_cut_off_decides_favourably(cut_off: float) -> None:
    assert DecisionRule(cut_off=cut_off, favourable=1).decide_one(cut_off) == 1


@given(shares, labels)
def test_a_rule_comes_back_from_canonical_bytes(cut_off: float, favourable: Label) -> None:
    rule = DecisionRule(cut_off=cut_off, favourable=favourable)

    stored = from_canonical(canonical_bytes(rule.as_json()))

    assert isinstance(stored, dict)
    assert DecisionRule.from_json(stored) == rule


@pytest.mark.parametrize("score", [float("nan"), -0.1, 1.1, float("inf")])
def test_no_decision_follows_from_what_is_no_probability(score: float) -> None:
    rule = DecisionRule(cut_off=0.5, favourable=1)

    with pytest.raises(ValueError, match="score"):
        rule.decide_one(score)
    with pytest.raises(ValueError, match="score"):
        rule.decide(np.array([0.5, score]))


@pytest.mark.parametrize("cut_off", [-0.1, 1.1, float("nan")])
def test_a_cut_off_outside_the_scale_is_refused(cut_off: float) -> None:
    with pytest.raises(ValueError, match="cut-off"):
        DecisionRule(cut_off=cut_off, favourable=1)


@pytest.mark.parametrize(
    "stored",
    [{}, {"cut_off": 0.5}, {"favourable": 1}, {"cut_off": True, "favourable": 1}, {"cut_off": "x", "favourable": 1},
     {"cut_off": 0.5, "favourable": None}, {"cut_off": 0.5, "favourable": 1, "bands": []}],
)  # fmt: skip
def test_another_document_is_no_rule(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"rule|convert"):
        DecisionRule.from_json(stored)  # type: ignore[arg-type]
