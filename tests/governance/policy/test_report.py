"""A verdict as text, as JSON and as JUnit."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.policy.opening import PROFILE, at, group, opening, policy, waiver

from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.junit import junit_xml
from evenhand.governance.policy.text import verdict_text
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.kernel.canonical import canonical_bytes

GATE = "training-validation"
MIXED = at(
    opening(inputs={"sex": "protected"}, evidence=[], looks=6, waivers=[waiver("looks")]),
    ("metrics", "accuracy by protected", 0, "groups", 0), group({"sex": "1"}, 0.52, 0.1),
)  # fmt: skip


def _mixed() -> GateVerdict:
    return judge(policy(), GATE, MIXED)


def test_the_text_tells_the_worst_first() -> None:
    lines = verdict_text(_mixed()).splitlines()
    labels = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]

    assert lines[0].startswith("training-validation stays closed: fail. Policy credit@1 (")
    assert labels == ["fail", "missing", "insufficient", "waived", "pass", "A"]
    assert "A waiver by compliance may stand in for: inputs, accuracy by protected, evidence." in verdict_text(_mixed())


def test_a_waived_check_says_what_it_was_judged() -> None:
    assert "looks (judged fail)" in verdict_text(_mixed())


def test_an_open_gate_needs_two_lines_and_little_more() -> None:
    lines = verdict_text(judge(policy(), GATE, opening())).splitlines()

    assert lines[0].startswith("training-validation opens: pass.")
    assert len(lines) <= 5


@given(st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    widest = max(map(len, verdict_text(_mixed(), width=max(width, 60)).splitlines()))

    assert widest <= max(width, 60)


def test_who_can_mend_stands_once_where_it_is_the_same_for_all_reasons() -> None:
    missing = judge(policy(), GATE, opening(metrics={}))
    accuracy = next(check for check in missing.checks if check.id == "true_positive_rate_difference by sex,race")
    mixed = at(opening(), ("evidence", 0, "kind"), "model-card")
    mixed["evidence"][1]["made_at"] = "2020-01-01T00:00:00Z"

    assert len(accuracy.reasons) == 2
    assert verdict_text(missing).count("Who can mend it") == len([c for c in missing.checks if c.verdict == "missing"])
    assert verdict_text(judge(policy(), GATE, mixed)).count("Who can mend it") == 2


def test_many_reasons_are_cut() -> None:
    path = ("metrics", "accuracy by protected", 0)
    groups = [group({"sex": str(k)}, 0.3, 0.05) for k in range(30)]
    facts = at(opening(), path, {"name": "accuracy", "by": ["sex"], "rows": 30_000, "groups": groups, "input": PROFILE})

    assert "And 26 more: the JSON form lists all. Who can mend it: developer or model-owner." in verdict_text(
        judge(policy(), GATE, facts)
    )
    assert len(next(c for c in judge(policy(), GATE, facts).checks if c.id == path[1]).reasons) == 30


def test_a_gate_that_is_not_there_says_so() -> None:
    found = judge(policy(), "retirement", opening())

    assert "credit@1 holds no gate 'retirement'." in verdict_text(found)
    assert ET.fromstring(junit_xml(found)).get("errors") == "1"


def test_the_json_form_is_canonical_and_complete() -> None:
    body = json.loads(canonical_bytes(_mixed().as_json()))
    check = next(check for check in body["checks"] if check["id"] == "accuracy by protected")

    assert set(body) == {
        "schema", "gate", "verdict", "opens", "exit_code", "policy", "policy_digest", "facts_digest", "checks",
    }  # fmt: skip
    assert set(check) == {"id", "predicate", "verdict", "judged", "waivable_by", "reasons"}
    assert check["reasons"][0] | {"text": ""} == {
        "verdict": "insufficient", "text": "", "name": "accuracy", "group": {"sex": "1"}, "value": "0.52",
        "lower": "0.42000000000000004", "upper": "0.62", "confidence": "0.999", "n": 1000, "bound": "at_least",
        "limit": "0.5", "rows_to_settle": 25000, "evidence": PROFILE, "who_can_mend": ["data-steward", "developer"],
    }  # fmt: skip


def test_junit_has_one_case_a_check() -> None:
    root = ET.fromstring(junit_xml(_mixed()))
    kinds = {case.get("name"): [(part.tag, part.get("type")) for part in case] for case in root.iter("testcase")}

    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("10", "1", "2")
    assert kinds["inputs"] == [("failure", "fail")]
    assert kinds["evidence"] == [("error", "missing")]
    assert kinds["accuracy by protected"] == [("error", "insufficient")]
    assert kinds["looks"] == [("system-out", None)]
    assert kinds["roc_auc"] == []


@pytest.mark.parametrize("name", ["<a>&\"'", "a\x00b", "a\x0bb\x1b[2J", "\ud800", "\uffff", "]]>"])
def test_junit_holds_hostile_names(name: str) -> None:
    found = judge(policy(), GATE, opening(inputs={name: "protected"}))

    assert ET.fromstring(junit_xml(found)).get("failures") == "1"
