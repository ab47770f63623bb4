"""A use case cannot state another class or tier than its own answers lead to."""

import pytest

from evenhand.errors.problem import TieringAnswersInvalid, TieringContradicted
from evenhand.governance.risk.declared import require_tier

ANSWERS = {"questionnaire": 1, "answers": {"q_annex_iii": ["5b"]}}


def test_the_outcome_of_the_answers_stands() -> None:
    require_tier({"class": "high_risk", "tier": 2, "tiering": ANSWERS})
    require_tier({"class": "minimal", "tier": 4})


@pytest.mark.parametrize("stated", [{"class": "minimal", "tier": 2}, {"class": "high_risk", "tier": 3}, {}])
def test_another_class_or_tier_is_refused(stated: dict[str, object]) -> None:
    with pytest.raises(TieringContradicted, match="its answers lead to class high_risk, tier 2"):
        require_tier({**stated, "tiering": ANSWERS})


@pytest.mark.parametrize(
    "tiering", [7, {"questionnaire": 2, "answers": {}}, {"questionnaire": 1, "answers": {"q_x": True}}]
)
def test_answers_to_no_known_questionnaire_are_refused(tiering: object) -> None:
    with pytest.raises(TieringAnswersInvalid):
        require_tier({"class": "minimal", "tier": 4, "tiering": tiering})
