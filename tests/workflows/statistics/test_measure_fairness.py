"""What measure_fairness says of tables, good and bad."""

from collections.abc import Mapping
from typing import Any

import pytest
from fairlearn import metrics as fairlearn
from sklearn import metrics as sklearn
from tests.workflows.statistics.people import SCANNER, drawn_people, fairness_of, made_blocks, number_of

from evenhand.errors.base import EvenhandError
from evenhand.errors.number import ReferenceGroupUnfit
from evenhand.errors.table import ColumnMissing, ColumnUnusable
from evenhand.kernel.canonical import canonical_bytes
from evenhand.workflows.statistics.measure_fairness import measure_fairness


def test_the_worst_is_said_first_in_plain_words() -> None:
    report = fairness_of(made_blocks(("Men", 2000, 440), ("Women", 2000, 312)))

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
    report = fairness_of(made_blocks(("m", 10_000, 10_000), ("f", 10_000, 7997)))

    assert number_of(report, "selection_rate_ratio", sex="f").value == 0.7997
    assert "selected 0.7997 times" in report.sentences[0].text
    assert all("0.80 " not in each.text and "0.800" not in each.text for each in report.sentences)


@pytest.mark.parametrize("by", [("sex",), ("sex", "race")])
def test_every_rate_of_every_group_equals_fairlearn(by: tuple[str, ...]) -> None:
    table = drawn_people()
    report = fairness_of(table, by=by)
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
            assert number_of(report, name, **groups).value == pytest.approx(row[name], abs=1e-9)


def test_comparisons_hold_at_once_and_say_so() -> None:
    report = fairness_of(drawn_people(), by=["race"])
    each = next(
        part for part in report.measurements if part.name == "selection_rate_ratio" and not part.detail["is_reference"]
    )

    assert each.confidence == 0.95
    assert each.detail["family"] == 3
    assert float(str(each.detail["each_confidence"])) == pytest.approx(1 - 0.05 / 3)
    assert each.method.startswith("simultaneous-mover-r")
    rate = number_of(report, "selection_rate", race="a")
    assert 0 <= float(str(rate.detail["p_value"])) <= float(str(rate.detail["adjusted_p_value"])) <= 1
    assert all(canonical_bytes(found.as_json()) for found in report.measurements)


@pytest.mark.parametrize(
    ("asked", "reference"),
    [("largest", {"sex": "f"}), ("m", {"sex": "m"}), ("sex=m", {"sex": "m"}), ({"sex": "f"}, {"sex": "f"})],
)
def test_the_reference_may_be_named(asked: str | Mapping[str, str], reference: dict[str, str]) -> None:
    report = fairness_of(made_blocks(("f", 600, 200), ("m", 500, 300)), reference_group=asked)

    assert number_of(report, "selection_rate_ratio", **reference).value == 1
    assert number_of(report, "selection_rate_ratio", **reference).method == "reference"


def test_overall_is_everybody_together() -> None:
    report = fairness_of(made_blocks(("f", 600, 200), ("m", 400, 300)), reference_group="overall")

    assert number_of(report, "selection_rate_ratio", sex="f").value == pytest.approx(2 / 3)
    assert "as everybody together" in report.sentences[0].text
    assert "300 of 400 against 50.0%" in report.sentences[0].text


def test_a_small_group_is_hidden_and_so_is_what_would_tell_it() -> None:
    report = fairness_of(made_blocks(("a", 900, 300), ("b", 800, 200), ("c", 500, 100), ("d", 7, 5)), by="sex")

    for value, reason in (("d", "fewer than 10 rows"), ("c", "could be worked out")):
        hidden = [each for each in report.measurements if each.groups.get("sex") == value]
        assert hidden
        assert all(each.value is None and each.n == 0 and reason in str(each.undefined) for each in hidden)
        assert all(set(each.detail) == {"is_withheld", "hidden"} for each in hidden)
    assert number_of(report, "selection_rate", sex="a").value == pytest.approx(1 / 3)
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
    assert words in fairness_of(made_blocks(*blocks)).sentences[0].text


def test_many_groups_that_chance_may_explain_are_told_in_one_sentence_worst_first() -> None:
    report = fairness_of(made_blocks(*((name, 50, 30 + place) for place, name in enumerate("hgfedcba"))))
    (told,) = (each.text for each in report.sentences if "how many times as often" in each.text)

    assert told.startswith("By sex, chance alone may explain how many times as often as sex a these groups are")
    assert [part.split()[1] for part in told.split("selected: ")[1].split("), ")] == list("hgfed")
    assert told.endswith("and 2 more.")


def test_a_difference_says_how_many_groups_it_was_looked_for_between() -> None:
    report = fairness_of(made_blocks(("a", 900, 300), ("b", 800, 500), ("c", 20, 3)))
    assert any(each.text.endswith("Compared are 2 of 3 groups (left out: sex c).") for each in report.sentences)

    report = fairness_of(made_blocks(("a", 90, 30), ("b", 80, 30), ("c", 20, 3)))
    assert any(
        "between the 2 of 3 groups that are shown with at least 30 rows to compare (left out: sex c)" in each.text
        for each in report.sentences
    )


def test_whoever_may_see_everything_asks_for_it() -> None:
    report = fairness_of(made_blocks(("a", 900, 300), ("d", 7, 5), ("e", 1, 1)), min_count=1)

    assert number_of(report, "selection_rate", sex="d").value == pytest.approx(5 / 7)
    assert number_of(report, "selection_rate", sex="e").n == 1
    assert report.evaluation is not None
    assert any(
        "Too few rows to compare the selection rate (fewer than 30): sex d (7)" in each for each in report.problems
    )


def test_groups_that_are_shown_may_be_too_small_to_compare() -> None:
    report = fairness_of(made_blocks(("a", 900, 300), ("b", 700, 300), ("c", 20, 20)))

    assert number_of(report, "selection_rate", sex="c").value == 1
    assert not [
        each for each in report.measurements if each.name == "selection_rate_ratio" and each.groups["sex"] == "c"
    ]
    assert any("sex c (20)" in problem for problem in report.problems)


def test_null_groups_stand_by_themselves() -> None:
    table = made_blocks(("f", 100, 30), ("m", 100, 50))
    table["sex"] = [None] * 40 + table["sex"][40:]
    report = fairness_of(table)

    assert number_of(report, "selection_rate", sex="(missing)").n == 40
    assert any("40 rows have no value of sex" in problem for problem in report.problems)


@pytest.mark.parametrize("asked", ["best", "largest"])
def test_rows_without_a_value_are_no_reference(asked: str) -> None:
    table = {"sex": [*["f", "m"] * 100, *[None] * 300], "p": [*[1, 0, 0, 0] * 50, *[1] * 300]}
    report = measure_fairness(SCANNER, table, prediction="p", by="sex", reference_group=asked)
    references = {str(each.detail["reference"]) for each in report.measurements if each.name == "selection_rate_ratio"}

    assert references == {"{'sex': 'f'}"}
    assert any(each.text.startswith("Group sex (missing): selected 2.00") for each in report.sentences)


def test_an_attribute_with_one_value_has_nothing_to_compare() -> None:
    report = fairness_of(made_blocks(("f", 100, 30)))

    assert any("sex has the one value f: there is nothing to compare" in problem for problem in report.problems)
    assert number_of(report, "selection_rate", sex="f").value == 0.3


def test_a_table_of_a_few_rows_shows_nothing() -> None:
    report = fairness_of(made_blocks(("f", 3, 1), ("m", 4, 2)))

    assert report.problems[0] == "The table holds fewer than 10 usable rows, so nothing of it is shown."
    assert all(each.value is None for each in report.measurements)
    assert [each.weight for each in report.sentences] == [9.0]


@pytest.mark.parametrize("sizes", [(0, 100), (1, 100), (5, 100), (100, 100), (1, 1)])
def test_groups_of_any_size_are_answered(sizes: tuple[int, int]) -> None:
    report = fairness_of(made_blocks(*((name, n, n // 2) for name, n in zip("fm", sizes, strict=True) if n)))

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
        measure_fairness(SCANNER, made_blocks(("f", 100, 30), ("m", 100, 50)), **given)
