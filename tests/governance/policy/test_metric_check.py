"""The predicate ``metric``, bound by bound, group by group."""

from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.policy.opening import at, group, metric, opening, policy, told, verdict_of

from evenhand.governance.policy.check.bound import Bound, side
from evenhand.governance.policy.engine import judge

HEAD = "policy: one\nversion: 1\ngates:\n  training-validation:\n    - looks: {at_holdout: 5}\n    - metric: "


def _text(rule: str) -> str:
    return f"{HEAD}{{{rule}}}\n"


def _judged(rule: str, *facts: dict[str, Any], **changed: object) -> str:
    text = _text(rule)
    check = policy(text).gates["training-validation"][1].id
    return verdict_of(check, opening(metrics={check: list(facts)}, **changed), text=text)


def _auc(value: float, half: float, **more: int) -> dict[str, Any]:
    return metric("roc_auc", [], [group({}, value, half, **more)])


@pytest.mark.parametrize(
    ("rule", "value", "half", "verdict"),
    [
        ("at_least: 0.75", 0.80, 0.05, "pass"),
        ("at_least: 0.75", 0.80, 0.06, "insufficient"),
        ("at_least: 0.75", 0.70, 0.06, "insufficient"),
        ("at_least: 0.75", 0.70, 0.04, "fail"),
        ("at_most: 0.75", 0.70, 0.04, "pass"),
        ("at_most: 0.75", 0.76, 0.04, "insufficient"),
        ("at_most: 0.75", 0.80, 0.04, "fail"),
        ("at_least: 0.75, burden: disprove", 0.70, 0.06, "pass"),
        ("at_least: 0.75, burden: disprove", 0.70, 0.04, "fail"),
        ("at_most: 0.75, burden: disprove", 0.80, 0.06, "pass"),
        ("at_most: 0.75, burden: disprove", 0.80, 0.04, "fail"),
        ("at_least: 0.5, at_most: 0.75", 0.6, 0.05, "pass"),
        ("at_least: 0.5, at_most: 0.75", 0.74, 0.05, "insufficient"),
        ("at_least: 0.5, at_most: 0.75", 0.9, 0.05, "fail"),
    ],
)
def test_the_bound_is_judged_and_not_the_value(rule: str, value: float, half: float, verdict: str) -> None:
    assert _judged(f"name: roc_auc, {rule}", _auc(value, half)) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(0.9, "pass"), (0.85, "insufficient"), (0.7, "fail")])
def test_one_number_between_groups_is_judged_like_one_of_the_table(value: float, verdict: str) -> None:
    fact = metric("demographic_parity_ratio", ["sex"], [group({}, value, 0.06)])

    rule = "name: demographic_parity_ratio, by: [sex], at_least: 0.8"
    assert _judged(rule, fact) == verdict
    assert _judged(rule, metric("demographic_parity_ratio", ["sex"], [group({"sex": "f"}, value, 0.06)])) == "missing"


ends = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(ends, st.floats(0, 1), st.sampled_from(["at_least", "at_most"]))
def test_what_is_proved_is_not_disproved(interval: list[float], limit: float, bound: Bound) -> None:
    lower, value, upper = interval
    proved = side((value, lower, upper), bound, limit, proves=True)
    doubted = side((value, lower, upper), bound, limit, proves=False)

    assert (proved, doubted) in {("pass", "pass"), ("insufficient", "pass"), ("fail", "fail")}


@given(ends, st.floats(0, 0.5), st.floats(0, 1), st.sampled_from(["at_least", "at_most"]))
def test_a_wider_interval_never_decides_more(interval: list[float], more: float, limit: float, bound: Bound) -> None:
    lower, value, upper = interval
    before = side((value, lower, upper), bound, limit, proves=True)
    after = side((value, lower - more, upper + more), bound, limit, proves=True)

    assert after in {before, "insufficient"}


def test_one_failing_group_fails_the_check_and_is_named_first() -> None:
    path = ("metrics", "true_positive_rate_difference by sex,race", 1, "groups", 0)
    facts = at(opening(), path, group({"race": "1"}, -0.3, 0.05))
    sentences = told(path[1], facts)

    assert verdict_of(path[1], facts) == "fail"
    assert sentences.startswith(
        "True positive rate difference of race=1 is -0.300 (interval -0.350 to -0.250 at confidence 0.999, on 1,000"
    )
    assert "At least -0.100 is required; the whole interval misses it. Evidence c0c0c0c0c0c0." in sentences
    assert "Who can mend it: developer or model-owner." in sentences


def test_an_open_group_says_how_many_rows_would_settle_it() -> None:
    text = _text("name: roc_auc, at_least: 0.8")
    facts = opening(metrics={"roc_auc": [_auc(0.81, 0.02)]})
    reason = next(c for c in judge(policy(text), "training-validation", facts).checks if c.id == "roc_auc").reasons[0]

    assert (reason.n, reason.rows_to_settle) == (1000, 4000)
    assert "about 4,000 rows (3,000 more) would settle it, as a pass" in reason.text


def test_a_value_on_the_limit_is_settled_by_no_number_of_rows() -> None:
    text = _text("name: roc_auc, at_least: 0.8")

    assert "no number of rows would settle it at this value" in told(
        "roc_auc", opening(metrics={"roc_auc": [_auc(0.8, 0.02)]}), text=text
    )


def test_small_groups_are_named_with_what_they_lack() -> None:
    path = ("metrics", "accuracy by protected", 0)
    facts = at(opening(), path, metric("accuracy", ["sex"], [
        group({"sex": "1"}, 0.8, 0.02, n=900), group({"sex": "9"}, 0.8, 0.2, n=57)]))  # fmt: skip

    assert verdict_of(path[1], facts) == "insufficient"
    assert "57 of 957 rows (0.060)" in told(path[1], facts)
    assert "sex=9 (57 rows, 43 more needed)" in told(path[1], facts)


@pytest.mark.parametrize(("n_small", "verdict"), [(10, "pass"), (11, "insufficient")])
def test_the_unjudged_share_may_reach_its_limit_and_no_more(n_small: int, verdict: str) -> None:
    groups = [group({"sex": "1"}, 0.8, 0.02, n=1000 - n_small), group({"sex": "2"}, 0.8, 0.02, n=n_small)]
    facts = at(opening(), ("metrics", "accuracy by protected", 0), metric("accuracy", ["sex"], groups))

    assert verdict_of("accuracy by protected", facts) == verdict


def test_rows_in_no_group_are_unjudged_too() -> None:
    path = ("metrics", "accuracy by protected", 0, "rows")

    assert verdict_of("accuracy by protected", at(opening(), path, 2020)) == "pass"
    assert verdict_of("accuracy by protected", at(opening(), path, 2100)) == "insufficient"


@pytest.mark.parametrize("gap", [None, nan, inf])
def test_a_group_without_a_finite_value_is_unjudged(gap: float | None) -> None:
    path = ("metrics", "accuracy by protected", 0, "groups", 0)
    facts = at(opening(), path, group({"sex": "1"}, 0.8, 0.02) | {"value": gap, "lower": gap, "upper": gap})

    assert verdict_of("accuracy by protected", facts) == "insufficient"


def test_the_whole_table_without_rows_enough_is_insufficient_and_without_value_missing() -> None:
    rule = "name: roc_auc, at_least: 0.5"
    undefined = metric("roc_auc", [], [group({}, 0.8, 0.02) | {"value": None, "lower": None, "upper": None}])

    assert _judged(rule, _auc(0.8, 0.02, n=99)) == "insufficient"
    assert _judged(rule, undefined) == "missing"
    assert _judged(rule, metric("roc_auc", [], [])) == "missing"


def test_an_empty_table_is_missing() -> None:
    assert _judged("name: roc_auc, at_least: 0.5, min_count: 1", _auc(0.8, 0.1, n=0, rows=0)) == "missing"


def _ratios(*groups: dict[str, Any], reference: str = "largest") -> dict[str, Any]:
    return metric("selection_rate_ratio", ["sex"], groups, reference_group=reference)


def test_a_reference_group_alone_proves_nothing() -> None:
    rule = "name: selection_rate_ratio, by: [sex], reference_group: largest, at_least: 0.8, unjudged_at_most: 1"
    itself, other = group({"sex": "1"}, 1.0, 0.0), group({"sex": "2"}, 0.9, 0.05)

    assert _judged(rule, _ratios(itself)) == "missing"
    assert _judged(rule, _ratios(itself, group({"sex": "2"}, 0.9, 0.05, n=50))) == "missing"
    assert _judged(rule, _ratios(itself, other)) == "pass"


def test_against_overall_no_group_is_the_reference() -> None:
    rule = "name: selection_rate_ratio, by: [sex], reference_group: overall, at_least: 0.8"

    assert _judged(rule, _ratios(group({"sex": "1"}, 1.0, 0.0), reference="overall")) == "pass"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "accuracy"}, {"by": ["race"]}, {"by": []}, {"by": "sex"}, {"reference_group": "best"},
        {"reference_group": None}, {"budget": 1}, {"rows": None}, {"rows": "2000"}, {"rows": 1999}, {"input": None},
        {"groups": None}, {"groups": {}}, {"groups": [None]}, {"effort": -1},
    ],
)  # fmt: skip
def test_what_is_not_what_was_asked_for_is_missing(changed: dict[str, Any]) -> None:
    rule = "name: selection_rate_ratio, by: [sex], reference_group: largest, at_least: 0.8"
    fact = _ratios(group({"sex": "1"}, 1.0, 0.0), group({"sex": "2"}, 0.9, 0.05))

    assert _judged(rule, fact) == "pass"
    assert _judged(rule, fact | changed) == "missing"


@pytest.mark.parametrize(
    "changed",
    [
        {"n": None}, {"n": True}, {"n": 1001}, {"n": -1}, {"rows": None}, {"rows": 1000.0}, {"value": "0.8"},
        {"value": True}, {"lower": 0.85}, {"upper": 0.75}, {"confidence": None}, {"confidence": 1}, {"confidence": 0},
        {"confidence": nan}, {"confidence": "0.999"}, {"group": None}, {"group": {"race": "1"}},
        {"group": {"sex": "1", "race": "1"}}, {"group": {"sex": "2"}}, {"n": 2**53, "rows": 2**53},
    ],
)  # fmt: skip
def test_a_misshapen_group_makes_the_fact_unusable(changed: dict[str, Any]) -> None:
    path = ("metrics", "accuracy by protected", 0, "groups", 0)
    facts = at(opening(), path, group({"sex": "1"}, 0.8, 0.02) | changed)

    assert verdict_of("accuracy by protected", facts) == "missing"
    assert "A measurement of accuracy is not usable: it holds" in told("accuracy by protected", facts)


def test_a_second_fact_is_one_too_many_whether_it_is_usable_or_not() -> None:
    rule, fact = "name: roc_auc, at_least: 0.5", _auc(0.8, 0.02)

    assert _judged(rule, fact, fact) == "missing"
    assert _judged(rule, fact, fact | {"rows": None}) == "missing"
    assert _judged(rule, fact, fact | {"name": "accuracy"}) == "pass"
    assert _judged(rule, fact, fact | {"name": "accuracy", "input": "profile"}) == "missing"


def test_an_unusable_fact_weighs_more_than_a_failing_group() -> None:
    rule, fact = "name: roc_auc, at_least: 0.5", _auc(0.3, 0.02)

    assert _judged(rule, fact) == "fail"
    assert _judged(rule, fact, {}) == "missing"
    assert _judged(rule, metric("roc_auc", [], [group({}, 0.3, 0.02) | {"confidence": 0.9}])) == "missing"


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (["1", "2"], "pass"), ([1, 2.5], "pass"), ([True, False], "pass"), (["1", 1], "missing"),
        ([True, 1], "missing"), ([True, "true"], "missing"), ([2, 2.0], "missing"), (["1", "1"], "missing"),
        ([1, 10**400], "missing"), (["1", None], "missing"), (["1", ["1"]], "missing"),
    ],
)  # fmt: skip
def test_the_values_of_an_attribute_are_different_and_of_one_kind(values: list[Any], verdict: str) -> None:
    groups = [group({}, 0.8, 0.02) | {"group": {"sex": value}} for value in values]

    assert _judged("name: accuracy, by: [sex], at_least: 0.5", metric("accuracy", ["sex"], groups)) == verdict


@pytest.mark.parametrize(("confidence", "verdict"), [(0.99, "pass"), (0.99 - 1e-10, "pass"), (0.9899, "missing")])
def test_an_interval_of_too_low_a_confidence_is_missing(confidence: float, verdict: str) -> None:
    fact = metric("roc_auc", [], [group({}, 0.8, 0.02) | {"confidence": confidence}])

    assert _judged("name: roc_auc, at_least: 0.5", fact) == verdict


def test_groups_that_cannot_be_judged_cost_a_doubt_nothing() -> None:
    rule = "name: accuracy, by: [sex], at_least: 0.5, burden: disprove, unjudged_at_most: 0.5"
    groups = [group({"sex": str(k)}, 0.8, 0.02, n=200 if k < 2 else 10) | {"confidence": 0.975} for k in range(8)]

    assert _judged(rule, metric("accuracy", ["sex"], groups)) == "pass"


def test_an_unknown_number_of_looks_is_missing_only_where_it_is_needed() -> None:
    alone = "policy: one\nversion: 1\ngates: {training-validation: [{metric: {name: roc_auc, at_least: 0.5}}]}"
    facts = opening(metrics={"roc_auc": [_auc(0.8, 0.02)]}, looks=None)

    assert verdict_of("roc_auc", facts, text=alone) == "missing"
    assert verdict_of("roc_auc", {**facts, "looks": 1}, text=alone) == "pass"
    assert verdict_of("roc_auc", {**facts, "looks": 9}, text=alone) == "missing"
    assert _judged("name: roc_auc, at_least: 0.5", _auc(0.8, 0.02), looks=None) == "missing"
    assert _judged("name: roc_auc, at_least: 0.5, burden: disprove", _auc(0.8, 0.02), looks=None) == "pass"


def test_the_worst_item_decides() -> None:
    path = ("metrics", "true_positive_rate_difference by sex,race")
    broken = at(opening(), (*path, 0), None)
    failing = at(opening(), (*path, 1, "groups", 0), group({"race": "1"}, -0.3, 0.05))

    assert verdict_of(path[1], broken) == "missing"
    assert verdict_of(path[1], failing) == "fail"
    assert verdict_of(path[1], at(failing, (*path, 0), None)) == "missing"


@pytest.mark.parametrize("names", [None, [], ["sex", "sex"], ["sex", None], ["sex", " "], "sex", {"sex": 1}])
def test_protected_columns_that_are_not_known_are_missing(names: object) -> None:
    assert verdict_of("accuracy by protected", opening(protected=names)) == "missing"


def test_every_protected_column_is_judged_by_itself() -> None:
    facts = opening(protected=["sex", "race"])
    assert verdict_of("accuracy by protected", facts) == "missing"

    by_race = metric("accuracy", ["race"], [group({"race": "1"}, 0.8, 0.02)])
    facts["metrics"]["accuracy by protected"].append(by_race)
    assert verdict_of("accuracy by protected", facts) == "pass"


def test_a_search_shows_its_budget_and_effort() -> None:
    sentence = told("flips_within_moves", opening())

    assert "2 moves and 400 tries" in sentence
    assert (
        verdict_of("flips_within_moves", at(opening(), ("metrics", "flips_within_moves", 0, "budget"), 3)) == "missing"
    )
