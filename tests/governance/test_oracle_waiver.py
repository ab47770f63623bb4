"""Worked cases for waivers: who may give one, for what, until when."""

from typing import Any

import pytest
from tests.governance.oracle import judge
from tests.governance.worked_case import NOW, OTHER, S, facts, policy, verdict, waiver

NOT_YET: dict[str, Any] = {"reproduced": {"within": 0}}
RULES = {"roles": ["legal"]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "waived"),
        ({"check": "evidence"}, "missing"),
        ({"gate": "monitoring"}, "missing"),
        ({"manifest": OTHER}, "missing"),
        ({"is_verified": 1}, "missing"),
        ({"reason": " \n"}, "missing"),
        ({"compensating_control": None}, "missing"),
        ({"until": NOW}, "missing"),
        ({"until": "2026-11-23T12:00:00.000001Z"}, "waived"),
        ({"given_at": NOW}, "waived"),
        ({"given_at": "2026-11-23T12:00:00.000001Z"}, "missing"),
        ({"given_at": NOW, "until": "2026-12-23T12:00:00Z"}, "waived"),
        ({"given_at": NOW, "until": "2026-12-23T12:00:00.000001Z"}, "missing"),
        ({"persons": ["eve"]}, "missing"),
        ({"persons": ["eve", "eve"]}, "missing"),
        ({"persons": ["eve", "ada"]}, "missing"),
        ({"persons": ["eve", "fay", "bo"]}, "missing"),
        ({"persons": ["eve", "fay", None]}, "missing"),
        ({"roles": ["author"]}, "missing"),
        ({"roles": ["author", "legal"]}, "waived"),
        ({"roles": []}, "missing"),
        ({"roles": ["legal", None]}, "missing"),
        ({"roles": "legal"}, "missing"),
        ({"given_at": None}, "missing"),
        ({"until": "soon"}, "missing"),
    ],
)
def test_a_waiver_is_explained_short_and_given_by_two_others(changes: dict[str, object], expected: str) -> None:
    rules = {"roles": ["legal"], "at_most_days": 30}

    assert verdict(NOT_YET, waivers_rule=rules, waivers=[None, waiver(**changes)]) == expected


def test_a_policy_without_waivers_waives_nothing() -> None:
    assert verdict(NOT_YET, waivers=[waiver()]) == "missing"


@pytest.mark.parametrize(
    ("is_demonstration", "mode", "expected"),
    [(True, "demonstration", "waived"), (True, "governed", "missing"), (False, "demonstration", "missing")],
)
def test_one_person_waives_only_in_a_demonstration(*, is_demonstration: bool, mode: str, expected: str) -> None:
    alone = [waiver(persons=["ada"])]

    assert verdict(NOT_YET, waivers_rule=RULES, waivers=alone, demonstration=is_demonstration, mode=mode) == expected


@pytest.mark.parametrize(("name", "rule"), [("approvals", {"legal": 1}), ("separation", {"none_of": ["author"]})])
def test_approvals_and_separation_are_never_waived(name: str, rule: dict[str, object]) -> None:
    given = [waiver(check="own-name")]

    assert verdict({name: rule, "id": "own-name"}, waivers_rule={"roles": ["legal"]}, waivers=given) == "missing"


def test_a_waived_gate_opens_less_than_a_passed_one_and_more_than_any_other() -> None:
    checks: list[dict[str, Any]] = [NOT_YET, {"looks": {"at_holdout": 5}}]
    rules = policy(*checks, waivers={"roles": ["legal"]})

    assert judge(rules, "intake", facts(waivers=[waiver()]))["verdict"] == "waived"
    assert judge(rules, "intake", facts(waivers=[waiver()], looks=6))["verdict"] == "fail"
    assert judge(rules, "intake", facts(waivers=[]))["verdict"] == "missing"
    assert judge(rules, "intake", facts(waivers=[waiver(check="looks"), waiver()], looks=6))["verdict"] == "waived"


def test_a_check_that_passes_is_not_waived() -> None:
    assert verdict({"looks": {"at_holdout": 5}}, waivers_rule=RULES, waivers=[waiver(check="looks")]) == "pass"


def test_a_waiver_lasts_ninety_days_unless_the_policy_says_less() -> None:
    for until, expected in [("2027-02-21T12:00:00Z", "waived"), ("2027-02-21T12:00:00.000001Z", "missing")]:
        assert verdict(NOT_YET, waivers_rule=RULES, waivers=[waiver(given_at=NOW, until=until)]) == expected


@pytest.mark.parametrize(
    "changes", [{"now": "today"}, {"subject": {"manifest": None, "submission": S}}, {"waivers": {}}]
)
def test_without_now_manifest_or_a_list_nothing_is_waived(changes: dict[str, Any]) -> None:
    given = [waiver(manifest=manifest) for manifest in [S, None]]

    assert verdict(NOT_YET, waivers_rule=RULES, **{"waivers": given, **changes}) == "missing"


@pytest.mark.parametrize("known", [None, [], ["ada", None], "ada"])
def test_a_half_known_author_lets_nothing_be_waived(known: object) -> None:
    people = {"author": known, "submitter": ["bo"]}

    assert verdict(NOT_YET, waivers_rule=RULES, waivers=[waiver()], people=people) == "missing"
