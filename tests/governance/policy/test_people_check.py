"""The predicates ``approvals`` and ``separation``: who may say yes, and who did."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.policy.opening import (
    MANIFEST,
    NOW,
    OTHER,
    TOMORROW,
    YESTERDAY,
    approval,
    opening,
    told,
    verdict_of,
)

GATE = "deployment-approval"


def _approvals(*records: object, text: str | None = None, **changed: object) -> str:
    facts = opening(approvals=list(records), **changed)
    return verdict_of("approvals", facts, GATE) if text is None else verdict_of("approvals", facts, GATE, text)


def _separation(*records: object, **changed: object) -> str:
    return verdict_of("separation", opening(approvals=list(records), **changed), GATE)


def _policy(places: str, *, more: str = "") -> str:
    return (
        f"policy: one\nversion: 1\n{more}\n"
        f"gates: {{deployment-approval: [{{approvals: {{{places}}}}}, {{separation: {{none_of: [author]}}}}]}}"
    )


GRACE, JOAN = approval("grace", "legal"), approval("joan", "compliance")


def test_two_people_in_two_roles_are_enough() -> None:
    assert _approvals(GRACE, JOAN) == "pass"
    assert _approvals(GRACE, approval("joan", "compliance", decision="approve-with-conditions")) == "pass"


def test_one_person_fills_one_place_only() -> None:
    assert _approvals(GRACE, approval("grace", "compliance")) == "missing"
    assert _approvals(GRACE, approval("grace", "compliance"), approval("joan", "legal")) == "pass"


def test_a_yes_that_fills_no_place_is_told_to_whoever_reads_what_is_missing() -> None:
    said = told("approvals", opening(approvals=[GRACE, approval("grace", "compliance")]), GATE)

    assert "Approvals still needed: compliance (1)." in said
    assert "grace said yes as compliance and in another role; one person fills one place." in said
    assert "one person fills" not in told("approvals", opening(approvals=[GRACE]), GATE)


def test_in_a_demonstration_one_person_fills_several() -> None:
    text = _policy("legal: 1, compliance: 1", more="demonstration: true")

    assert _approvals(GRACE, approval("grace", "compliance"), text=text) == "pass"
    assert _approvals(GRACE, GRACE, text=_policy("legal: 2", more="demonstration: true")) == "missing"


@pytest.mark.parametrize(
    "changed",
    [
        {"is_verified": False}, {"is_verified": 1}, {"at": TOMORROW}, {"at": None}, {"at": "soon"}, {"person": None},
        {"person": " "}, {"role": None}, {"role": "complience"}, {"decision": "aprove"}, {"decision": None},
        {"submission": None},
    ],
)  # fmt: skip
def test_an_approval_with_a_flaw_does_not_count(changed: dict[str, Any]) -> None:
    assert _approvals(GRACE, JOAN | changed) == "missing"
    assert _separation(JOAN | changed) == ("pass" if changed.get("role") else "missing")


@pytest.mark.parametrize(
    "changed",
    [{"person": None}, {"role": " "}, {"decision": "aprove"}, {"at": "soon"}, {"submission": "x"}],
)
def test_a_verified_approval_that_cannot_be_read_may_be_a_no(changed: dict[str, Any]) -> None:
    unreadable = approval("alan", "security") | changed
    own, refused = approval("ada", "security"), approval("kay", "security", decision="reject")

    assert _approvals(GRACE, JOAN, unreadable) == "missing"
    assert _separation(GRACE, JOAN, unreadable) == "missing"
    assert _approvals(GRACE, JOAN, unreadable, refused) == "fail"
    assert _separation(GRACE, JOAN, unreadable, own) == "fail"
    assert _approvals(GRACE, JOAN, unreadable | {"is_verified": False}) == "pass"


@pytest.mark.parametrize("entry", [None, "grace", 5, []])
def test_an_entry_that_is_no_map_may_be_a_no(entry: object) -> None:
    refused = approval("alan", "security", decision="reject")

    assert _approvals(GRACE, JOAN, entry) == "missing"
    assert _approvals(GRACE, JOAN, entry, refused) == "fail"
    assert _separation(GRACE, JOAN, entry) == "missing"
    assert _separation(approval("ada", "legal"), entry) == "fail"


def test_an_approval_of_this_very_instant_counts() -> None:
    assert _approvals(GRACE, JOAN | {"at": NOW}) == "pass"


def test_the_latest_decision_of_a_person_in_a_role_counts() -> None:
    earlier = "2026-11-20T07:00:00Z"
    assert _approvals(GRACE, JOAN, approval("joan", "compliance", decision="reject", at=earlier)) == "pass"
    assert _approvals(GRACE, JOAN | {"at": earlier}, approval("joan", "compliance", decision="send-back")) == "fail"
    assert _approvals(GRACE, JOAN, approval("joan", "compliance", decision="send-back")) == "fail"
    assert _approvals(GRACE, JOAN, approval("joan", "compliance", decision="nonsense")) == "missing"


@pytest.mark.parametrize(("decision", "words"), [("send-back", "sent it back"), ("reject", "rejected it")])
def test_a_no_in_any_role_outweighs_every_yes(decision: str, words: str) -> None:
    refused = opening(approvals=[GRACE, JOAN, approval("alan", "security", decision=decision)])

    assert verdict_of("approvals", refused, GATE) == "fail"
    assert f"alan (security) {words}." in told("approvals", refused, GATE)


def test_approvals_of_another_submission_are_stale() -> None:
    other = JOAN | {"submission": OTHER}

    assert _approvals(GRACE, other) == "stale"
    assert _approvals(GRACE, other, approval("kay", "security", submission=OTHER, decision="reject")) == "missing"
    assert _approvals(GRACE, other, approval("kay", "legal", submission=OTHER) | {"role": None}) == "missing"
    assert _approvals(GRACE, other, other | {"decision": "reject", "at": TOMORROW}) == "stale"
    assert _approvals(GRACE, other | {"at": TOMORROW}) == "missing"
    assert _approvals(GRACE, approval("grace", "compliance", submission=OTHER)) == "missing"


def test_a_vote_cannot_be_recorded_yet() -> None:
    text = _policy("legal: 1, ethics-committee: quorum")
    votes = [approval(f"member-{k}", "ethics-committee") for k in range(9)]

    assert _approvals(GRACE, *votes, text=text) == "missing"
    assert "ethics-committee (quorum)" in told("approvals", opening(approvals=[GRACE]), GATE, text)


def test_without_a_submission_nothing_is_approved() -> None:
    no_subject = {"manifest": MANIFEST, "submission": None}

    assert _approvals(GRACE, JOAN, subject=no_subject) == "missing"
    assert _approvals(GRACE | {"submission": None}, JOAN | {"submission": None}, subject=no_subject) == "missing"
    assert _separation(GRACE, JOAN, subject=no_subject) == "missing"


roles = ("legal", "compliance", "security")
ballots = st.sets(st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(roles)), max_size=8)


@given(st.lists(st.integers(1, 3), min_size=3, max_size=3), ballots)
def test_places_are_filled_exactly_when_some_assignment_fills_them(
    wanted: list[int], yes: set[tuple[str, str]]
) -> None:
    text = _policy(", ".join(f"{role}: {n}" for role, n in zip(roles, wanted, strict=True)))
    people = sorted({person for person, _ in yes})
    choices = [[role for role in (*roles, None) if role is None or (person, role) in yes] for person in people]
    can = any(all(chosen.count(r) >= n for r, n in zip(roles, wanted, strict=True)) for chosen in product(*choices))

    assert _approvals(*(approval(*pair) for pair in yes), text=text) == ("pass" if can else "missing")


def test_nobody_approves_what_is_his_own() -> None:
    assert _separation(GRACE, JOAN) == "pass"
    assert _separation(GRACE, approval("ada", "security")) == "fail"
    assert _separation(GRACE, approval("alan", "legal")) == "fail"
    assert _separation(GRACE, approval("ada", "legal", decision="reject")) == "pass"


@pytest.mark.parametrize("unknown", [None, [], {}, "grace", [None], ["ada", " "]])
def test_an_unknown_author_separates_nothing(unknown: object) -> None:
    assert _separation(GRACE, people={"author": unknown, "submitter": ["alan"]}) == "missing"
    assert _separation(GRACE, people={"author": unknown, "submitter": ["grace"]}) == "fail"


def test_separation_waits_for_an_approval() -> None:
    assert _separation() == "missing"
    assert _separation(GRACE | {"submission": OTHER, "at": YESTERDAY}) == "missing"
