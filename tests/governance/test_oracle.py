"""Worked cases for the oracle, written from the text of the policy semantics and not from its code."""

from math import inf, nan
from random import Random
from typing import Any

import pytest
from tests.governance.oracle import id_of, judge
from tests.governance.random_facts import random_case
from tests.governance.worked_case import NOW, OLD, OTHER, S, approval, facts, gate_of, policy, verdict


def test_a_gate_that_the_policy_does_not_hold_is_missing() -> None:
    assert judge(policy({"looks": {"at_holdout": 5}}), "retirement", facts()) == {"verdict": "missing", "checks": []}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"looks": {"at_holdout": 5}}, "looks"),
        ({"looks": {"at_holdout": 5}, "id": "holdout"}, "holdout"),
        ({"no_open": {"findings": ["high"]}}, "no_open"),
        ({"metric": {"name": "roc_auc", "at_least": 0.7}}, "roc_auc"),
        ({"metric": {"name": "roc_auc", "at_least": 0.7, "by": ["sex", "race"]}}, "roc_auc by sex,race"),
        ({"metric": {"name": "roc_auc", "at_least": 0.7, "by": [["sex", "race"]]}}, "roc_auc by sex*race"),
        ({"metric": {"name": "roc_auc", "at_least": 0.7, "by": ["a", ["a", "b"]]}}, "roc_auc by a,a*b"),
    ],
)
def test_a_check_is_named_after_what_it_asks(check: dict[str, Any], expected: str) -> None:
    assert id_of(check) == expected


def test_the_implicit_checks_stand_first() -> None:
    judged = judge(policy({"looks": {"at_holdout": 5}}), "intake", facts())

    assert judged == {
        "verdict": "pass",
        "checks": [{"id": name, "verdict": "pass"} for name in ["applies", "mode", "looks"]],
    }


@pytest.mark.parametrize(
    ("use_case", "expected"),
    [
        ({"class": "high_risk", "tier": 2}, "pass"),
        ({"class": "minimal", "tier": 2}, "fail"),
        ({"class": "high_risk", "tier": 3}, "fail"),
        ({"class": "high_risk", "tier": None}, "missing"),
        ({"class": "high_risk", "tier": True}, "missing"),
        ({"class": 5, "tier": 1}, "missing"),
        ({"class": None, "tier": 3}, "fail"),
        ({"class": "high_risk", "tier": -1}, "fail"),
        ({"tier": 1}, "missing"),
        (None, "missing"),
        ([], "missing"),
    ],
)
def test_a_policy_applies_to_its_classes_and_tiers(use_case: object, expected: str) -> None:
    wanted = {"class": ["high_risk"], "tier": [1, 2]}

    assert gate_of({"looks": {"at_holdout": 5}}, applies_when=wanted, use_case=use_case)["applies"] == expected


def test_without_conditions_only_a_misspelt_use_case_is_missing() -> None:
    assert gate_of({"looks": {"at_holdout": 5}}, use_case={"class": "minimal", "tier": 4})["applies"] == "pass"
    assert gate_of({"looks": {"at_holdout": 5}}, use_case={"class": "high-risk", "tier": 4})["applies"] == "missing"
    assert gate_of({"looks": {"at_holdout": 5}}, use_case={"class": "minimal", "tier": 5})["applies"] == "missing"


@pytest.mark.parametrize(
    ("is_demonstration", "mode", "environment", "expected"),
    [
        (False, "governed", "production", "pass"),
        (False, "demonstration", "demo", "fail"),
        (False, None, None, "missing"),
        (False, "Governed", None, "missing"),
        (True, "demonstration", None, "pass"),
        (True, "demonstration", "demo", "pass"),
        (True, "governed", "production", "fail"),
        (True, "demonstration", "", "fail"),
        (False, "governed", 3, "missing"),
    ],
)
def test_a_demonstration_stays_in_its_environment(
    *, is_demonstration: bool, mode: object, environment: object, expected: str
) -> None:
    check = {"looks": {"at_holdout": 5}}
    judged = gate_of(check, demonstration=is_demonstration, mode=mode, environment=environment)

    assert judged["mode"] == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"income": "feature"}, "pass"),
        ({"income": "feature", "sex": "protected"}, "fail"),
        ({"income": "feature", "sex": "Protected"}, "missing"),
        ({"income": None, "sex": "protected"}, "fail"),
        ({"income": "key"}, "pass"),
        ({}, "missing"),
        (None, "missing"),
        (["income"], "missing"),
    ],
)
def test_no_input_may_have_a_forbidden_role(inputs: object, expected: str) -> None:
    assert verdict({"inputs": {"forbid_column_roles": ["protected", "label"]}}, inputs=inputs) == expected


def record(**changes: object) -> dict[str, object]:
    return {"kind": "data-sheet", "digest": OTHER, "made_at": NOW, "manifest": S, **changes}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([record()], "pass"),
        ([record(made_at="2026-08-25T12:00:00Z")], "pass"),  # 90 days to the microsecond
        ([record(made_at="2026-08-25T11:59:59.999999Z")], "stale"),
        ([record(made_at="2026-11-23T12:00:00.000001Z")], "stale"),
        ([record(made_at="2025-01-01T00:00:00Z"), record()], "pass"),
        ([record(manifest=OTHER)], "missing"),
        ([record(kind="data_sheet")], "missing"),
        ([record(made_at="yesterday")], "missing"),
        ([record(), record(made_at=None)], "missing"),
        ([record(digest="sha256:short")], "missing"),
        ([record(), None], "missing"),
        ([record(), record(kind=None)], "missing"),
        ([record(), record(manifest="credit@3")], "missing"),
        ([record(), record(manifest=OTHER, made_at="yesterday", digest="short")], "pass"),
        ([], "missing"),
        (None, "missing"),
        ({"kind": "data-sheet"}, "missing"),
    ],
)
def test_evidence_is_of_this_manifest_and_in_time(records: object, expected: str) -> None:
    assert verdict({"evidence": {"kinds": ["data-sheet"], "max_age": "90d"}}, evidence=records) == expected


def test_missing_evidence_is_worse_than_stale_evidence() -> None:
    stale = [record(made_at="2025-01-01T00:00:00Z")]
    check = {"evidence": {"kinds": ["data-sheet", "privacy-report"], "max_age": "12h"}}

    assert verdict(check, evidence=stale) == "missing"
    assert verdict(check, evidence=[*stale, record(kind="privacy-report")]) == "stale"


def test_a_null_manifest_matches_nothing() -> None:
    subject = {"manifest": None, "submission": OLD}

    assert (
        verdict({"evidence": {"kinds": ["data-sheet"]}}, evidence=[record(manifest=None)], subject=subject) == "missing"
    )


def test_evidence_needs_a_readable_now_and_no_age_without_a_limit() -> None:
    old = [record(made_at="1999-01-01T00:00:00Z")]

    assert verdict({"evidence": {"kinds": ["data-sheet"]}}, evidence=old) == "pass"
    assert verdict({"evidence": {"kinds": ["data-sheet"]}}, evidence=old, now="2026-11-23T12:00:00") == "missing"


@pytest.mark.parametrize(
    ("looks", "expected"),
    [(1, "pass"), (5, "pass"), (6, "fail"), (0, "missing"), (-1, "missing"), (None, "missing"), (True, "missing"),
     (1.0, "missing"), ("1", "missing"), (nan, "missing"), (10**400, "fail")],
)  # fmt: skip
def test_the_looks_at_the_holdout_have_a_budget(looks: object, expected: str) -> None:
    assert verdict({"looks": {"at_holdout": 5}}, looks=looks) == expected


def finding(severity: object, is_open: object) -> dict[str, object]:
    return {"id": "finding-1", "severity": severity, "is_open": is_open}


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], "pass"),
        ([finding("critical", is_open=False)], "pass"),
        ([finding("low", is_open=True)], "pass"),
        ([finding("high", is_open=True)], "fail"),
        ([finding("blocker", is_open=True)], "missing"),
        ([finding("low", None)], "missing"),
        ([finding("high", "false")], "missing"),
        ([finding("blocker", is_open=True), finding("critical", is_open=True)], "fail"),
        ([None, finding("critical", is_open=True)], "fail"),
        ([None], "missing"),
        ([{**finding("low", is_open=False), "id": None}], "missing"),
        (None, "missing"),
    ],
)
def test_no_finding_of_a_listed_severity_is_open(findings: object, expected: str) -> None:
    assert verdict({"no_open": {"findings": ["critical", "high"]}}, findings=findings) == expected


def test_risks_are_not_known_yet() -> None:
    assert verdict({"no_open": {"risks_above": "appetite"}}, findings=None) == "missing"
    assert verdict({"no_open": {"risks_above": "appetite"}}, risks=[]) == "missing"


@pytest.mark.parametrize("junk", [None, [], "facts", 3, nan, inf, True, {}])
def test_facts_of_no_kind_never_open_a_gate(junk: object) -> None:
    checks: list[dict[str, Any]] = [
        {"looks": {"at_holdout": 5}},
        {"approvals": {"legal": 1}},
        {"separation": {"none_of": ["author"]}},
    ]
    judged = judge(policy(*checks), "intake", junk)

    assert [check["verdict"] for check in judged["checks"]] == ["missing"] * 5


def test_one_seed_is_one_case_and_judging_leaves_it_alone() -> None:
    first = random_case(Random(11))
    again = random_case(Random(11))
    judge(*first)

    assert repr(first) == repr(again)


def test_a_verified_decision_in_no_readable_time_holds_the_gate() -> None:
    check = {"approvals": {"legal": 1}}

    assert verdict(check, approvals=[approval("eve", "legal"), approval("fay", "legal", at="soon")]) == "missing"
