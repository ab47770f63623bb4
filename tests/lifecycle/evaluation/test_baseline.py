"""The baseline is always there: what is stated, or what anybody could do."""

import numpy as np

from evenhand.lifecycle.evaluation.baseline import EVERYBODY, NOBODY, baseline_report, baselines_in_words
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_form
from evenhand.metrics.profile import Cases, EvaluationProfile

FORM = {
    "name": "loan", "purpose": "Decide who gets a loan.", "class": "minimal", "tier": 4, "label": "repaid",
    "favourable": 1,
    "value": {"currency": "EUR", "true_positive": 400, "false_positive": -2500, "true_negative": 0,
              "false_negative": -150},
}  # fmt: skip


def _use_case(**parts: object) -> UseCase:
    return use_case_from_form({**FORM, **parts})


def _profile(practice: list[float] | None = None) -> EvaluationProfile:
    label, decision = np.array([1, 1, 0, 0, 1]), np.array([1, 0, 0, 1, 1])
    return EvaluationProfile.of(
        Cases(label=label, decision=decision, practice=None if practice is None else np.array(practice))
    )


def test_without_a_stated_baseline_everybody_and_nobody_stand_beside_the_model() -> None:
    everybody, nobody = baseline_report(_use_case(), _profile())

    assert [part["baseline"] for part in (everybody, nobody)] == [EVERYBODY, NOBODY]
    assert not everybody["stated"]
    values = {each["name"]: each["baseline"]["value"] for each in everybody["measurements"]}
    assert values["accuracy"] == 0.6
    assert values["value_per_case"] == (3 * 400 - 2 * 2500) / 5
    assert {each["name"]: each["baseline"]["value"] for each in nobody["measurements"]}["selection_rate"] == 0


def test_a_stated_rule_is_compared_on_the_rows_where_it_decides() -> None:
    rule = {"rule": {"column": "income", "operator": ">=", "value": 30}}
    [part] = baseline_report(_use_case(baseline=rule), _profile([1, 1, 0, 0, float("nan")]))

    assert (part["baseline"], part["stated"], part["rows"]) == ("rule: income >= 30", True, 4)
    assert part["counts"] == [[[1, 0], [1, 0]], [[0, 1], [0, 1]]]
    [accuracy] = [each for each in part["measurements"] if each["name"] == "accuracy"]
    assert (accuracy["model"]["value"], accuracy["baseline"]["value"], accuracy["difference"]["value"]) == (
        0.5,
        1,
        -0.5,
    )


def test_the_words_name_the_baseline_and_the_difference() -> None:
    text = "\n".join(baselines_in_words(baseline_report(_use_case(), _profile())))

    assert f"beside '{EVERYBODY}' (5 rows):" in text
    assert "value_per_case  model" in text
    assert " EUR, difference " in text
