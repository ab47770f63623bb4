"""Rows without a label: they were decided too, and what is told of them tells of nobody."""

from dataclasses import replace
from typing import Any

import pytest
from tests.workflows.statistics.people import SCANNER, drawn_people, fairness_of, made_blocks, number_of

from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.metrics.profile import EvaluationProfile
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.measure_fairness import measure_fairness


def test_rows_without_label_stand_in_who_was_selected_and_in_nothing_that_needs_a_label() -> None:
    table = drawn_people()
    y = [None if decided == 0 else int(label) for label, decided in zip(table["y"], table["p"], strict=True)]
    report = fairness_of(table | {"y": y}, by=["sex", "race"])
    bare = measure_fairness(SCANNER, table, prediction="p", by=["sex", "race"])
    kept = table["p"] == 1
    labelled = fairness_of({name: values[kept] for name, values in table.items()}, by=["sex", "race"])

    n, selected = len(y), int(table["p"].sum())
    assert report.sentences[0].text.startswith(
        f"{n - selected:,} of {n:,} rows with a decision have no label: 0 of the {selected:,} with the favourable "
        f"decision and {n - selected:,} of the {n - selected:,} others."
    )
    for each in bare.measurements:
        mine = [one for one in report.measurements if (one.name, one.groups) == (each.name, each.groups)]
        assert any((one.value, one.lower, one.upper, one.n) == (each.value, each.lower, each.upper, each.n)
                   for one in mine), each.name  # fmt: skip
    for each in labelled.measurements:
        if each.name in ("precision", "accuracy", "true_positive_rate", "precision_difference"):
            twin = number_of(report, each.name, **each.groups)
            assert (twin.value, twin.lower, twin.upper, twin.n) == (each.value, each.lower, each.upper, each.n)
    assert {each.name for each in report.measurements} == {each.name for each in labelled.measurements}
    assert report.evaluation is not None
    assert report.evaluation.n_usable == selected


def test_a_group_with_few_labels_is_hidden_from_what_needs_them_alone() -> None:
    table = made_blocks(("a", 300, 100), ("b", 300, 120), ("c", 300, 5))
    table["y"] = [label if decided else None for label, decided in zip(table["y"], table["p"], strict=True)]
    report = fairness_of(table)

    assert number_of(report, "selection_rate", sex="c").value == pytest.approx(5 / 300)
    assert (
        number_of(report, "precision", sex="c").undefined == "Hidden: the group holds fewer than 10 rows with a label."
    )
    assert any("Hidden, because of fewer than 10 rows with a label: sex c." in each for each in report.problems)
    assert report.evaluation is None


def test_labels_that_are_all_there_cost_no_second_pass() -> None:
    class Counted(TableScanner):
        n_passes = 0

        def cases(self, source: object, asked: CaseColumns) -> EvaluationProfile:
            self.n_passes += 1
            return super().cases(source, asked)

    scanner, table = Counted(), made_blocks(("f", 100, 30), ("m", 100, 50))
    measure_fairness(scanner, table, label="y", prediction="p", by="sex")
    assert scanner.n_passes == 1

    lacking = table | {"y": [None, *table["y"][1:]]}
    measure_fairness(scanner, lacking, label="y", prediction="p", by="sex")
    assert scanner.n_passes == 3


def test_who_was_selected_needs_no_label_and_says_the_same_without_one() -> None:
    table = drawn_people()
    with_label = fairness_of(table, by=["sex", "race"])
    del table["y"]
    report = measure_fairness(SCANNER, table, prediction="p", by=["sex", "race"])

    assert {each.name for each in report.measurements} == {
        "selection_rate", "selection_rate_ratio", "selection_rate_difference", "demographic_parity_difference",
        "demographic_parity_ratio", "selection_rate_group_min",
    }  # fmt: skip
    twins = {(each.name, tuple(each.groups.items()), str(each.detail.get("by"))): each
             for each in with_label.measurements}  # fmt: skip
    for each in report.measurements:
        twin = twins[each.name, tuple(each.groups.items()), str(each.detail.get("by"))]
        assert replace(each, input=twin.input) == twin
    assert report.sentences[0] in with_label.sentences
    assert any(problem.startswith("No label is named, so only who was selected") for problem in report.problems)
    assert report.evaluation is None
    assert report.choices["label"] == "none named"


def test_without_a_label_a_row_lacks_nothing_but_a_decision() -> None:
    table = made_blocks(("f", 100, 30), ("m", 100, 50))
    table["p"] = [None] * 10 + table["p"][10:]
    del table["y"]
    report = measure_fairness(SCANNER, table, prediction="p", by="sex")

    assert any("10 of 200 rows stand in no number: decision is null" in problem for problem in report.problems)
    assert number_of(report, "selection_rate", sex="f").n == 90


def test_labels_of_one_class_leave_a_reason() -> None:
    report = fairness_of(made_blocks(("f", 100, 30), ("m", 100, 50)))

    assert number_of(report, "false_positive_rate", sex="f").undefined
    assert any("no false positive rate for anybody" in problem for problem in report.problems)


def _without_labels(table: dict[str, Any], lost: dict[str, int]) -> dict[str, Any]:
    """The table without the label of so many rows of each group, the first ones."""
    left, labels = dict(lost), []
    for group, label in zip(table["sex"], table["y"], strict=True):
        labels.append(None if left.get(group) else label)
        left[group] = max(0, left.get(group, 0) - 1)
    return table | {"y": labels}


def test_the_decisions_of_a_few_rows_without_label_do_not_follow_from_both_counts() -> None:
    table = _without_labels(
        made_blocks(("a", 900, 300), ("b", 800, 200), ("c", 500, 100)), {"a": 3, "b": 100, "c": 200}
    )
    report = fairness_of(table)

    assert number_of(report, "selection_rate", sex="a").n == 900
    shown = {
        each.groups["sex"]
        for each in report.measurements
        if each.name == "accuracy" and each.groups and each.value is not None
    }
    # 900 decided less 897 labelled would be 3; and with the two others, the whole tells the third.
    assert "a" not in shown
    assert len(shown) <= 1
    assert report.evaluation is None


def test_a_few_rows_without_label_in_all_stand_in_no_number() -> None:
    report = fairness_of(_without_labels(made_blocks(("a", 900, 300), ("b", 800, 200)), {"a": 3}))

    assert number_of(report, "selection_rate", sex="a").n == number_of(report, "accuracy", sex="a").n == 897
    assert any("label is null" in problem for problem in report.problems)
    assert not any("have no label" in sentence.text for sentence in report.sentences)


def test_a_few_labels_in_all_are_counted_and_not_told_by_decision() -> None:
    report = fairness_of(_without_labels(made_blocks(("a", 900, 300), ("b", 800, 200)), {"a": 900, "b": 795}))

    assert number_of(report, "selection_rate", sex="a").n == 900
    assert not [each for each in report.measurements if each.name == "accuracy" and each.value is not None]
    assert report.sentences[0].text.startswith("1,695 of 1,700 rows have no label.")
