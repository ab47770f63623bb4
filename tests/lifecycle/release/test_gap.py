"""What nobody knows is said."""

from dataclasses import replace

from tests.lifecycle.release.case import LOAN, by_sex, measured
from tests.lifecycle.release.test_diff import manifest

from evenhand.lifecycle.release.account import accounts
from evenhand.lifecycle.release.gap import report_gaps, row_gaps, small_gaps, subject_gaps, undefined_gaps
from evenhand.lifecycle.training.manifest import PREDICTIONS

WHY = "No row of the group has the favourable label."


def test_rows_without_label_or_score_are_told_by_reason() -> None:
    texts = [gap.text for gap in row_gaps({"rows": 1200, "unusable": {"label is null": 30, "score is infinite": 0}})]

    assert texts == ["30 of 1,200 rows stand in no number: label is null."]


def test_an_evaluation_that_is_not_there_is_a_gap_itself() -> None:
    assert [gap.kind for gap in row_gaps({})] == ["rows"]


def test_numbers_without_a_value_stand_together() -> None:
    absent = [measured("precision", "sex", code, count=0, n=0, rows=50, undefined=WHY) for code in ("1", "2")]

    [gap] = undefined_gaps([*absent, *by_sex()], LOAN)

    assert gap.text == f"precision by sex has no value for 1, women (2): {WHY}"


def test_a_comparison_whose_rate_is_missing_too_says_nothing_new() -> None:
    rate = measured("true_positive_rate", "sex", "2", count=0, n=0, rows=50, undefined=WHY)
    compared = measured("true_positive_rate_difference", "sex", "2", count=0, n=0, rows=50, undefined=WHY)
    alone = measured("true_positive_rate_difference", "sex", "1", count=0, n=0, rows=50, undefined=WHY)

    assert len(undefined_gaps([rate, compared, alone], LOAN)) == 2


def test_why_a_number_of_a_tiny_group_is_missing_is_not_told() -> None:
    tiny = measured("true_positive_rate", "sex", "2", count=0, n=0, rows=3, undefined=WHY)

    assert undefined_gaps([tiny], LOAN) == []


def test_tiny_groups_are_named_as_withheld() -> None:
    [gap] = small_gaps(accounts([measured("selection_rate", "sex", "2", count=2, n=3)], LOAN))

    assert gap.text == "sex: fewer than 5 people, so nothing is told, of women (2)."


def test_many_groups_are_named_up_to_eight() -> None:
    absent = [measured("precision", "sex", str(code), count=0, n=0, rows=50, undefined=WHY) for code in range(10)]

    assert "and 2 more" in undefined_gaps(absent, LOAN)[0].text


def test_reports_that_were_not_filed_are_named_with_the_reason() -> None:
    filed = {"evaluation-report", "fairness-report", "calibration-report", "data-quality-report", "explanation-report"}

    [gap] = report_gaps(filed, {"privacy-report": "No training rows."})

    assert gap.text == "No privacy-report was filed. No training rows."


def test_what_is_not_known_about_the_subject_is_said() -> None:
    vendor = replace(manifest(), loader=PREDICTIONS, inputs=None)

    kinds = [gap.kind for gap in subject_gaps(vendor, replace(LOAN, current_practice=None), {"sex"})]

    assert kinds == ["practice", "attribute", "model", "inputs"]


def test_a_use_case_without_attributes_measures_no_groups() -> None:
    bare = replace(LOAN, protected=(), judged_by=(), bands={})

    assert [gap.kind for gap in subject_gaps(manifest(), bare, set())] == ["attribute"]


def test_a_subject_that_is_known_leaves_no_gap() -> None:
    assert subject_gaps(manifest(), LOAN, {"sex", "age"}) == []
