import pytest

from evenhand.lifecycle.evaluation.reasons import top_reasons

PARTS = {"income": -0.2, "debt": -0.3, "age": 0.1, "colour": 0.0}


def test_reasons_speak_for_the_decision_that_was_made() -> None:
    assert top_reasons(PARTS, is_favourable=False) == ("debt", "income")
    assert top_reasons(PARTS, is_favourable=True) == ("age",)


def test_two_inputs_with_one_text_are_told_once() -> None:
    texts = {"income": "Debts are high against income.", "debt": "Debts are high against income."}

    assert top_reasons(PARTS, is_favourable=False, texts=texts) == ("Debts are high against income.",)


def test_there_are_no_more_than_asked_and_ties_fall_by_name() -> None:
    assert top_reasons(dict.fromkeys("edcba", -0.1), is_favourable=False, at_most=2) == ("a", "b")


def test_what_is_no_number_is_a_slip() -> None:
    with pytest.raises(ValueError, match="of income is no finite"):
        top_reasons({"income": float("nan")}, is_favourable=True)
    with pytest.raises(ValueError, match="0 reasons"):
        top_reasons(PARTS, is_favourable=True, at_most=0)
