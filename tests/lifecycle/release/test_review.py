"""How a submission is put into words."""

from dataclasses import replace

import pytest
from tests.lifecycle.release.case import LOAN
from tests.lifecycle.release.test_diff import manifest

from evenhand.lifecycle.problem.practice import PracticeRule
from evenhand.lifecycle.release.review import outcome_in_words, practice_in_words, rule_in_words
from evenhand.lifecycle.training.manifest import PREDICTIONS


def test_the_rule_names_the_cut_off_and_what_the_score_is() -> None:
    assert rule_in_words(manifest(), LOAN) == (
        "The favourable decision goes to everybody whose score is 0.5 or more, and to nobody else. The score is the "
        "probability of repaid = 1 (repaid in time) that the model gives."
    )


def test_a_decision_that_stands_in_a_column_is_not_explained() -> None:
    vendor = replace(manifest(), loader=PREDICTIONS, outputs={"prediction": "answer"})

    assert rule_in_words(vendor, LOAN).endswith("column answer; how it was reached is not known.")


def test_a_score_in_a_column_is_cut_by_the_rule() -> None:
    vendor = replace(manifest(), loader=PREDICTIONS, outputs={"score": "p"})

    assert rule_in_words(vendor, LOAN).endswith("(repaid in time) in the column p.")


@pytest.mark.parametrize(
    ("practice", "words"),
    [
        (None, None),
        (LOAN.current_practice, "as recorded: favourable where today = yes"),
        (PracticeRule(column="income", operator=">=", value=20), "by rule: favourable where income >= 20"),
    ],
)
def test_current_practice_is_said_or_said_to_be_unknown(practice: object, words: str | None) -> None:
    assert practice_in_words(replace(LOAN, current_practice=practice)) == words  # type: ignore[arg-type]


def test_a_label_without_meaning_is_shown_as_it_is() -> None:
    assert outcome_in_words(replace(LOAN, meanings={})) == "repaid = 1"
