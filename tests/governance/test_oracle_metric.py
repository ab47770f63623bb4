"""Worked cases for metric checks: bounds, burdens, unjudged shares, reference groups, required confidence."""

from math import inf, nan
from typing import Any

import pytest
from tests.governance.worked_case import gate_of, group, measured, verdict

F, M = {"sex": "female"}, {"sex": "male"}


def judged(rule: dict[str, Any], *metric_facts: object, **changes: Any) -> str:  # noqa: ANN401 - facts of any kind
    check = {"metric": {"name": "roc_auc", **rule}, "id": "m"}
    return verdict(check, metrics={"m": list(metric_facts)}, **changes)


@pytest.mark.parametrize(
    ("rule", "lower", "upper", "expected"),
    [
        ({"at_least": 0.7}, 0.7, 0.9, "pass"),
        ({"at_least": 0.7}, 0.6999, 0.7, "insufficient"),
        ({"at_least": 0.7}, 0.5, 0.6999, "fail"),
        ({"at_most": 0.7}, 0.5, 0.7, "pass"),
        ({"at_most": 0.7}, 0.7, 0.7001, "insufficient"),
        ({"at_most": 0.7}, 0.7001, 0.8, "fail"),
        ({"at_least": 0.6, "at_most": 0.7}, 0.6, 0.7, "pass"),
        ({"at_least": 0.6, "at_most": 0.7}, 0.5, 0.8, "insufficient"),
        ({"at_least": 0.6, "at_most": 0.7}, 0.71, 0.8, "fail"),
        ({"at_least": 0.7, "burden": "disprove"}, 0.1, 0.7, "pass"),
        ({"at_least": 0.7, "burden": "disprove"}, 0.1, 0.6999, "fail"),
        ({"at_most": 0.7, "burden": "disprove"}, 0.7, 0.9, "pass"),
        ({"at_most": 0.7, "burden": "disprove"}, 0.7001, 0.9, "fail"),
    ],
)
def test_a_bound_is_proved_by_the_near_end_and_disproved_by_the_far_end(
    rule: dict[str, Any], lower: float, upper: float, expected: str
) -> None:
    whole = group(value=(lower + upper) / 2, lower=lower, upper=upper)

    assert judged(rule, measured(whole)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"n": 100}, "pass"),
        ({"n": 99}, "insufficient"),
        ({"value": None, "lower": None, "upper": None}, "missing"),
        ({"value": None, "lower": None, "upper": None, "n": 99}, "missing"),
        ({"value": nan, "lower": nan, "upper": nan}, "missing"),
        ({"upper": inf}, "missing"),
        ({"lower": -inf}, "missing"),
        ({"value": None}, "missing"),
        ({"lower": None}, "missing"),
        ({"upper": None, "n": 99}, "missing"),
        ({"rows": None}, "missing"),
        ({"lower": 0.81}, "missing"),
        ({"upper": 0.79}, "missing"),
        ({"value": "0.8"}, "missing"),
        ({"value": True, "upper": 1}, "missing"),
        ({"n": 1001}, "missing"),
        ({"n": -1}, "missing"),
        ({"n": 500.0}, "missing"),
        ({"n": None}, "missing"),
        ({"rows": 1001}, "missing"),
        ({"confidence": 1}, "missing"),
        ({"confidence": 0}, "missing"),
        ({"confidence": None}, "missing"),
        ({"group": {"sex": "female"}}, "missing"),
        ({"group": None}, "missing"),
    ],
)
def test_the_whole_table_is_one_group_of_the_right_shape(changes: dict[str, object], expected: str) -> None:
    fact = measured(group())
    fact["groups"][0].update(changes)

    assert judged({"at_least": 0.7}, fact) == expected


@pytest.mark.parametrize(
    "changes",
    [{"rows": 999}, {"rows": -1}, {"rows": None}, {"groups": None}, {"groups": []}, {"rows": 0, "groups": []},
     {"name": "accuracy"}, {"name": None}, {"by": None}, {"by": ["sex"]}, {"reference_group": "overall"}, {"budget": 2},
     {"effort": "much"}, {"input": None}, {"groups": [group(), group()], "rows": 2000}],
)  # fmt: skip
def test_a_fact_of_another_question_or_shape_is_missing(changes: dict[str, object]) -> None:
    assert judged({"at_least": 0.7}, measured(group())) == "pass"
    assert judged({"at_least": 0.7}, {**measured(group()), **changes}) == "missing"


@pytest.mark.parametrize(
    "metrics", [None, [], {}, {"m": None}, {"m": []}, {"m": [None]}, {"other": [measured(group())]}]
)
def test_an_unmeasured_metric_is_missing(metrics: object) -> None:
    assert verdict({"metric": {"name": "roc_auc", "at_least": 0.7}, "id": "m"}, metrics=metrics) == "missing"


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["1", "2"], "pass"), ([1, 2.5], "pass"), ([True, False], "pass"), (["1", 1], "missing"), ([True, 1], "missing"),
     ([True, "true"], "missing"), ([1, 1.0], "missing")],
)  # fmt: skip
def test_the_values_of_an_attribute_are_of_one_kind(values: list[Any], expected: str) -> None:
    groups = [{**group(F), "group": {"sex": value}} for value in values]

    assert judged({"at_least": 0.7, "by": ["sex"]}, measured(*groups)) == expected


@pytest.mark.parametrize(("rows", "expected"), [(2**53 - 1, "pass"), (2**53, "missing")])
def test_a_count_is_one_that_canonical_json_can_hold(rows: int, expected: str) -> None:
    rule = {"at_least": 0.7, "unjudged_at_most": 1}

    assert judged(rule, measured(group(), rows=rows)) == expected


def test_exactly_one_fact_answers_an_item() -> None:
    other = measured(group(), name="accuracy")

    assert judged({"at_least": 0.7}, measured(group()), measured(group())) == "missing"
    assert judged({"at_least": 0.7}, other, measured(group())) == "pass"
    assert judged({"at_least": 0.7}, {**other, "rows": None}, measured(group())) == "missing"


def test_each_item_needs_its_fact_and_the_worst_item_counts() -> None:
    rule = {"at_least": 0.7, "by": ["sex", ["race", "sex"]]}
    sex = measured(group(F), group(M))
    crossing = measured(group({"race": "a", "sex": "female"}), group({"race": "b", "sex": "male"}))
    low = {"value": 0.5, "lower": 0.4, "upper": 0.6}

    assert judged(rule, sex, crossing) == "pass"
    assert judged(rule, sex) == "missing"
    assert judged(rule, sex, {**crossing, "by": ["sex", "race"]}) == "missing"
    assert judged(rule, sex, measured(group({"race": "a", "sex": "female"}, **low))) == "fail"
    assert judged(rule, {**sex, "rows": 4000}, crossing) == "insufficient"
    tiny = [{**crossing["groups"][0], "n": 9}, {**crossing["groups"][1], "n": 9}]
    assert judged(rule, {**sex, "rows": 4000}, {**crossing, "groups": tiny}) == "missing"
    assert judged(rule, measured(group(F, **low), group(M)), {**crossing, "groups": tiny}) == "fail"


@pytest.mark.parametrize(
    ("tiny_rows", "rows", "expected"),
    [(7, 100, "pass"), (8, 101, "insufficient"), (0, 100, "pass"), (0, 101, "insufficient"), (6, 100, "pass")],
)
def test_the_unjudged_share_has_a_limit(tiny_rows: int, rows: int, expected: str) -> None:
    big = group(F, rows=93, n=93)
    tiny = group(M, rows=tiny_rows, n=0, value=None, lower=None, upper=None)
    rule = {"at_least": 0.7, "by": ["sex"], "min_count": 50, "unjudged_at_most": 0.07}

    assert judged(rule, measured(big, tiny, rows=rows)) == expected


def test_a_failing_group_outweighs_all_unjudged_rows() -> None:
    low = group(F, value=0.5, lower=0.4, upper=0.6)

    assert judged({"at_least": 0.7, "by": ["sex"]}, measured(low, rows=10**6)) == "fail"


@pytest.mark.parametrize(
    ("name", "own", "reference", "expected"),
    [
        ("selection_rate_difference", 0, "largest", "missing"),
        ("selection_rate_difference", 0.0, "best", "missing"),
        ("selection_rate_difference", 0, "overall", "pass"),
        ("selection_rate_difference", 1, "largest", "pass"),
        ("selection_rate_ratio", 1, "largest", "missing"),
    ],
)
def test_the_reference_group_alone_says_nothing(name: str, own: float, reference: str, expected: str) -> None:
    rule = {"name": name, "at_least": -0.1, "by": ["sex"], "reference_group": reference, "unjudged_at_most": 1}
    reference_group = group(F, value=own, lower=own, upper=own)
    other = group(M, value=0.05, lower=0.0, upper=0.1)
    about = {"name": name, "reference_group": reference}

    assert judged(rule, measured(reference_group, {**other, "n": 9}, **about)) == expected
    assert judged(rule, measured(reference_group, other, **about)) == "pass"


def test_the_reference_group_counts_as_judged_rows() -> None:
    name = "selection_rate_ratio"
    rule = {"name": name, "at_least": 0.8, "by": ["sex"], "reference_group": "largest", "unjudged_at_most": 0}
    pair = [group(F, value=1, lower=1, upper=1), group(M, value=0.9, lower=0.85, upper=0.95)]

    assert judged(rule, measured(*pair, name=name, reference_group="largest")) == "pass"


@pytest.mark.parametrize(
    ("looks", "confidence", "expected"),
    [
        (1, 0.96961, "pass"),  # 1 - 0.05 * 6 / pi^2 = 0.969604
        (1, 0.96960, "missing"),
        (0, 0.96961, "pass"),
        (2, 0.99241, "pass"),  # a quarter of that alpha: 0.992401
        (2, 0.99240, "missing"),
        (None, 0.9999, "missing"),
        (-1, 0.9999, "missing"),
        (10**400, 0.9999, "missing"),
    ],
)
def test_to_prove_costs_confidence_with_each_look(looks: object, confidence: float, expected: str) -> None:
    assert judged({"at_least": 0.7}, measured(group(confidence=confidence)), looks=looks) == expected


@pytest.mark.parametrize(("confidence", "expected"), [(0.99, "pass"), (0.99 - 5e-10, "pass"), (0.9899999, "missing")])
def test_to_prove_under_a_budget_of_looks_costs_the_budget_at_once(confidence: float, expected: str) -> None:
    beside = [{"looks": {"at_holdout": 5}}]

    assert judged({"at_least": 0.7}, measured(group(confidence=confidence)), looks=2, beside=beside) == expected


@pytest.mark.parametrize(
    ("family", "n", "confidence", "expected"),
    [
        ("bonferroni", 500, 0.975, "pass"),
        ("bonferroni", 500, 0.9749, "missing"),
        ("bonferroni", 99, 0.95, "pass"),
        ("bonferroni", 99, 0.9499, "missing"),
        ("bonferroni", 100, 0.9749, "missing"),
        ("none", 500, 0.95, "pass"),
        ("none", 500, 0.9499, "missing"),
    ],
)
def test_to_disprove_costs_confidence_with_each_group(family: str, n: int, confidence: float, expected: str) -> None:
    rule = {"at_least": 0.7, "by": ["sex"], "burden": "disprove", "unjudged_at_most": 1}
    pair = [group(F, confidence=confidence), group(M, confidence=confidence, n=n)]

    assert judged(rule, measured(*pair), family=family, looks=None) == expected


def test_one_group_below_the_level_makes_even_a_failing_check_missing() -> None:
    low = group(F, value=0.5, lower=0.4, upper=0.6)

    assert judged({"at_least": 0.7, "by": ["sex"]}, measured(low, group(M, confidence=0.5))) == "missing"


def test_a_search_must_have_had_its_budget() -> None:
    name = "flips_within_moves"
    rule = {"name": name, "at_most": 0.2, "budget": 2, "burden": "disprove"}
    few = group(value=0.1, lower=0.05, upper=0.3)

    assert judged(rule, measured(few, name=name, budget=2, effort=200)) == "pass"
    assert judged(rule, measured(few, name=name, budget=1)) == "missing"
    assert judged(rule, measured(few, name=name)) == "missing"


PROTECTED_RULE = {"at_least": 0.7, "by": "protected"}
SEX, RACE = measured(group(F), group(M)), measured(group({"race": "a"}), group({"race": "b"}))


def test_protected_stands_for_each_protected_column_by_itself() -> None:
    assert judged(PROTECTED_RULE, SEX, protected=["sex"]) == "pass"
    assert judged(PROTECTED_RULE, RACE, SEX, protected=["sex", "race"]) == "pass"
    assert judged(PROTECTED_RULE, SEX, protected=["sex", "race"]) == "missing"
    assert judged(PROTECTED_RULE, SEX, protected=["race"]) == "missing"
    assert judged(PROTECTED_RULE, measured(group(F, lower=0.1, upper=0.6, value=0.5)), protected=["sex"]) == "fail"


@pytest.mark.parametrize(
    "protected", [None, [], "sex", ["sex", "sex"], ["sex", None], ["sex", ""], [" "], ["sex", 3], {"sex": "protected"}]
)
def test_without_a_list_of_protected_columns_nothing_is_judged(protected: object) -> None:
    assert judged(PROTECTED_RULE, SEX, RACE, protected=protected) == "missing"
    assert judged(PROTECTED_RULE, SEX, RACE) == "missing"
    assert judged({"at_least": 0.7, "by": ["sex"]}, SEX, protected=protected) == "pass"


def test_the_groups_of_all_protected_columns_share_the_level() -> None:
    rule = {**PROTECTED_RULE, "burden": "disprove"}
    facts = [{**fact, "groups": [{**each, "confidence": 0.98} for each in fact["groups"]]} for fact in [SEX, RACE]]

    assert judged(rule, facts[0], protected=["sex"]) == "pass"
    assert judged(rule, *facts, protected=["sex", "race"]) == "missing"


def test_a_check_of_protected_columns_is_named_after_the_word() -> None:
    check = {"metric": {"name": "roc_auc", **PROTECTED_RULE}}

    assert list(gate_of(check, protected=["sex"], metrics={"roc_auc by protected": [SEX]}).items())[2:] == [
        ("roc_auc by protected", "pass")
    ]
