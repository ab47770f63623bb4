"""What measure_fairness says of tables, good and bad."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fairlearn import metrics as fairlearn
from sklearn import metrics as sklearn

from evenhand.errors.base import EvenhandError
from evenhand.errors.number import ReferenceGroupUnfit
from evenhand.errors.table import ColumnMissing, ColumnUnusable
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.metrics.profile import EvaluationProfile
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.measure_fairness import measure_fairness

SCANNER = TableScanner()


def _told(
    table: object, *, by: Sequence[str] | str = "sex", reference_group: str | Mapping[str, str] | None = None,
    min_count: int = 10,
) -> TableReport:  # fmt: skip
    return measure_fairness(
        SCANNER, table, label="y", prediction="p", by=by, reference_group=reference_group, min_count=min_count
    )


def _found(report: TableReport, name: str, **groups: str) -> Measurement:
    (found,) = (each for each in report.measurements if each.name == name and dict(each.groups) == groups)
    return found


def _blocks(*blocks: tuple[str, int, int]) -> dict[str, list[Any]]:
    """Group, rows, selected; all with the favourable label."""
    sex = [group for group, n, _ in blocks for _ in range(n)]
    p = [int(row < selected) for _, n, selected in blocks for row in range(n)]
    return {"sex": sex, "y": [1] * len(sex), "p": p}


def _people(n: int = 3000, seed: int = 1) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    sex, race = rng.choice(["f", "m"], n), rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2])
    y = (rng.random(n) < 0.4).astype(int)
    p = (rng.random(n) < (0.2 + 0.5 * y) * np.where(sex == "f", 0.7, 1)).astype(int)
    return {"sex": sex, "race": race, "y": y, "p": p}


def test_the_worst_is_said_first_in_plain_words() -> None:
    report = _told(_blocks(("Men", 2000, 440), ("Women", 2000, 312)))

    assert report.sentences[0].text == (
        "Group sex Women: selected 0.709 times as often as sex Men (0.622 to 0.808): 312 of 2,000 against 440 of 2,000."
    )
    assert [each.weight for each in report.sentences] == sorted(
        (each.weight for each in report.sentences), reverse=True
    )
    assert report.look == "fairness"
    assert report.tables[0].n_rows == 4000
    assert report.evaluation is not None
    assert report.choices["positive"] == "1"
    assert report.choices["reference_group"] == "best"


def test_a_ratio_below_four_fifths_is_never_written_as_four_fifths() -> None:
    report = _told(_blocks(("m", 10_000, 10_000), ("f", 10_000, 7997)))

    assert _found(report, "selection_rate_ratio", sex="f").value == 0.7997
    assert "selected 0.7997 times" in report.sentences[0].text
    assert all("0.80 " not in each.text and "0.800" not in each.text for each in report.sentences)


@pytest.mark.parametrize("by", [("sex",), ("sex", "race")])
def test_every_rate_of_every_group_equals_fairlearn(by: tuple[str, ...]) -> None:
    table = _people()
    report = _told(table, by=by)
    functions = {
        "selection_rate": fairlearn.selection_rate, "true_positive_rate": fairlearn.true_positive_rate,
        "false_positive_rate": fairlearn.false_positive_rate, "false_negative_rate": fairlearn.false_negative_rate,
        "precision": sklearn.precision_score, "accuracy": sklearn.accuracy_score,
    }  # fmt: skip
    frame = fairlearn.MetricFrame(
        metrics=functions, y_true=table["y"], y_pred=table["p"], sensitive_features={name: table[name] for name in by}
    )
    for values, row in frame.by_group.iterrows():
        groups = dict(zip(by, values if isinstance(values, tuple) else (values,), strict=True))
        for name in functions:
            assert _found(report, name, **groups).value == pytest.approx(row[name], abs=1e-9)


def test_comparisons_hold_at_once_and_say_so() -> None:
    report = _told(_people(), by=["race"])
    each = next(
        part for part in report.measurements if part.name == "selection_rate_ratio" and not part.detail["is_reference"]
    )

    assert each.confidence == 0.95
    assert each.detail["family"] == 3
    assert float(str(each.detail["each_confidence"])) == pytest.approx(1 - 0.05 / 3)
    assert each.method.startswith("simultaneous-mover-r")
    rate = _found(report, "selection_rate", race="a")
    assert 0 <= float(str(rate.detail["p_value"])) <= float(str(rate.detail["adjusted_p_value"])) <= 1
    assert all(canonical_bytes(found.as_json()) for found in report.measurements)


@pytest.mark.parametrize(
    ("asked", "reference"),
    [("largest", {"sex": "f"}), ("m", {"sex": "m"}), ("sex=m", {"sex": "m"}), ({"sex": "f"}, {"sex": "f"})],
)
def test_the_reference_may_be_named(asked: str | Mapping[str, str], reference: dict[str, str]) -> None:
    report = _told(_blocks(("f", 600, 200), ("m", 500, 300)), reference_group=asked)

    assert _found(report, "selection_rate_ratio", **reference).value == 1
    assert _found(report, "selection_rate_ratio", **reference).method == "reference"


def test_overall_is_everybody_together() -> None:
    report = _told(_blocks(("f", 600, 200), ("m", 400, 300)), reference_group="overall")

    assert _found(report, "selection_rate_ratio", sex="f").value == pytest.approx(2 / 3)
    assert "as everybody together" in report.sentences[0].text
    assert "300 of 400 against 50.0%" in report.sentences[0].text


def test_a_small_group_is_hidden_and_so_is_what_would_tell_it() -> None:
    report = _told(_blocks(("a", 900, 300), ("b", 800, 200), ("c", 500, 100), ("d", 7, 5)), by="sex")

    for value, reason in (("d", "fewer than 10 rows"), ("c", "could be worked out")):
        hidden = [each for each in report.measurements if each.groups.get("sex") == value]
        assert hidden
        assert all(each.value is None and each.n == 0 and reason in str(each.undefined) for each in hidden)
        assert all(set(each.detail) == {"is_withheld", "hidden"} for each in hidden)
    assert _found(report, "selection_rate", sex="a").value == pytest.approx(1 / 3)
    assert report.evaluation is None
    assert any("fewer than 10 rows: sex d" in problem for problem in report.problems)
    assert any("worked out from it: sex c" in problem for problem in report.problems)
    between = next(each for each in report.measurements if each.name == "demographic_parity_difference")
    assert (between.detail["lowest"], between.detail["highest"]) == ({"sex": "b"}, {"sex": "a"})
    assert report.sentences[0].text == (
        "By sex, not all groups are judged: 507 of 2,207 rows are in hidden groups, which hold fewer than 10 rows or "
        "would tell the rows of one that does. Whoever may see them asks for --min-count 1."
    )
    assert not any(each.groups.get("sex") in ("c", "d") for each in report.sentences)
    told = [each.text.replace("(left out: sex c, sex d)", "") for each in report.sentences]
    assert not any("sex c" in text or "sex d" in text for text in told)


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([("a", 900, 300), ("b", 7, 5)], "nothing left to compare: 907 of 907 rows are in hidden groups"),
        (
            [("a", 900, 300), ("b", 20, 5)],
            "nothing left to compare: 20 of 920 rows are in groups of fewer than 30 rows",
        ),
        ([("a", 900, 300)], "By sex, there is nothing to compare."),
        ([("a", 3, 3), ("b", 4, 2)], "nothing can be said: there are fewer than 10 usable rows"),
    ],
)
def test_where_nothing_is_left_to_compare_the_first_sentence_says_so(
    blocks: list[tuple[str, int, int]], words: str
) -> None:
    assert words in _told(_blocks(*blocks)).sentences[0].text


def test_many_groups_that_chance_may_explain_are_told_in_one_sentence_worst_first() -> None:
    report = _told(_blocks(*((name, 50, 30 + place) for place, name in enumerate("hgfedcba"))))
    (told,) = (each.text for each in report.sentences if "how many times as often" in each.text)

    assert told.startswith("By sex, chance alone may explain how many times as often as sex a these groups are")
    assert [part.split()[1] for part in told.split("selected: ")[1].split("), ")] == list("hgfed")
    assert told.endswith("and 2 more.")


def test_a_difference_says_how_many_groups_it_was_looked_for_between() -> None:
    report = _told(_blocks(("a", 900, 300), ("b", 800, 500), ("c", 20, 3)))
    assert any(each.text.endswith("Compared are 2 of 3 groups (left out: sex c).") for each in report.sentences)

    report = _told(_blocks(("a", 90, 30), ("b", 80, 30), ("c", 20, 3)))
    assert any(
        "between the 2 of 3 groups that are shown with at least 30 rows to compare (left out: sex c)" in each.text
        for each in report.sentences
    )


def test_whoever_may_see_everything_asks_for_it() -> None:
    report = _told(_blocks(("a", 900, 300), ("d", 7, 5), ("e", 1, 1)), min_count=1)

    assert _found(report, "selection_rate", sex="d").value == pytest.approx(5 / 7)
    assert _found(report, "selection_rate", sex="e").n == 1
    assert report.evaluation is not None
    assert any(
        "Too few rows to compare the selection rate (fewer than 30): sex d (7)" in each for each in report.problems
    )


def test_groups_that_are_shown_may_be_too_small_to_compare() -> None:
    report = _told(_blocks(("a", 900, 300), ("b", 700, 300), ("c", 20, 20)))

    assert _found(report, "selection_rate", sex="c").value == 1
    assert not [
        each for each in report.measurements if each.name == "selection_rate_ratio" and each.groups["sex"] == "c"
    ]
    assert any("sex c (20)" in problem for problem in report.problems)


def test_null_groups_stand_by_themselves() -> None:
    table = _blocks(("f", 100, 30), ("m", 100, 50))
    table["sex"] = [None] * 40 + table["sex"][40:]
    report = _told(table)

    assert _found(report, "selection_rate", sex="(missing)").n == 40
    assert any("40 rows have no value of sex" in problem for problem in report.problems)


@pytest.mark.parametrize("asked", ["best", "largest"])
def test_rows_without_a_value_are_no_reference(asked: str) -> None:
    table = {"sex": [*["f", "m"] * 100, *[None] * 300], "p": [*[1, 0, 0, 0] * 50, *[1] * 300]}
    report = measure_fairness(SCANNER, table, prediction="p", by="sex", reference_group=asked)
    references = {str(each.detail["reference"]) for each in report.measurements if each.name == "selection_rate_ratio"}

    assert references == {"{'sex': 'f'}"}
    assert any(each.text.startswith("Group sex (missing): selected 2.00") for each in report.sentences)


def test_who_was_selected_needs_no_label_and_says_the_same_without_one() -> None:
    table = _people()
    with_label = _told(table, by=["sex", "race"])
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
    table = _blocks(("f", 100, 30), ("m", 100, 50))
    table["p"] = [None] * 10 + table["p"][10:]
    del table["y"]
    report = measure_fairness(SCANNER, table, prediction="p", by="sex")

    assert any("10 of 200 rows stand in no number: decision is null" in problem for problem in report.problems)
    assert _found(report, "selection_rate", sex="f").n == 90


def test_labels_of_one_class_leave_a_reason() -> None:
    report = _told(_blocks(("f", 100, 30), ("m", 100, 50)))

    assert _found(report, "false_positive_rate", sex="f").undefined
    assert any("no false positive rate for anybody" in problem for problem in report.problems)


def test_an_attribute_with_one_value_has_nothing_to_compare() -> None:
    report = _told(_blocks(("f", 100, 30)))

    assert any("sex has the one value f: there is nothing to compare" in problem for problem in report.problems)
    assert _found(report, "selection_rate", sex="f").value == 0.3


def test_rows_without_label_stand_in_who_was_selected_and_in_nothing_that_needs_a_label() -> None:
    table = _people()
    y = [None if decided == 0 else int(label) for label, decided in zip(table["y"], table["p"], strict=True)]
    report = _told(table | {"y": y}, by=["sex", "race"])
    bare = measure_fairness(SCANNER, table, prediction="p", by=["sex", "race"])
    kept = table["p"] == 1
    labelled = _told({name: values[kept] for name, values in table.items()}, by=["sex", "race"])

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
            twin = _found(report, each.name, **each.groups)
            assert (twin.value, twin.lower, twin.upper, twin.n) == (each.value, each.lower, each.upper, each.n)
    assert {each.name for each in report.measurements} == {each.name for each in labelled.measurements}
    assert report.evaluation is not None
    assert report.evaluation.n_usable == selected


def test_a_group_with_few_labels_is_hidden_from_what_needs_them_alone() -> None:
    table = _blocks(("a", 300, 100), ("b", 300, 120), ("c", 300, 5))
    table["y"] = [label if decided else None for label, decided in zip(table["y"], table["p"], strict=True)]
    report = _told(table)

    assert _found(report, "selection_rate", sex="c").value == pytest.approx(5 / 300)
    assert _found(report, "precision", sex="c").undefined == "Hidden: the group holds fewer than 10 rows with a label."
    assert any("Hidden, because of fewer than 10 rows with a label: sex c." in each for each in report.problems)
    assert report.evaluation is None


def test_labels_that_are_all_there_cost_no_second_pass() -> None:
    class Counted(TableScanner):
        n_passes = 0

        def cases(self, source: object, asked: CaseColumns) -> EvaluationProfile:
            self.n_passes += 1
            return super().cases(source, asked)

    scanner, table = Counted(), _blocks(("f", 100, 30), ("m", 100, 50))
    measure_fairness(scanner, table, label="y", prediction="p", by="sex")
    assert scanner.n_passes == 1

    lacking = table | {"y": [None, *table["y"][1:]]}
    measure_fairness(scanner, lacking, label="y", prediction="p", by="sex")
    assert scanner.n_passes == 3


def test_a_table_of_a_few_rows_shows_nothing() -> None:
    report = _told(_blocks(("f", 3, 1), ("m", 4, 2)))

    assert report.problems[0] == "The table holds fewer than 10 usable rows, so nothing of it is shown."
    assert all(each.value is None for each in report.measurements)
    assert [each.weight for each in report.sentences] == [9.0]


@pytest.mark.parametrize("sizes", [(0, 100), (1, 100), (5, 100), (100, 100), (1, 1)])
def test_groups_of_any_size_are_answered(sizes: tuple[int, int]) -> None:
    report = _told(_blocks(*((name, n, n // 2) for name, n in zip("fm", sizes, strict=True) if n)))

    assert report.measurements
    assert all(each.value is not None or str(each.undefined).endswith(".") for each in report.measurements)


@pytest.mark.parametrize(
    ("asked", "refusal", "words"),
    [
        ({"by": "sx"}, ColumnMissing, "sex"),
        ({"by": "y"}, ColumnUnusable, "is the label"),
        ({"by": ["sex", "p"]}, ColumnUnusable, "is the prediction"),
        ({"by": ["sex", "sex"]}, ColumnUnusable, "twice"),
        ({"by": []}, ColumnUnusable, "No attribute"),
        ({"prediction": "y"}, ColumnUnusable, "as label and as prediction"),
        ({"reference_group": "x"}, ReferenceGroupUnfit, "sex is f, m"),
        ({"reference_group": "race=a"}, ReferenceGroupUnfit, "no group race=a"),
        ({"confidence": 1.0}, ValueError, "confidence"),
        ({"min_count": 0}, ValueError, "min_count"),
    ],
)
def test_a_question_without_an_answer_is_refused(
    asked: dict[str, Any], refusal: type[EvenhandError | ValueError], words: str
) -> None:
    given = {"label": "y", "prediction": "p", "by": "sex"} | asked
    with pytest.raises(refusal, match=words):
        measure_fairness(SCANNER, _blocks(("f", 100, 30), ("m", 100, 50)), **given)
