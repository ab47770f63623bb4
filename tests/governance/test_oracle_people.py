"""Worked cases for what people did: approvals, places for them, separation of duties."""

from itertools import permutations, product
from random import Random

import pytest
from tests.governance.oracle_kinds import Map
from tests.governance.oracle_people import is_filled
from tests.governance.worked_case import NOW, OLD, approval, verdict

LEGAL: Map = {"approvals": {"legal": 1}}
TWO_ROLES: Map = {"approvals": {"legal": 1, "ethics-committee": 1}}
APART: Map = {"separation": {"none_of": ["author", "submitter"]}}
BEFORE, LATER = "2026-11-22T12:00:00Z", "2026-11-23T12:00:00.000001Z"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([approval("eve", "legal")], "pass"),
        ([approval("eve", "legal", "approve-with-conditions")], "pass"),
        ([approval("eve", "ethics-committee")], "missing"),
        ([approval("eve", "legal", is_verified=False)], "missing"),
        ([approval("eve", "legal", is_verified=1)], "missing"),
        ([approval("eve", "legal", at=LATER)], "missing"),
        ([approval("eve", "legal"), approval("fay", "legal", "reject", at=LATER)], "pass"),
        ([approval("eve", "legal"), approval("fay", "legal", "reject", is_verified=None)], "pass"),
        ([approval("eve", "legal"), approval("fay", "ethics-committee", "send-back")], "fail"),
        ([approval("eve", "legal", "reject", at=BEFORE), approval("eve", "legal")], "pass"),
        ([approval("eve", "legal"), approval("eve", "legal", "reject", at=BEFORE)], "pass"),
        ([approval("eve", "legal", at=BEFORE), approval("eve", "legal", "reject")], "fail"),
        ([approval("eve", "legal"), approval("eve", "legal", "reject")], "fail"),
        ([approval("eve", "legal", "reject"), approval("eve", "legal")], "pass"),
        ([approval("eve", "legal"), approval("fay", "legal", "Approve")], "missing"),
        ([approval("fay", "legal", "reject"), approval("fay", "legal", "Approve")], "fail"),
        ([approval("eve", "legal", submission=OLD)], "stale"),
        ([approval("eve", "legal", submission=OLD, at=LATER)], "missing"),
        ([approval("eve", "legal", submission=OLD, is_verified=False)], "missing"),
        ([approval("eve", "legal", submission=None)], "missing"),
        ([approval("eve", "legal"), approval("fay", "legal", "reject", submission="OLD")], "missing"),
        ([approval("eve", "legal"), approval("fay", "legal", submission=None, is_verified=False)], "pass"),
        ([approval("fay", "legal", "reject"), approval("eve", "legal", submission=None)], "fail"),
        ([approval("eve", "legal", submission=OLD), approval("fay", "legal", "reject", submission=OLD)], "missing"),
        ([approval("eve", "legal"), approval("fay", "legal", "reject", submission=OLD)], "pass"),
        ([], "missing"),
        (None, "missing"),
        ("eve", "missing"),
        ([None], "missing"),
    ],
)
def test_one_verified_approval_in_time_is_needed(records: object, expected: str) -> None:
    assert verdict(LEGAL, approvals=records) == expected


def test_a_null_submission_matches_no_approval() -> None:
    records = [approval("eve", "legal", submission=None)]

    for check in [LEGAL, APART]:
        assert verdict(check, approvals=records, subject={"manifest": OLD, "submission": None}) == "missing"


def test_an_unreadable_now_counts_no_approval() -> None:
    for check in [LEGAL, APART]:
        assert verdict(check, approvals=[approval("eve", "legal")], now="today") == "missing"


def test_one_person_fills_one_place_but_for_a_demonstration() -> None:
    records = [approval("eve", "legal"), approval("eve", "ethics-committee")]

    assert verdict(TWO_ROLES, approvals=records) == "missing"
    assert verdict(TWO_ROLES, approvals=[*records, approval("fay", "legal")]) == "pass"
    assert verdict(TWO_ROLES, approvals=records, demonstration=True, mode="demonstration") == "pass"
    assert verdict({"approvals": {"legal": 2}}, approvals=records, demonstration=True) == "missing"


def test_an_old_approval_by_the_same_person_does_not_fill_a_second_place() -> None:
    records = [approval("eve", "legal"), approval("eve", "ethics-committee", submission=OLD)]

    assert verdict(TWO_ROLES, approvals=records) == "missing"
    assert verdict(TWO_ROLES, approvals=[*records, approval("fay", "legal", submission=OLD)]) == "stale"


def test_a_quorum_is_never_met() -> None:
    records = [approval(person, "legal") for person in ["eve", "fay", "gus"]]

    assert verdict({"approvals": {"legal": "quorum"}}, approvals=records) == "missing"


def test_places_are_filled_just_when_some_seating_fills_them() -> None:
    roles, persons, rng = ["a", "b", "c"], ["p", "q", "r", "s"], Random(5)
    for _ in range(150):
        rule = {role: rng.choice([1, 1, 2]) for role in roles}
        yes = [pair for pair in product(persons, roles) if rng.random() < 0.5]
        seats = [role for role in roles for _ in range(rule[role])]
        seatings = permutations(persons, len(seats))
        seated = any(all(pair in yes for pair in zip(seating, seats, strict=True)) for seating in seatings)

        assert is_filled({}, rule, dict.fromkeys(yes, "approve")) == seated


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([approval("eve", "legal")], "pass"),
        ([approval("ada", "legal")], "fail"),
        ([approval("bo", "any-role", "approve-with-conditions"), approval("eve", "legal")], "fail"),
        ([approval("ada", "legal", "reject"), approval("eve", "legal")], "pass"),
        ([approval("ada", "legal", at=BEFORE), approval("ada", "legal", "reject")], "missing"),
        ([approval("ada", "legal", submission=OLD), approval("eve", "legal")], "pass"),
        ([approval("ada", "legal", is_verified=False), approval("eve", "legal")], "pass"),
        ([approval("ada", "legal", at=LATER), approval("eve", "legal")], "pass"),
        ([approval("eve", "legal", "reject")], "missing"),
        ([approval("eve", "legal"), approval("", "legal")], "missing"),
        ([approval("ada", "legal"), approval("", "legal")], "fail"),
        ([], "missing"),
    ],
)
def test_no_author_and_no_submitter_approves(records: object, expected: str) -> None:
    assert verdict(APART, approvals=records) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({"author": ["ada"], "submitter": ["bo"]}, "pass"),
        ({"author": ["ada"], "submitter": []}, "missing"),
        ({"author": ["ada"]}, "missing"),
        ({"author": ["ada", None], "submitter": ["bo"]}, "missing"),
        ({"author": ["eve"], "submitter": None}, "fail"),
        ({"author": ["eve", 3], "submitter": ["bo"]}, "fail"),
        ({"author": "eve", "submitter": ["bo"]}, "missing"),
        (None, "missing"),
    ],
)
def test_authors_and_submitters_must_be_known(people: object, expected: str) -> None:
    assert verdict(APART, approvals=[approval("eve", "legal")], people=people) == expected


def test_separation_asks_only_for_those_it_names() -> None:
    records = [approval("bo", "legal", at=NOW)]

    assert verdict({"separation": {"none_of": ["author"]}}, approvals=records, people={"author": ["ada"]}) == "pass"


def test_separation_holds_in_a_demonstration_too() -> None:
    records = [approval("ada", "legal")]

    assert verdict(APART, approvals=records, demonstration=True, mode="demonstration") == "fail"
