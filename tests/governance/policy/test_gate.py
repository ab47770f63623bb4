"""A gate as a whole: the checks that stand in every gate, waivers, the worst verdict, exit codes."""

from typing import Any

import pytest
from tests.governance.policy.opening import NOW, OTHER, TEXT, TOMORROW, at, opening, policy, verdict_of, waiver

from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.transcript import facts_digest
from evenhand.governance.policy.verdict import WORST_FIRST, worst

GATE = "training-validation"
DEMONSTRATION = TEXT.replace("version: 1", "version: 1\ndemonstration: true", 1)


@pytest.mark.parametrize(
    ("use_case", "verdict"),
    [
        ({"class": "high_risk", "tier": 2}, "pass"),
        ({"class": "minimal", "tier": 2}, "fail"),
        ({"class": "high_risk", "tier": 3}, "fail"),
        ({"class": "hihg_risk", "tier": 2}, "fail"),
        ({"class": "high_risk", "tier": 5}, "fail"),
        ({"class": "high_risk", "tier": -1}, "fail"),
        ({"class": "minimal", "tier": None}, "fail"),
        ({"class": " ", "tier": 2}, "missing"),
        ({"class": "high_risk", "tier": "2"}, "missing"),
        ({"class": "high_risk", "tier": 2.0}, "missing"),
        ({"class": "high_risk", "tier": True}, "missing"),
        ({"class": ["high_risk"], "tier": 2}, "missing"),
        ({"class": None, "tier": 2}, "missing"),
        ({"tier": 2}, "missing"),
        (None, "missing"),
    ],
)
def test_applies(use_case: object, verdict: str) -> None:
    assert verdict_of("applies", opening(use_case=use_case)) == verdict


@pytest.mark.parametrize(
    ("text", "mode", "environment", "verdict"),
    [
        (TEXT, "governed", None, "pass"),
        (TEXT, "governed", "production", "pass"),
        (TEXT, "demonstration", "demo", "fail"),
        (TEXT, "goverend", None, "missing"),
        (TEXT, None, None, "missing"),
        (DEMONSTRATION, "demonstration", None, "pass"),
        (DEMONSTRATION, "demonstration", "demo", "pass"),
        (DEMONSTRATION, "governed", "demo", "pass"),
        (DEMONSTRATION, "demonstration", "production", "fail"),
        (DEMONSTRATION, "governed", "production", "fail"),
        (DEMONSTRATION, "demonstration", 5, "fail"),
        (DEMONSTRATION, None, "production", "fail"),
        (DEMONSTRATION, None, "demo", "missing"),
        (DEMONSTRATION, "demonstration", "", "fail"),
        (TEXT, "governed", " ", "missing"),
        (TEXT, "governed", 5, "missing"),
        (TEXT, "demonstration", 5, "fail"),
    ],
)
def test_mode(text: str, mode: object, environment: object, verdict: str) -> None:
    assert verdict_of("mode", opening(mode=mode, environment=environment), text=text) == verdict


FAILING = at(opening(), ("inputs", "sex"), "protected")


def test_a_waiver_opens_the_gate_and_keeps_what_was_judged() -> None:
    found = judge(policy(), GATE, {**FAILING, "waivers": [waiver("inputs")]})
    check = next(check for check in found.checks if check.id == "inputs")

    assert (found.verdict, found.opens, found.exit_code) == ("waived", True, 0)
    assert (check.verdict, check.judged) == ("waived", "fail")
    assert "Waived by grace, joan until 2026-11-24T07:00:00Z: The table is small." in check.reasons[0].text
    assert "sex (protected)" in check.reasons[1].text


@pytest.mark.parametrize(
    "changed",
    [
        {"is_verified": False}, {"is_verified": "yes"}, {"gate": "deployment-approval"}, {"check": "roc_auc"},
        {"manifest": OTHER}, {"manifest": None}, {"given_at": TOMORROW}, {"given_at": None}, {"until": NOW},
        {"until": "2026-12-22T07:00:01Z"}, {"until": None}, {"reason": " "}, {"reason": None},
        {"compensating_control": ""}, {"persons": ["grace"]}, {"persons": ["grace", "grace"]}, {"persons": []},
        {"persons": ["grace", None]}, {"persons": ["grace", "ada"]}, {"persons": ["grace", "alan"]}, {"persons": "ab"},
        {"roles": ["legal"]}, {"roles": []}, {"roles": "compliance"}, {"roles": [["compliance"]]},
        {"roles": ["compliance", 3]}, {"roles": ["compliance", " "]},
    ],
)  # fmt: skip
def test_a_waiver_with_a_flaw_does_not_hold(changed: dict[str, Any]) -> None:
    assert verdict_of("inputs", {**FAILING, "waivers": [waiver("inputs") | changed]}) == "fail"


def test_a_waiver_holds_from_the_instant_it_was_given_for_as_long_as_allowed() -> None:
    longest = waiver("inputs", given_at=NOW, until="2026-12-23T07:00:00Z")

    assert verdict_of("inputs", {**FAILING, "waivers": [longest]}) == "waived"


def test_a_waiver_needs_known_authors() -> None:
    unknown = {**FAILING, "waivers": [waiver("inputs")], "people": {"author": None, "submitter": ["alan"]}}

    assert verdict_of("inputs", unknown) == "fail"


def test_one_person_waives_in_a_demonstration_and_nowhere_else() -> None:
    own = {**FAILING, "waivers": [waiver("inputs", persons=["ada"])]}

    assert verdict_of("inputs", {**own, "mode": "demonstration"}, text=DEMONSTRATION) == "waived"
    assert verdict_of("inputs", own, text=DEMONSTRATION) == "fail"
    assert verdict_of("inputs", {**own, "mode": "demonstration"}) == "fail"


def test_without_waivers_in_the_policy_nothing_is_waived() -> None:
    text = TEXT.replace("waivers: {roles: [compliance], at_most_days: 30}\n", "")

    assert verdict_of("inputs", {**FAILING, "waivers": [waiver("inputs")]}, text=text) == "fail"


@pytest.mark.parametrize("check", ["approvals", "separation", "applies", "mode"])
def test_what_can_never_be_waived(check: str) -> None:
    given = waiver(check, gate="deployment-approval")
    facts = opening(approvals=[], use_case=None, mode=None, waivers=[given])

    assert verdict_of(check, facts, "deployment-approval") == "missing"


def test_renaming_a_check_does_not_make_it_waivable() -> None:
    text = TEXT.replace("- separation: {", "- id: other\n      separation: {")
    facts = opening(approvals=[], waivers=[waiver("other", gate="deployment-approval")])

    assert verdict_of("other", facts, "deployment-approval", text) == "missing"


def test_what_passes_is_not_waived() -> None:
    assert verdict_of("inputs", opening(waivers=[waiver("inputs")])) == "pass"


def test_a_waiver_stands_in_for_every_verdict_that_closes() -> None:
    stale = [{**entry, "made_at": "2020-01-01T00:00:00Z"} for entry in opening()["evidence"]]

    for facts in (opening(evidence=stale), opening(evidence=None)):
        assert verdict_of("evidence", {**facts, "waivers": [waiver("evidence")]}) == "waived"


def test_the_worst_check_decides() -> None:
    assert [worst(WORST_FIRST[k:]) for k in range(6)] == list(WORST_FIRST)
    assert WORST_FIRST == ("fail", "missing", "stale", "insufficient", "waived", "pass")


@pytest.mark.parametrize(
    ("facts", "verdict", "exit_code"),
    [(opening(), "pass", 0), (FAILING, "fail", 1), (opening(looks=None), "missing", 3), (None, "missing", 3)],
)
def test_exit_codes(facts: object, verdict: str, exit_code: int) -> None:
    found = judge(policy(), GATE, facts)

    assert (found.verdict, found.exit_code) == (verdict, exit_code)


def test_a_gate_that_the_policy_does_not_hold_is_missing() -> None:
    found = judge(policy(), "retirement", opening())

    assert (found.verdict, found.opens, found.exit_code, found.checks) == ("missing", False, 3, ())


def test_a_verdict_names_what_went_in() -> None:
    found = judge(policy(), GATE, opening())

    assert found.policy_digest == policy().digest
    assert found.facts_digest == facts_digest(opening())
    assert found == judge(policy(), GATE, opening())


def test_the_verdict_names_who_may_waive() -> None:
    found = {check.id: check.waivable_by for check in judge(policy(), "deployment-approval", opening()).checks}

    assert found == {"applies": (), "mode": (), "approvals": (), "separation": (), "no_open": ("compliance",)}
