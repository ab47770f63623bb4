"""The questionnaire leads where the worked examples say, and nothing else is guessed."""

import pytest

from evenhand.errors.problem import TieringAnswersInvalid
from evenhand.governance.controls.resource import catalogue_file, entries, node
from evenhand.governance.risk.condition import Known, holds
from evenhand.governance.risk.questionnaire import answers_as_json, questions, read_answers
from evenhand.governance.risk.tiering import classify, tier_duties, turning
from evenhand.governance.risk.words import meaning

EXAMPLES = entries(catalogue_file("tiering-examples"), "examples")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_a_worked_example_comes_out_exactly(example: dict) -> None:
    found = classify(read_answers(example["answers"])).as_json()

    assert found == example["expected"]
    assert list(found) == list(example["expected"])


def test_there_are_six_examples() -> None:
    assert len(EXAMPLES) == 6


def test_nobody_who_answers_nothing_is_let_off() -> None:
    found = classify({})

    assert (found.case_class, found.rule, found.tier) == ("minimal", "minimal", 4)
    assert len(found.defaulted) == len(questions())


def test_a_listed_use_that_its_answer_takes_out_does_not_count() -> None:
    found = classify(read_answers({"q_annex_iii": ["5b"], "q_fraud_detection_only": True}))

    assert (found.case_class, found.effective_annex_iii) == ("minimal", ())


def test_an_exempted_listed_use_goes_on_and_keeps_its_flag() -> None:
    answers = read_answers(
        {"q_annex_iii": ["4a"], "q_profiling": False, "q_significant_risk": False, "q_material_influence": False,
         "q_filter_condition": "preparatory", "q_transparency": ["deepfake"]}
    )  # fmt: skip
    found = classify(answers)

    assert found.case_class == "transparency"
    assert [ground.rule for ground in found.grounds] == ["art-6-3", "transparency"]
    assert list(found.flags) == ["art-49-2-registration", "art-50-4-deepfake", "art-6-4-assessment"]
    assert {"q_filter_condition", "q_significant_risk"} <= set(turning(answers))


def test_banned_and_out_of_scope_end_the_search_first() -> None:
    banned = {"q_prohibited": ["social_scoring"], "q_annex_iii": ["5b"]}

    assert classify(read_answers(banned)).materiality.is_blocked
    assert classify(read_answers({**banned, "q_eu_nexus": False})).case_class == "out_of_scope"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"q_profilling": True}, "q_profilling is no question of the questionnaire (did you mean q_profiling?)"),
        ({"Q_PROFILING": True}, "Q_PROFILING is no question"),
        ({"q_profiling": "yes"}, "q_profiling is answered with 'yes'; it takes true or false."),
        ({"q_profiling": 1}, "q_profiling is answered with 1; it takes true or false."),
        ({"q_profiling": None}, "q_profiling is answered with nothing; it takes true or false."),
        ({"q_role": "Provider"}, "it takes one of provider, deployer, provider_and_deployer (did you mean provider?)"),
        ({"q_role": ["provider"]}, "it takes one of provider"),
        ({"q_annex_iii": "5b"}, "q_annex_iii is answered with '5b'; it takes a list of some of 1a, 1b"),
        ({"q_annex_iii": ["5B"]}, "q_annex_iii is answered with '5B'"),
        ({"q_annex_iii": ["5b", "5b"]}, "q_annex_iii names 5b more than once."),
        ({"q_annex_iii": {"5b": True}}, "it takes a list of some of"),
        ({"m_people": float("nan")}, "m_people is answered with nan"),
        ({"m_people": "x" * 1_000}, "..."),
        (["q_profiling"], "The answers are no flat map of question to answer."),
        (7, "The answers are no flat map of question to answer."),
    ],
)
def test_what_is_no_answer_is_refused_by_name(answers: object, told: str) -> None:
    with pytest.raises(TieringAnswersInvalid) as refused:
        read_answers(answers)

    assert told in refused.value.fact
    assert len(refused.value.fact) < 400


def test_answers_are_stored_as_they_are_read() -> None:
    answers = read_answers({"q_annex_iii": [2, "5b"], "m_people": "none", "q_profiling": False})

    assert answers_as_json(answers) == {"q_annex_iii": ["2", "5b"], "q_profiling": False, "m_people": "none"}
    assert read_answers(answers_as_json(answers)) == answers


def test_every_outcome_has_words_and_every_tier_its_duties() -> None:
    rules = catalogue_file("tiering")
    sections = {
        "classes": [entry["id"] for entry in entries(rules, "outcome_classes")],
        "flags": [entry["flag"] for entry in entries(rules, "flags")] + ["conformity-sectoral", "art-6-4-assessment"],
        "floors": [entry["id"] for entry in entries(node(rules, "materiality"), "floors")],
        "model_risk": [entry["outcome"] for entry in entries(rules, "mrm_scope")],
    }

    assert all(meaning(section, key) for section, keys in sections.items() for key in keys)
    assert [tier_duties(tier)["revalidation_months"] for tier in (1, 2, 3, 4)] == [12, 18, 24, 36]


@pytest.mark.parametrize(
    "condition", [{"q": "m_people"}, {"q": "m_people", "is": 1, "in": []}, {"some": []}, "always", {"all": {}}]
)
def test_a_rule_outside_the_grammar_is_no_rule(condition: object) -> None:
    with pytest.raises((KeyError, TypeError)):
        holds(condition, Known(answers={"m_people": "none"}, derived={}))
