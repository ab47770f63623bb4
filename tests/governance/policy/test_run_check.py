"""The predicates about runs: a version made again, and one that answered beside whatever decides today."""

from math import inf, nan
from typing import Any

import pytest
from tests.governance.policy.opening import MANIFEST, NOW, OTHER, REPORT, TOMORROW, opening, policy, told, verdict_of

from evenhand.governance.policy.engine import judge

TEXT = """
policy: one
version: 1
gates:
  change:
    - reproduced: {within: 1e-9}
    - shadow: {min_count: 1000, per_group: true, if_no_champion: current-practice}
"""
RERUN: dict[str, Any] = {
    "manifest": MANIFEST, "made_at": NOW, "digest": REPORT, "difference": 1e-12, "n": 5000, "compared": "scores",
}  # fmt: skip


def _run(*rows: tuple[str, int], n: int = 2000, **changed: object) -> dict[str, Any]:
    groups = [{"attribute": "sex", "group": group, "n": count} for group, count in rows]
    head = {"manifest": MANIFEST, "made_at": NOW, "digest": REPORT, "n": n, "compared_with": "champion"}
    return {**head, "groups": groups, **changed}


def _said(check: str, **facts: object) -> tuple[str, str]:
    return verdict_of(check, opening(**facts), "change", TEXT), told(check, opening(**facts), "change", TEXT)


@pytest.mark.parametrize(
    ("changed", "verdict", "words"),
    [
        ({}, "pass", "differs by 0.000 at most, over 5,000 rows; 1e-09 is allowed."),
        ({"difference": 2e-9, "compared": "bytes"}, "fail", "differs by 0.000000002 at most, over 5,000 files; only"),
        ({"difference": None}, "missing", "could not be made again"),
        ({"difference": nan}, "missing", "no number from 0"),
        ({"difference": inf}, "missing", "no number from 0"),
        ({"n": 0}, "missing", "over how many rows or files"),
        ({"manifest": OTHER}, "missing", "is about another version"),
        ({"made_at": TOMORROW}, "missing", "is dated after now"),
        ({"digest": None}, "missing", "in which document it stands"),
    ],
)
def test_a_reproduction(changed: dict[str, object], verdict: str, words: str) -> None:
    found, said = _said("reproduced", reproduction=RERUN | changed)

    assert found == verdict
    assert words in said


def test_no_reproduction_at_all() -> None:
    assert _said("reproduced") == ("missing", "No reproduction by rerun is on record. Who can mend it: developer.")


SEEN = (("1", 1200), ("2", 800))


@pytest.mark.parametrize(
    ("run", "verdict", "words"),
    [
        (_run(*SEEN), "pass", "answered 2,000 rows beside the champion."),
        (_run(*SEEN, compared_with="current-practice"), "pass", "beside current practice."),
        (_run(*SEEN, compared_with=None), "missing", "compared with nothing that decides today"),
        (_run(("1", 500), ("2", 400), n=900), "insufficient", "answered 900 rows; 1,000 are needed (100 more)."),
        (
            _run(("1", 1975), ("2", 25)),
            "insufficient",
            "of sex=2 (25). About 400 more rows like these would settle it.",
        ),
        (_run(("1", 1900)), "insufficient", "fewer than 30 of 100 rows in no group."),
        (_run(("1", 1200), ("1", 800)), "missing", "counts the group sex=1 twice"),
        (_run(("1", 1200), ("2", 801)), "missing", "The groups of sex hold more rows"),
        (_run(), "missing", "does not tell its rows by sex"),
        (_run(*SEEN, n=-1), "missing", "how many rows it answered"),
        (None, "missing", "No shadow run is on record."),
    ],
)
def test_a_shadow_run(run: object, verdict: str, words: str) -> None:
    found, said = _said("shadow", shadow=run)

    assert found == verdict
    assert words in said


def test_without_leave_current_practice_is_no_rival() -> None:
    text = "policy: one\nversion: 1\ngates: {change: [{shadow: {min_count: 5}}]}"
    facts = opening(shadow=_run(compared_with="current-practice"))

    assert verdict_of("shadow", facts, "change", text) == "missing"
    assert "this policy asks for a champion" in told("shadow", facts, "change", text)


def test_a_run_that_is_as_long_as_it_says_settles_it() -> None:
    facts = opening(shadow=_run(("1", 1960), ("2", 25), ("3", 15)))
    reason = judge(policy(TEXT), "change", facts).checks[3].reasons[0]
    n = reason.rows_to_settle
    assert n is not None
    longer = _run(*((group, rows * n // 2000) for group, rows in (("1", 1960), ("2", 25), ("3", 15))), n=n)

    assert _said("shadow", shadow=longer)[0] == "pass"
    assert n == 2400
