"""Labels, groups and current practice: every row is accounted for, or the table is refused."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.tables.evaluation import evaluation_arrays, group_array
from evenhand.adapters.tables.outcome import decision_array, label_array, practice_array, score_array
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnMissing, ColumnUnusable, LabelUnusable
from evenhand.lifecycle.problem.practice import Practice, PracticeColumn, PracticeRule
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.lifecycle.problem.use_case import UseCase

LOAN = UseCase(
    name="loan", purpose="Who gets a loan.", ai_act_class="high_risk", tier=1, label="repaid", favourable="yes",
    protected=("sex",), judged_by=("age",), bands={"age": (18, 25, 65)},
    current_practice=PracticeColumn(column="granted", favourable=1),
)  # fmt: skip
ROWS: dict[str, list[Any]] = {
    "repaid": ["yes", "no", "yes"], "sex": ["f", None, "m"], "age": [17, 24.9, 65], "granted": [1, 0, None],
}  # fmt: skip


def _table(**columns: list[Any]) -> Table:
    return read_table(columns)


def test_a_table_by_hand() -> None:
    arrays = evaluation_arrays(read_table(ROWS), LOAN)

    assert arrays.label.tolist() == [1, 0, 1]
    assert arrays.attributes["sex"].tolist() == ["f", "(missing)", "m"]
    assert arrays.attributes["age"].tolist() == ["<18", "18-24", ">=65"]
    assert arrays.practice is not None
    assert str(arrays.practice.tolist()) == "[1.0, 0.0, nan]"
    assert arrays.n_practice_unknown == 1


def test_without_a_stated_practice_there_is_none() -> None:
    arrays = evaluation_arrays(read_table(ROWS), replace(LOAN, current_practice=None))

    assert (arrays.practice, arrays.n_practice_unknown) == (None, 0)


def test_a_column_that_is_not_there_is_missed() -> None:
    with pytest.raises(ColumnMissing, match=r"no column 'sex' \(did you mean sexx\?\)"):
        evaluation_arrays(read_table({**{name: ROWS[name] for name in ROWS if name != "sex"}, "sexx": [1, 2, 3]}), LOAN)


@pytest.mark.parametrize(
    ("values", "favourable", "labels"),
    [
        ([1, 0], 1, [1, 0]), ([1.0, 0.0], 1, [1, 0]), ([1, 0], 1.0, [1, 0]), ([0, 1], 0, [1, 0]),
        ([True, False], True, [1, 0]), (["Yes", "No"], "Yes", [1, 0]), ([1, 1], 1, [1, 1]),
        (["", "x"], "", [1, 0]), ([2, 1], 1, [0, 1]),
    ],
)  # fmt: skip
def test_the_favourable_value_is_found_in_its_kind(values: list[Any], favourable: Scalar, labels: list[int]) -> None:
    assert label_array(_table(y=values), label="y", favourable=favourable).tolist() == labels


@pytest.mark.parametrize(
    ("values", "favourable", "words"),
    [
        ([1, None], 1, "'y' of the dict of columns is empty in 1 of 2 rows"),
        ([1.0, math.nan], 1, "empty in 1 of 2 rows"),
        ([None, None], "yes", "empty in 2 of 2 rows"),
        (["1", "0"], 1, r"never is 1 \(number\); it holds '1' \(1 rows\), '0' \(1 rows\)"),
        ([1, 0], "1", r"never is '1' \(text\); it holds 1 \(1 rows\)"),
        ([1, 0], True, r"never is True \(boolean\)"),
        ([True, False], 1, r"never is 1 \(number\)"),
        (["yes", "no"], "Yes", r"never is 'Yes'"),
        (["no", "no"], "yes", r"never is 'yes'"),
        (["yes", "no", "maybe"], "yes", r"2 values beside 'yes': 'no' \(1 rows\), 'maybe' \(1 rows\)"),
        ([float(row) for row in range(20)], 1, "19 values beside 1: .* and 14 more"),
    ],
)
def test_a_label_that_leaves_a_doubt_is_refused_with_counts(values: list[Any], favourable: Scalar, words: str) -> None:
    with pytest.raises(LabelUnusable, match=words):
        label_array(_table(y=values), label="y", favourable=favourable)


def test_declared_values_may_be_several_or_absent() -> None:
    declared = ("no", "late")

    three = label_array(_table(y=["yes", "no", "late"]), label="y", favourable="yes", unfavourable=declared)
    assert three.tolist() == [1, 0, 0]
    assert label_array(_table(y=["no", "no"]), label="y", favourable="yes", unfavourable=declared).tolist() == [0, 0]
    with pytest.raises(LabelUnusable, match=r"also holds 'No' \(1 rows\), neither favourable nor unfavourable"):
        label_array(_table(y=["yes", "No"]), label="y", favourable="yes", unfavourable=declared)


@given(st.lists(st.one_of(st.none(), st.floats()), min_size=1), st.lists(st.integers(-99, 99), min_size=1, max_size=5))
def test_every_number_falls_into_the_band_that_holds_it(values: list[float | None], cuts: list[int]) -> None:
    cuts = sorted(set(cuts))
    groups = group_array(_table(a=[*values, 0.5]), "a", cuts=cuts)[:-1]

    for value, group in zip(values, groups, strict=True):
        if value is None or math.isnan(value):
            assert group == "(missing)"
        elif group.startswith("<"):
            assert value < cuts[0]
        elif group.startswith(">="):
            assert value >= cuts[-1]
        else:
            low = max(cut for cut in cuts if cut <= value)
            assert group.startswith(str(low))


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([1, 2], ["1", "2"]), ([1.0, None], ["1", "(missing)"]), ([0.5, math.nan], ["0.5", "(missing)"]),
        ([True, None], ["true", "(missing)"]), (["", "x"], ["(blank)", "x"]), ([None, None], ["(missing)"] * 2),
        ([math.inf, 1.0], ["inf", "1"]),
    ],
)  # fmt: skip
def test_groups_are_named_after_values(values: list[Any], groups: list[str]) -> None:
    assert group_array(_table(a=values), "a").tolist() == groups


def test_bands_of_text_are_refused() -> None:
    with pytest.raises(ColumnUnusable, match="'age' of the dict of columns holds text, and bands need numbers"):
        group_array(_table(age=["30", "40"]), "age", cuts=[18])


def test_a_name_for_every_row_is_no_group() -> None:
    with pytest.raises(ColumnUnusable, match="1,001 different values, too many to be groups"):
        group_array(_table(a=[f"p{row}" for row in range(1001)]), "a")
    assert len(set(group_array(_table(a=[f"p{row}" for row in range(1000)]), "a"))) == 1000


@pytest.mark.parametrize(
    ("rule", "decisions"),
    [
        (("months", ">=", 6), [1, 0, "nan", "nan"]), (("months", "<", 6), [0, 1, "nan", "nan"]),
        (("months", "<=", 2.5), [0, 1, "nan", "nan"]), (("months", ">", 100), [0, 0, "nan", "nan"]),
        (("town", "==", "x"), [1, 0, "nan", 0]), (("town", "!=", "x"), [0, 1, "nan", 1]),
        (("months", "!=", 7), [0, 1, "nan", "nan"]),
    ],
)  # fmt: skip
def test_a_rule_decides_every_row_that_states_its_column(
    rule: tuple[str, str, Any], decisions: list[float | str]
) -> None:
    table = _table(months=[7, 2.5, None, math.nan], town=["x", "y", None, "z"])

    array = practice_array(table, PracticeRule(column=rule[0], operator=rule[1], value=rule[2]))

    assert array is not None
    assert ["nan" if math.isnan(value) else value for value in array.tolist()] == decisions


@pytest.mark.parametrize(
    ("practice", "words"),
    [
        (PracticeColumn(column="town", favourable="q"), r"'town' of .* never is 'q' \(text\)"),
        (PracticeColumn(column="months", favourable="7"), r"never is '7' \(text\)"),
        (PracticeRule(column="town", operator="<", value=3), "holds text, no numbers"),
        (PracticeRule(column="months", operator="==", value="7"), "compared with '7', but holds 7"),
    ],
)
def test_a_practice_that_does_not_fit_its_column_is_refused(practice: Practice, words: str) -> None:
    with pytest.raises(ColumnUnusable, match=words):
        practice_array(_table(months=[7, 2], town=["x", "y"]), practice)


def test_scores_are_numbers_and_decisions_may_be_unknown() -> None:
    table = _table(score=[0.25, None, math.nan], given=["yes", None, "no"])

    assert str(score_array(table, column="score").tolist()) == "[0.25, nan, nan]"
    assert str(decision_array(table, column="given", favourable="yes").tolist()) == "[1.0, nan, 0.0]"
    with pytest.raises(ColumnUnusable, match="holds text, no numbers"):
        score_array(table, column="given")
