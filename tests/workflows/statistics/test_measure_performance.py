"""Looks at tables with nothing but a file at hand."""

from math import isfinite
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from sklearn import metrics as sklearn
from tests.workflows.statistics.decided import (
    ANIMAL,
    PAID,
    PRICE,
    SAID,
    SCORE,
    SEX,
    TABLE,
    N,
    numbers_of_all,
    performance_of,
    words_of,
)

from evenhand.errors.table import (
    ColumnMissing,
    ColumnUnusable,
    LabelUnusable,
    PredictionsNotNamed,
    TableEmpty,
    TaskUnfit,
)


def test_scores_of_two_outcomes_equal_scikit_learn() -> None:
    found = numbers_of_all(performance_of(label="paid", score="score"))

    assert found["roc_auc"].value == pytest.approx(sklearn.roc_auc_score(PAID, SCORE), abs=1e-9)
    assert found["average_precision"].value == pytest.approx(sklearn.average_precision_score(PAID, SCORE), abs=1e-9)
    assert found["brier_score"].value == pytest.approx(sklearn.brier_score_loss(PAID, SCORE), abs=1e-9)
    assert found["log_loss"].value == pytest.approx(sklearn.log_loss(PAID, SCORE), abs=1e-9)
    assert found["f2"].value == pytest.approx(sklearn.fbeta_score(PAID, SCORE >= 0.5, beta=2), abs=1e-9)
    assert found["accuracy"].value == pytest.approx(sklearn.accuracy_score(PAID, SCORE >= 0.5), abs=1e-9)


def test_the_report_states_what_was_assumed() -> None:
    report = performance_of(label="paid", score="score")

    assert report.choices == {
        "task": "binary, because the label has two values", "label": "paid", "positive": "1 (not named)",
        "score": "score", "decisions": "favourable from a score of 0.5 on (not named)",
    }  # fmt: skip
    assert report.look == "performance"
    assert report.tables[0].n_rows == N
    assert report.evaluation is not None
    assert report.problems == ()


def test_missing_labels_are_told_first_and_by_decision() -> None:
    paid = pa.array(PAID, mask=~np.asarray(TABLE["given"]))
    lacking = TABLE.set_column(TABLE.schema.get_field_index("paid"), "paid", paid)
    n = int(paid.null_count)

    decided = performance_of(lacking, label="paid", prediction="given", positive=1)
    assert decided.sentences[0].text == (
        f"{n:,} of {N:,} rows with a decision have no label: 0 of the {N - n:,} with the favourable decision and "
        f"{n:,} of the {n:,} others. Every number is told of those with one, who may differ from the others."
    )
    scored = performance_of(lacking, label="paid", score="score")
    assert scored.sentences[0].text.startswith(f"{n:,} of {N:,} rows have no label. Every number")


def test_sentences_come_worst_first_and_hold_their_figures() -> None:
    report = performance_of(label="paid", score="score", by=["sex"])
    weights = [each.weight for each in report.sentences]
    rate = numbers_of_all(report)["true_positive_rate"]

    assert weights == sorted(weights, reverse=True)
    assert f"Of 100 cases whose paid is 1, the model finds {100 * rate.value:.0f} (" in words_of(report)
    assert "The score orders a favourable case above another in 0." in words_of(report)
    assert "Scores are too high by" in words_of(report)


def test_decisions_of_a_column_need_no_score() -> None:
    report = performance_of(label="paid", prediction="given")
    found = numbers_of_all(report)

    assert found["precision"].value == pytest.approx(sklearn.precision_score(PAID, SCORE >= 0.4), abs=1e-9)
    assert "roc_auc" not in found
    assert report.choices["decisions"] == "column given"


def test_a_text_needs_its_favourable_value_named() -> None:
    found = numbers_of_all(performance_of(label="paid_text", score="score", positive="yes"))

    assert found["base_rate"].value == pytest.approx(PAID.mean())
    with pytest.raises(LabelUnusable, match=r"'paid_text' of .* never is '1'"):
        performance_of(label="paid_text", score="score")


def test_groups_are_measured_and_the_farthest_apart_are_named() -> None:
    rng = np.random.default_rng(1)
    shifted = np.where(SEX == "f", SCORE * 0.6, SCORE)
    table = pa.table({"paid": PAID, "score": shifted, "sex": SEX, "noise": rng.choice(["a", "b"], N)})
    report = performance_of(table, label="paid", score="score", by=["sex", "noise"])
    groups = {tuple(each.groups.items()) for each in report.measurements if each.groups}

    assert groups == {(("sex", "f"),), (("sex", "m"),), (("noise", "a"),), (("noise", "b"),)}
    assert report.sentences[0].groups == {"sex": "f"}
    assert " where sex is f, and " in report.sentences[0].text
    for each in report.measurements:
        if each.groups == {"sex": "f"} and each.name == "roc_auc":
            assert each.value == pytest.approx(sklearn.roc_auc_score(PAID[SEX == "f"], SCORE[SEX == "f"]), abs=1e-9)


def test_scores_that_are_no_probabilities_order_cases_and_no_cut_off_is_assumed() -> None:
    report = performance_of(label="paid", score="margin")
    found = numbers_of_all(report)

    assert found["roc_auc"].value == pytest.approx(sklearn.roc_auc_score(PAID, SCORE), abs=1e-9)
    assert found["brier_score"].undefined.startswith("Scores run from -")
    assert "accuracy" not in found
    assert report.problems[0].startswith("Scores in 'margin' of ")
    assert report.problems[0].endswith("no cut-off is assumed. Name one for what needs decisions.")
    named = performance_of(label="paid", score="margin", threshold=0.0)
    assert numbers_of_all(named)["accuracy"].value == pytest.approx(sklearn.accuracy_score(PAID, SCORE * 8 - 4 >= 0))


def test_costs_say_where_to_cut() -> None:
    costs = {"false_favourable": 3.0, "false_unfavourable": 1.0}
    report = performance_of(label="paid", score="score", costs=costs)
    found = numbers_of_all(report)
    cuts, no, yes = np.unique(SCORE), PAID == 0, PAID == 1
    each = [3 * ((cut <= SCORE) & no).mean() + ((cut > SCORE) & yes).mean() for cut in cuts]

    assert found["best_cut_off"].detail["cost"] == pytest.approx(min(each))
    assert found["best_cut_off"].value == cuts[int(np.argmin(np.round(each, 12)))]
    assert found["expected_cost"].value >= found["best_cut_off"].detail["cost"]
    assert found["least_expected_cost"].value == found["best_cut_off"].detail["cost"]
    assert f"Decisions would cost least from a score of {found['best_cut_off'].value:.3f} on: " in words_of(report)
    assert [each.name for each in report.measurements[:3]] == ["expected_cost", "best_cut_off", "least_expected_cost"]
    assert "Decisions would cost least from a score of" in words_of(report)


def test_numbers_are_told_from_classes() -> None:
    report = performance_of(label="price", prediction="guess", by=["sex"], level=0.9)
    found = numbers_of_all(report)
    guess = SCORE * 95 + 4

    assert report.choices["task"] == "regression, because the label holds numbers"
    assert found["mean_absolute_error"].value == pytest.approx(sklearn.mean_absolute_error(PRICE, guess), rel=1e-9)
    assert found["r2"].value == pytest.approx(sklearn.r2_score(PRICE, guess), rel=1e-9)
    theirs = sklearn.mean_pinball_loss(PRICE, guess, alpha=0.9)
    assert found["pinball_loss"].value == pytest.approx(theirs, rel=1e-9)
    assert found["pinball_loss"].detail["level"] == 0.9
    assert sum("tenth" in each.groups for each in report.measurements) == 10
    assert "Predictions of price miss by" in words_of(report)


def test_classes_are_averaged_and_held_against_the_rest() -> None:
    report = performance_of(label="animal", prediction="said", by=["sex"])
    found = numbers_of_all(report)
    of = {(each.name, each.groups.get("class")): each for each in report.measurements}

    assert report.choices["task"] == "multi-class, because the label has 3 values"
    assert found["f1_macro"].value == pytest.approx(sklearn.f1_score(ANIMAL, SAID, average="macro"), abs=1e-9)
    recall = sklearn.recall_score(ANIMAL, SAID, average=None, labels=["dog"])[0]
    assert of["true_positive_rate", "dog"].value == pytest.approx(recall, abs=1e-9)
    assert "Of 100 cases of class dog, the model finds" in words_of(report)


def test_few_whole_numbers_are_classes_unless_the_task_is_named() -> None:
    classes = performance_of(label="stars", prediction="stars_said")
    numbers = performance_of(label="stars", prediction="stars_said", task="regression")

    assert "f1_macro" in numbers_of_all(classes)
    assert "mean_absolute_error" in numbers_of_all(numbers)
    assert numbers.choices["task"] == "regression, because it was named"


@pytest.mark.parametrize(
    ("asked", "failure", "words"),
    [
        ({"label": "paid"}, PredictionsNotNamed, "held against 'paid'"),
        ({"label": "payd", "score": "score"}, ColumnMissing, "has no column 'payd'"),
        ({"label": "paid", "score": "scores"}, ColumnMissing, "has no column 'scores'"),
        ({"label": "paid", "score": "score", "by": ["six"]}, ColumnMissing, "has no column 'six'"),
        ({"label": "paid", "score": "sex"}, ColumnUnusable, "'sex' of .* no scores"),
        ({"label": "animal", "score": "score"}, TaskUnfit, "'animal' has more than two values"),
        ({"label": "price", "prediction": "sex"}, TaskUnfit, "'price' is no label that a prediction could hit"),
        ({"label": "animal", "score": "score", "task": "multi-class"}, TaskUnfit, "no prediction is named"),
        ({"label": "animal", "prediction": "said", "task": "regression"}, ColumnUnusable, "'animal' of .* no numbers"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(asked: dict[str, object], failure: type, words: str) -> None:
    with pytest.raises(failure, match=words):
        performance_of(**asked)


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("value", [0, 1])
def test_labels_of_one_class_have_what_they_have(n: int, value: int) -> None:
    table = pa.table({"y": pa.array([value] * n, pa.int64()), "s": pa.array([0.5] * n, pa.float64())})
    report = performance_of(table, label="y", score="s")

    for each in report.measurements:
        assert each.undefined or isfinite(each.value)
    assert numbers_of_all(report)["roc_auc"].undefined == "The group does not hold both labels."
    assert report.problems[-1].endswith(f"{'is' if value else 'is not'} 1 in every usable row.")
    assert report.sentences


@pytest.mark.parametrize("asked", [{"score": "s"}, {"prediction": "s"}])
def test_a_table_of_gaps_alone_has_no_number_and_says_so(asked: dict[str, str]) -> None:
    table = pa.table({"y": pa.array([None, None], pa.float64()), "s": pa.array([None, None], pa.float64())})
    report = performance_of(table, label="y", **asked)

    assert all(each.value is None and each.undefined for each in report.measurements)
    assert report.sentences[0].text == "Nothing of the Arrow table could be measured."
    assert report.problems[0].startswith("2 of 2 rows of the Arrow table stand in no number")


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(TableEmpty):
        performance_of(TABLE.slice(0, 0), label="paid", score="score")


def test_rows_without_label_or_score_are_counted_and_told() -> None:
    table = pa.table({"y": [1, 0, None, 1, 0, 1], "s": [0.5, float("nan"), 0.2, None, float("inf"), 0.7]})
    report = performance_of(table, label="y", score="s")

    assert numbers_of_all(report)["base_rate"].n == 2
    assert report.problems[0].startswith("4 of 6 rows of ")
    for words in ("label is null: 1", "score is null or NaN: 2", "score is infinite: 1"):
        assert words in report.problems[0]


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_a_file_says_what_the_table_says(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"loans.{suffix}"
    {"parquet": pyarrow.parquet.write_table, "csv": pyarrow.csv.write_csv}[suffix](TABLE, path)
    here, there = (
        performance_of(label="paid", score="score", by=["sex"]),
        performance_of(path, label="paid", score="score", by=["sex"]),
    )

    assert there.tables[0].origin == path.name
    assert [each.value for each in there.measurements] == [each.value for each in here.measurements]
    for asked in ({"label": "price", "prediction": "guess"}, {"label": "animal", "prediction": "said"}):
        mine, theirs = performance_of(**asked), performance_of(path, **asked)
        assert [each.value for each in theirs.measurements] == pytest.approx([each.value for each in mine.measurements])


def test_decisions_that_are_surely_worse_than_the_commoner_answer_are_called_so() -> None:
    table = {"y": [1] * 140 + [0] * 60, "p": [0] * 100 + [1] * 100, "c": ["a"] * 140 + ["b"] * 60}
    assert "so the decisions are surely worse than that." in words_of(performance_of(table, label="y", prediction="p"))
    table["said"] = ["b"] * 140 + ["a"] * 60
    report = performance_of(table, label="c", prediction="said", task="multi-class")
    assert "so the predictions are surely worse than that." in words_of(report)


@pytest.mark.parametrize(
    ("threshold", "words"),
    [(1.5, "above every score (the highest is"), (-1.0, "at or below every score (the lowest is")],
)
def test_a_threshold_beyond_every_score_gets_a_caution(threshold: float, words: str) -> None:
    assert any(words in each for each in performance_of(label="paid", score="score", threshold=threshold).problems)
    assert not any(
        "every score" in each for each in performance_of(label="paid", score="score", threshold=0.5).problems
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"label": "paid", "score": "score", "level": 0.9}, "level) is for the task regression, and this one is bin"),
        (
            {"label": "price", "prediction": "guess", "costs": {"false_favourable": 3.0, "false_unfavourable": 1.0}},
            "costs) is for the task binary, and this one is regression",
        ),
    ],
)
def test_an_option_that_the_task_would_pass_over_is_refused(asked: dict[str, object], words: str) -> None:
    with pytest.raises(TaskUnfit) as refusal:
        performance_of(**asked)
    assert words in str(refusal.value)
