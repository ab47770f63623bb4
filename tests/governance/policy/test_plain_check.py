"""The predicates that need no estimate: inputs, evidence, looks and findings."""

from typing import Any

import pytest
from tests.governance.policy.opening import MANIFEST, NOW, OTHER, SHEET, TOMORROW, YESTERDAY, opening, told, verdict_of
from tests.governance.policy.opening import REPORT as DOCUMENT


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"income": "feature"}, "pass"),
        ({"income": "feature", "when": "time"}, "pass"),
        ({"income": "feature", "sex": "protected"}, "fail"),
        ({"paid": "label"}, "fail"),
        ({"income": "feature", "sex": "protcted"}, "missing"),
        ({"sex": "protected", "income": None}, "fail"),
        ({"sex": "feature", "income": None}, "missing"),
        ({"income": ["feature"]}, "missing"),
        ({5: "feature"}, "missing"),
        ({}, "missing"),
        (None, "missing"),
        (["income"], "missing"),
    ],
)
def test_inputs(inputs: object, verdict: str) -> None:
    assert verdict_of("inputs", opening(inputs=inputs)) == verdict


def test_a_forbidden_input_is_named_with_its_role() -> None:
    assert "sex (protected)" in told("inputs", opening(inputs={"sex": "protected"}))


def _filed(*records: dict[str, Any]) -> str:
    sheet = {"kind": "data-sheet", "digest": SHEET, "made_at": YESTERDAY, "manifest": MANIFEST}
    return verdict_of("evidence", opening(evidence=[sheet, *records]))


REPORT = {"kind": "fairness-report", "digest": DOCUMENT, "made_at": YESTERDAY, "manifest": MANIFEST}
OLD = REPORT | {"made_at": "2026-08-25T06:59:59Z"}


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([REPORT], "pass"),
        ([REPORT | {"made_at": NOW}], "pass"),
        ([REPORT | {"made_at": "2026-08-25T07:00:00Z"}], "pass"),
        ([OLD], "stale"),
        ([OLD, REPORT], "pass"),
        ([REPORT | {"made_at": TOMORROW}], "stale"),
        ([REPORT | {"made_at": TOMORROW}, OLD], "stale"),
        ([REPORT | {"manifest": OTHER}], "missing"),
        ([REPORT | {"manifest": None}], "missing"),
        ([REPORT | {"kind": "fairnes-report"}], "missing"),
        ([REPORT | {"made_at": "yesterday"}], "missing"),
        ([REPORT | {"made_at": None}], "missing"),
        ([REPORT | {"digest": None}], "missing"),
        ([REPORT, REPORT | {"digest": "report"}], "missing"),
        ([REPORT, REPORT | {"made_at": "yesterday"}], "missing"),
        ([REPORT, REPORT | {"manifest": "another"}], "missing"),
        ([REPORT, REPORT | {"kind": None}], "missing"),
        ([REPORT, REPORT | {"manifest": OTHER, "digest": None}], "pass"),
        ([], "missing"),
    ],
)
def test_evidence(records: list[dict[str, Any]], verdict: str) -> None:
    assert _filed(*records) == verdict


def test_missing_evidence_weighs_more_than_stale() -> None:
    assert verdict_of("evidence", opening(evidence=[OLD])) == "missing"


def test_evidence_about_an_unknown_manifest_is_no_evidence() -> None:
    facts = opening(subject={"manifest": None}, evidence=[REPORT | {"manifest": None}])

    assert verdict_of("evidence", facts) == "missing"


def test_evidence_without_now_is_missing() -> None:
    assert verdict_of("evidence", opening(now="noon")) == "missing"


@pytest.mark.parametrize(
    ("looks", "verdict"),
    [(1, "pass"), (5, "pass"), (6, "fail"), (0, "missing"), (-1, "missing"), (None, "missing"), (True, "missing"),
     (1.0, "missing"), ("1", "missing")],
)  # fmt: skip
def test_looks(looks: object, verdict: str) -> None:
    assert verdict_of("looks", opening(looks=looks)) == verdict


def _finding(severity: object, *, is_open: object = True) -> dict[str, object]:
    return {"id": "F-7", "severity": severity, "is_open": is_open}


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([], "pass"),
        ([_finding("low")], "pass"),
        ([_finding("critical", is_open=False)], "pass"),
        ([_finding("high")], "fail"),
        ([_finding("hihg"), _finding("critical")], "fail"),
        ([_finding("hihg")], "missing"),
        ([_finding("hihg", is_open=False)], "missing"),
        ([_finding("high", is_open=1)], "missing"),
        ([_finding(["high"])], "missing"),
        ([_finding("low") | {"id": " "}], "missing"),
        ([_finding("high"), "F-7"], "fail"),
        (["F-7"], "missing"),
        (None, "missing"),
        ({}, "missing"),
    ],
)
def test_findings(findings: object, verdict: str) -> None:
    assert verdict_of("no_open", opening(findings=findings), "deployment-approval") == verdict


def test_risks_cannot_be_recorded_yet() -> None:
    text = "policy: one\nversion: 1\ngates: {change: [{no_open: {risks_above: appetite}}]}"

    assert verdict_of("no_open", opening(risks=[]), "change", text) == "missing"


def test_an_open_finding_weighs_more_than_unknown_risks() -> None:
    text = "policy: one\nversion: 1\ngates: {change: [{no_open: {findings: [high], risks_above: appetite}}]}"

    assert verdict_of("no_open", opening(findings=[_finding("high")]), "change", text) == "fail"
