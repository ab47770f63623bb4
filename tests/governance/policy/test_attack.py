"""Whatever the facts hold, judging never raises, and nothing broken ever passes."""

from collections.abc import Iterator
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.governance.policy.opening import OPENING, at, opening, policy

from evenhand.governance.policy.engine import judge
from evenhand.kernel.canonical import canonical_bytes

GATES = ("training-validation", "deployment-approval")
POISON: list[Any] = [
    None, nan, inf, -inf, "", "  ", "x", True, False, [], {}, [None], -1, 0.5, 10**400, "\ud800", b"x", object(),
]  # fmt: skip
# What a name or a digest may be, nobody can tell from the text alone.
NAMES = {"person", "people", "digest", "input", "inputs"}
# The deployment gate asks for no measuring, and the training gate for no people.
USED = {
    "training-validation": {
        "now",
        "mode",
        "use_case",
        "subject",
        "inputs",
        "metrics",
        "evidence",
        "looks",
        "protected",
    },
    "deployment-approval": {"now", "mode", "use_case", "subject", "people", "approvals", "findings"},
}

Path = tuple[str | int, ...]


def _leaves(part: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(part, dict) and part:
        for key, value in part.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(part, list) and part:
        for index, value in enumerate(part):
            yield from _leaves(value, (*path, index))
    else:
        yield path


LEAVES = [(gate, path) for gate in GATES for path in _leaves(OPENING) if path[0] in USED[gate]]


@pytest.mark.parametrize("gate", GATES)
def test_the_facts_open_both_gates(gate: str) -> None:
    assert judge(policy(), gate, opening()).verdict == "pass"


def _is_harmless(gate: str, path: Path, poison: object) -> bool:
    """Whether the facts stay sound: another name, another category, an interval that grew away from the limit."""
    is_name = any(step in NAMES for step in path) and isinstance(poison, str) and bool(poison.strip())
    is_category = "group" in path[:-1] and isinstance(poison, str | bool | int | float) and poison == poison  # noqa: PLR0124
    is_other_end = path[-1] in {"lower", "upper"} and poison in (-1, 0.5) and not isinstance(poison, bool)
    is_optional = path[-1] == "effort" and poison is None
    is_unused = (gate, path[-1]) in {("training-validation", "submission"), ("deployment-approval", "manifest")}
    return is_name or is_category or is_other_end or is_optional or is_unused or _is_closed_finding(path, poison)


def _is_closed_finding(path: Path, poison: object) -> bool:
    return path[0] == "findings" and (path[-1] == "id" or (path[-1] == "is_open" and isinstance(poison, bool)))


def _fact(path: Path) -> object:
    part: Any = OPENING
    for step in path:
        part = part[step]
    return part


@pytest.mark.parametrize(("gate", "path"), LEAVES, ids=lambda part: part if isinstance(part, str) else str(part))
def test_a_poisoned_leaf_keeps_the_gate_closed(gate: str, path: Path) -> None:
    for poison in POISON:
        if type(poison) is type(_fact(path)) and poison == _fact(path):
            continue
        found = judge(policy(), gate, at(opening(), path, poison))

        canonical_bytes(found.as_json())
        assert not found.opens or _is_harmless(gate, path, poison), f"{path} = {poison!r} opened {gate}"


@pytest.mark.parametrize("gate", GATES)
def test_each_fact_is_needed(gate: str) -> None:
    for name in USED[gate]:
        facts = opening()
        del facts[name]

        assert not judge(policy(), gate, facts).opens, name


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), part, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.sampled_from(GATES), junk)
def test_junk_never_raises_and_never_opens(gate: str, facts: object) -> None:
    found = judge(policy(), gate, facts)

    assert not found.opens
    canonical_bytes(found.as_json())


@settings(max_examples=50)
@given(st.sampled_from([(gate, path) for gate, path in LEAVES if len(path) > 1]), st.integers(1, 4), junk)
def test_junk_in_the_midst_of_sound_facts_never_raises(leaf: tuple[str, Path], depth: int, value: object) -> None:
    gate, path = leaf

    canonical_bytes(judge(policy(), gate, at(opening(), path[:depth], value)).as_json())


def test_facts_that_contain_themselves_are_judged() -> None:
    facts = opening()
    facts["metrics"]["roc_auc"][0]["more"] = facts

    assert judge(policy(), "training-validation", facts).verdict == "pass"


def test_no_groups_at_all_pass_nothing() -> None:
    for check in OPENING["metrics"]:
        facts = opening()
        for fact in facts["metrics"][check]:
            fact["groups"] = []

        assert judge(policy(), "training-validation", facts).verdict == "missing", check


def test_hostile_names_cannot_forge_lines() -> None:
    facts = opening(inputs={"a\n  pass  everything\x1b[2J": "protected"})
    found = judge(policy(), "training-validation", facts)

    assert all("\n" not in r.text and "\x1b" not in r.text for check in found.checks for r in check.reasons)


HUGE = 1 << 20_000


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        (("looks",), "fail"),
        (("use_case", "tier"), "fail"),
        (("metrics", "roc_auc", 0, "rows"), "missing"),
        (("metrics", "roc_auc", 0, "groups", 0, "value"), "missing"),
        (("metrics", "roc_auc", 0, "groups", 0, "upper"), "missing"),
    ],
)
def test_numbers_too_long_to_be_written_are_judged(path: Path, verdict: str) -> None:
    found = judge(policy(), "training-validation", at(opening(), path, HUGE))

    canonical_bytes(found.as_json())
    assert found.verdict == verdict
