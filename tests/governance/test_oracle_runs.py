"""Worked cases for versions that ran again or beside another, written from the text and not from the engine."""

from math import inf, nan
from typing import Any

import pytest
from tests.governance.worked_case import NOW, OTHER, S, verdict

LATER = "2026-11-23T12:00:00.000001Z"
WITHIN = {"reproduced": {"within": 0.01}}
ANY = {"shadow": {"min_count": 100}}
OF_EACH = {"shadow": {"min_count": 100, "per_group": True}}
PRACTICE = {"shadow": {"min_count": 100, "if_no_champion": "current-practice"}}


def rerun(**changes: object) -> dict[str, object]:
    return {"manifest": S, "made_at": NOW, "digest": OTHER, "difference": 0.0, "n": 5, "compared": "scores", **changes}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "pass"),
        ({"difference": 0}, "pass"),
        ({"difference": 0.01}, "pass"),
        ({"difference": 0.010000001}, "fail"),
        ({"difference": 10**300}, "fail"),
        ({"difference": 10**400}, "missing"),
        ({"difference": nan}, "missing"),
        ({"difference": inf}, "missing"),
        ({"difference": -0.001}, "missing"),
        ({"difference": None}, "missing"),
        ({"difference": "0"}, "missing"),
        ({"difference": False}, "missing"),
        ({"n": 0}, "missing"),
        ({"n": True}, "missing"),
        ({"n": 2**53}, "missing"),
        ({"compared": "bytes"}, "pass"),
        ({"compared": "rows"}, "missing"),
        ({"compared": ["scores"]}, "missing"),
        ({"manifest": OTHER}, "missing"),
        ({"manifest": OTHER, "difference": 1}, "missing"),
        ({"digest": "sha256:short"}, "missing"),
        ({"made_at": LATER}, "missing"),
        ({"made_at": "yesterday"}, "missing"),
    ],
)
def test_a_version_is_made_again_with_the_same_answers(changes: dict[str, object], expected: str) -> None:
    assert verdict(WITHIN, reproduction=rerun(**changes)) == expected


@pytest.mark.parametrize("check", [WITHIN, ANY])
def test_what_did_not_run_is_missing(check: dict[str, Any]) -> None:
    for junk in [None, [], "run", 3]:
        assert verdict(check, reproduction=junk, shadow=junk) == "missing"


def test_without_now_or_manifest_nothing_ran_that_counts() -> None:
    for changes in [{"now": "noon"}, {"subject": {"manifest": None, "submission": S}}]:
        assert verdict(WITHIN, reproduction=rerun(), **changes) == "missing"
        assert verdict(ANY, shadow=run(), **changes) == "missing"


def of(attribute: object, group: object, n: object) -> dict[str, object]:
    return {"attribute": attribute, "group": group, "n": n}


def run(*groups: object, **changes: object) -> dict[str, object]:
    head = {"manifest": S, "made_at": NOW, "digest": OTHER, "n": 1000, "compared_with": "champion"}
    return {**head, "groups": list(groups), **changes}


@pytest.mark.parametrize(
    ("changes", "check", "expected"),
    [
        ({}, ANY, "pass"),
        ({"n": 100}, ANY, "pass"),
        ({"n": 99}, ANY, "insufficient"),
        ({"n": 0}, ANY, "insufficient"),
        ({"n": "1000"}, ANY, "missing"),
        ({"n": 1000.0}, ANY, "missing"),
        ({"groups": None}, ANY, "pass"),
        ({"manifest": OTHER}, ANY, "missing"),
        ({"made_at": LATER}, ANY, "missing"),
        ({"digest": None}, ANY, "missing"),
        ({"compared_with": None}, ANY, "missing"),
        ({"compared_with": None}, PRACTICE, "missing"),
        ({"compared_with": "current-practice"}, ANY, "missing"),
        ({"compared_with": "current-practice"}, PRACTICE, "pass"),
        ({"compared_with": "champion"}, PRACTICE, "pass"),
        ({"compared_with": "current practice"}, PRACTICE, "missing"),
        ({"compared_with": None, "n": 5}, ANY, "missing"),
    ],
)
def test_a_shadow_run_is_long_enough_and_beside_something(
    changes: dict[str, object], check: dict[str, Any], expected: str
) -> None:
    assert verdict(check, shadow=run(**changes)) == expected


F, M = of("sex", "f", 400), of("sex", "m", 600)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([F, M], "pass"),
        ([of("sex", "f", 970), of("sex", "m", 30)], "pass"),
        ([of("sex", "f", 971), of("sex", "m", 29)], "insufficient"),
        ([of("sex", "f", 990), of("sex", "m", 10)], "pass"),
        ([of("sex", "f", 989), of("sex", "m", 11)], "insufficient"),
        ([of("sex", "f", 989), of("sex", "m", 6), of("sex", "x", 5)], "insufficient"),
        ([of("sex", "f", 990)], "pass"),
        ([of("sex", "f", 989)], "insufficient"),
        ([of("sex", "f", 1000), of("sex", "m", 0)], "pass"),
        ([of("sex", "", 400), M], "pass"),
        ([F, M, of("race", "a", 1)], "pass"),
        ([F, of("sex", "m", 601)], "missing"),
        ([F, M, of("race", "a", 1001)], "missing"),
        ([F, of("sex", "f", 600)], "missing"),
        ([F, of("sex", None, 600)], "missing"),
        ([F, of(" ", "m", 600)], "missing"),
        ([F, of("sex", "m", -1)], "missing"),
        ([F, of("sex", "m", 600.0)], "missing"),
        ([F, M, "others"], "missing"),
        ([of("race", "a", 1000)], "missing"),
        ([], "missing"),
    ],
)
def test_a_shadow_run_saw_every_group(groups: list[object], expected: str) -> None:
    assert verdict(OF_EACH, shadow=run(*groups), protected=["sex"]) == expected


def test_a_shadow_run_by_group_needs_to_know_what_is_protected() -> None:
    for protected in [None, [], "sex", ["sex", "sex"], ["sex", ""]]:
        assert verdict(OF_EACH, shadow=run(F, M), protected=protected) == "missing"
    assert verdict(OF_EACH, shadow=run(F, M), protected=["sex", "race"]) == "missing"
    assert verdict(OF_EACH, shadow=run(F, M, of("race", "a", 995)), protected=["sex", "race"]) == "pass"
