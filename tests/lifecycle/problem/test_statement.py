"""What people state about a problem is read strictly, kept as it was said, and gaps stay gaps."""

from typing import Any

import pytest

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.lifecycle.problem.criterion import Criterion
from evenhand.lifecycle.problem.use_case_document import use_case_from_form, use_case_from_json

PLAIN: dict[str, Any] = {
    "name": "loan", "purpose": "Decide who gets a loan.", "class": "high_risk", "tier": 1, "label": "repaid",
    "favourable": "yes", "protected": ["sex"], "judged_by": ["age"],
}  # fmt: skip
WHOLE: dict[str, Any] = {
    **PLAIN,
    "objective": "A tenth fewer losses at the same number of loans.",
    "needs_model": "No rule of one or two columns tells the cases apart.",
    "owner": "Head of lending",
    "alternatives": ["a scorecard"],
    "affected_groups": ["applicants"],
    "prohibited_uses": ["setting of interest rates"],
    "baseline": {"rule": {"column": "income", "operator": ">=", "value": 30000}},
    "value": {"currency": "EUR", "true_positive": 400, "false_positive": -2500.5, "true_negative": 0,
              "false_negative": -150},
    "success_criteria": [
        {"metric": "roc_auc", "at_least": 0.75},
        {"metric": "true_positive_rate_difference", "by": "protected", "reference_group": "overall", "at_least": -0.1},
    ],
    "feasibility": {"decision": "go", "decided_by": "ada", "reason": "Outcomes of ten years.",
                    "decided_on": "2026-11-29"},
    "stakeholders": [{"role": "model-owner", "who": "Ada", "interest": "Answers for it.", "signs": True}],
    "tiering": {"questionnaire": 1, "answers": {"q_annex_iii": ["5b"], "q_profiling": True}},
}  # fmt: skip


def _with(**parts: Any) -> Any:  # noqa: ANN401 - any form
    return use_case_from_form({**WHOLE, **parts})


def test_everything_that_is_stated_survives_the_ledger() -> None:
    stated = use_case_from_form(WHOLE)

    again = use_case_from_json(from_canonical(canonical_bytes(stated.as_json())))

    assert again == stated
    assert again.as_json() == stated.as_json()
    assert again.statement.value is not None
    assert again.statement.value.false_positive == -2500.5
    assert [each.check for each in again.statement.success_criteria] == [
        "criterion roc_auc", "criterion true_positive_rate_difference by protected",
    ]  # fmt: skip


def test_a_use_case_that_states_no_more_than_before_is_stored_as_before() -> None:
    stated = use_case_from_form(PLAIN)

    assert stated.statement.is_empty
    assert not {"objective", "success_criteria", "tiering", "value"} & set(stated.as_json())


def test_the_simple_rule_is_the_baseline_before_current_practice() -> None:
    practice = {"column": "granted", "favourable": "yes"}

    assert _with(current_practice=practice).baseline.column == "income"
    assert use_case_from_form({**PLAIN, "current_practice": practice}).baseline.column == "granted"
    assert use_case_from_form(PLAIN).baseline is None


def test_a_no_go_is_kept() -> None:
    assert _with(feasibility={"decision": "no-go", "decided_by": "ada", "reason": "No outcomes."}).statement.is_stopped


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"objective": " "}, "objective says nothing"),
        ({"objectiv": "x"}, r"objectiv is unknown \(did you mean objective\?\)"),
        ({"affected_groups": "all"}, "affected_groups is 'all', no list"),
        ({"value": {"currency": "EUR", "true_positive": 1}}, "value.false_positive is missing"),
        ({"value": {**WHOLE["value"], "true_positive": float("nan")}}, "value.true_positive is nan, no finite number"),
        ({"value": {**WHOLE["value"], "currency": ""}}, "value.currency says nothing"),
        (
            {"success_criteria": [{"metric": "roc_au", "at_least": 0.7}]},
            r"success_criteria\[0\] names no metric: .*roc_auc",
        ),
        ({"success_criteria": [{"metric": "roc_auc"}]}, "needs at_least, at_most or both"),
        ({"success_criteria": [{"metric": "roc_auc", "at_least": 0.9, "at_most": 0.8}]}, "at_least 0.9 above at_most"),
        ({"success_criteria": [{"metric": "roc_auc", "at_least": "high"}]}, "at_least is 'high', no number"),
        (
            {"success_criteria": [{"metric": "roc_auc", "at_least": 0.7, "by": ["town"]}]},
            "splits by 'town', no attribute",
        ),
        ({"success_criteria": [{"metric": "selection_rate_ratio", "at_least": 0.8}]}, "needs by and reference_group"),
        ({"success_criteria": [{"metric": "flips_within_moves", "at_most": 0.1}]}, "comes from no evaluation"),
        ({"success_criteria": [{"metric": "value_gain", "at_least": 0, "by": ["sex"]}]}, "it takes no by"),
        ({"success_criteria": [WHOLE["success_criteria"][0]] * 2}, "is a second 'criterion roc_auc'"),
        ({"feasibility": {"decision": "maybe", "decided_by": "a", "reason": "b"}}, "neither go nor no-go"),
        ({"feasibility": {**WHOLE["feasibility"], "decided_on": "29.11.2026"}}, "no day such as"),
        (
            {"stakeholders": [{"role": "model-owner", "who": "", "interest": "x"}]},
            r"stakeholders\[0\].who says nothing",
        ),
        ({"stakeholders": [{"role": "x", "who": "y", "interest": "z", "signs": "yes"}]}, "neither true nor false"),
        ({"baseline": {"rule": {"column": "income", "operator": "~", "value": 1}}}, "baseline"),
        ({"baseline": "everybody"}, "baseline is neither"),
        ({"tiering": {"answers": {}}}, "tiering.questionnaire is missing"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_path(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(UseCaseInvalid, match=told):
        _with(**parts)


def test_a_gain_in_value_needs_values() -> None:
    gain = {"success_criteria": [{"metric": "value_gain", "at_least": 0}]}

    assert _with(**gain).statement.success_criteria[0].check == "criterion value_gain"
    with pytest.raises(UseCaseInvalid, match="success_criteria names value_gain, and nothing states the value"):
        use_case_from_form({**PLAIN, **gain})


def test_a_criterion_says_its_name() -> None:
    assert Criterion(metric="selection_rate", at_least=0.1, by=("age",)).check == "criterion selection_rate by age"
