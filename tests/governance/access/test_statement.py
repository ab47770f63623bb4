"""Statements of all kinds: written and read the same, and refused when they say too little or too much."""

import json
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.people import KeyUnreadable, StatementUnreadable
from evenhand.governance.access.act import Act
from evenhand.governance.access.statement import (
    DECISIONS,
    Approval,
    Claim,
    Confirmation,
    Founder,
    Founding,
    Release,
    Statement,
    Waiver,
)
from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.kernel.digest import digest_of

Thing: TypeAlias = Any

AT, LATER = "2026-11-23T10:00:00Z", "2026-12-23T10:00:00.000000Z"
ONE, TWO, THREE = (digest_of(content) for content in (b"1", b"2", b"3"))
KEYS = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM",
)
FOUNDERS = tuple(
    Founder(name=name, person=name, display=name.title(), public_key=key, roles=("developer",))
    for name, key in zip(("maria", "jo"), KEYS, strict=True)
)
FOUNDING = Founding(log="w-1", mode="governed", people=FOUNDERS, at=AT)
CONFIRMATION = Confirmation(proposal=ONE, about="policy:credit", actor="jo", log="w-1", at=AT)
APPROVAL = Approval(
    about="credit@3", submission=ONE, policy=TWO, role="legal", decision="approve", reason="sound", conditions=(),
    actor="maria", at=AT, mode="governed", log="w-1",
)  # fmt: skip
WAIVER = Waiver(
    about="credit@3", manifest=ONE, gate="training-validation", check="parity", reason="few rows",
    compensating_control="a person looks", until=LATER, actor="maria", role="risk", at=AT, mode="governed", log="w-1",
)  # fmt: skip
RELEASE = Release(
    about="credit@3", environment="production", mode="governed", manifest=ONE, files={"model.txt": TWO, "a/b.py": ONE},
    decision_rule={"cut_off": "0.5"}, submission=ONE, evidence=(TWO, ONE), policy=TWO, approvals=(ONE,), verdict=THREE,
    use_case=TWO, log="w-1", at=AT,
)  # fmt: skip
ACT = Act(action="version.registered", about="version:credit@3", document=ONE, actor="maria", log="w-1", at=AT)
CLAIMS: tuple[Claim, ...] = (FOUNDING, CONFIRMATION, APPROVAL, WAIVER, RELEASE, replace(RELEASE, until=LATER), ACT)
by_kind = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.kind)


@by_kind
def test_a_claim_is_read_as_it_was_written(claim: Claim) -> None:
    again = type(claim).parse(claim.content)

    assert again.content == claim.content
    assert again == claim


@by_kind
def test_a_claim_is_an_in_toto_statement(claim: Claim) -> None:
    statement = json.loads(claim.content)

    assert set(statement) == {"_type", "subject", "predicateType", "predicate"}
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == f"https://evenhand.dev/{claim.kind}/v1"
    assert all(set(subject["digest"]) == {"sha256"} for subject in statement["subject"])


@by_kind
def test_each_field_is_needed_and_no_other_is_known(claim: Claim) -> None:
    statement = from_canonical(claim.content)
    for name in claim.fields:
        rest = {each: value for each, value in statement["predicate"].items() if each != name}
        with pytest.raises(StatementUnreadable, match=f"lacks '{name}'"):
            type(claim).parse(canonical_bytes({**statement, "predicate": rest}))
    with pytest.raises(StatementUnreadable, match="unknown field 'note'"):
        type(claim).parse(canonical_bytes({**statement, "predicate": {**statement["predicate"], "note": "x"}}))


@by_kind
def test_no_field_takes_a_value_of_another_kind(claim: Claim) -> None:
    statement = from_canonical(claim.content)
    for name in claim.fields:
        for value in (None, 7, True, "", " ", [7], [[]], {"x": 1} if name != "decision_rule" else "x"):
            changed = canonical_bytes({**statement, "predicate": {**statement["predicate"], name: value}})
            with pytest.raises((StatementUnreadable, KeyUnreadable)):
                type(claim).parse(changed)


@by_kind
def test_no_kind_is_read_as_another(claim: Claim) -> None:
    for other in {type(each) for each in CLAIMS} - {type(claim)}:
        with pytest.raises(StatementUnreadable, match="predicateType is none of"):
            other.parse(claim.content)


@by_kind
def test_a_claim_is_about_what_its_kind_is_about(claim: Claim) -> None:
    statement = from_canonical(claim.content)
    for subjects in (
        [{"name": "other", "digest": {"sha256": "0" * 64}}],
        [*statement["subject"], {"name": "other", "digest": {"sha256": "0" * 64}}],
        [*statement["subject"], *statement["subject"]],
        [],
        [{"name": statement["subject"][0]["name"], "digest": {"sha256": "0"}}],
        [{"name": statement["subject"][0]["name"], "digest": {"sha256": "0" * 64, "md5": "0"}}],
    ):
        with pytest.raises(StatementUnreadable):
            type(claim).parse(canonical_bytes({**statement, "subject": subjects}))


@by_kind
def test_a_claim_written_another_way_is_refused(claim: Claim) -> None:
    for content in (claim.content + b" ", json.dumps(json.loads(claim.content)).encode(), claim.content[:-1], b""):
        with pytest.raises(StatementUnreadable):
            type(claim).parse(content)


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(StatementUnreadable):
        Approval.parse(content)


@given(st.sampled_from(DECISIONS), st.text(), st.lists(st.text(), max_size=2))
def test_an_approval_exists_only_in_a_right_state(decision: str, reason: str, conditions: list[str]) -> None:
    is_right = bool(reason.strip()) and all(map(str.strip, conditions))
    is_right = is_right and not (decision == "approve" and conditions)
    is_right = is_right and not (decision == "approve-with-conditions" and not conditions)
    try:
        approval = replace(APPROVAL, decision=decision, reason=reason, conditions=tuple(conditions))
    except StatementUnreadable:
        assert not is_right
        return
    assert is_right
    assert Approval.parse(approval.content) == approval


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: replace(APPROVAL, reason=" "), "approval.reason is no text, or blank"),
        (lambda: replace(APPROVAL, decision="perhaps"), "approval.decision is none of"),
        (lambda: replace(APPROVAL, conditions=("watch",)), "decision is approve-with-conditions"),
        (lambda: replace(APPROVAL, decision="approve-with-conditions"), "states none"),
        (lambda: replace(APPROVAL, submission="sha256:12"), "names no digest for submission"),
        (lambda: replace(APPROVAL, at="2026-11-23"), "approval.at is no instant"),
        (lambda: replace(APPROVAL, at="2026-13-23T10:00:00Z"), "approval.at is no instant"),
        (lambda: replace(APPROVAL, mode="lenient"), "approval.mode is none of"),
        (lambda: replace(WAIVER, until=AT), "ends before it begins"),
        (lambda: replace(WAIVER, compensating_control=""), "compensating_control is no text"),
        (lambda: replace(RELEASE, until=AT), "ends before it begins"),
        (lambda: replace(RELEASE, evidence=(ONE, ONE)), "one digest twice in its evidence"),
        (lambda: replace(RELEASE, approvals=(ONE, ONE)), "one digest twice in its approvals"),
        (lambda: replace(RELEASE, verdict=""), "release.verdict is no digest"),
        (lambda: replace(FOUNDING, people=()), "fewer than 1"),
        (lambda: replace(FOUNDING, people=(FOUNDERS[0], FOUNDERS[0])), "one name or one key twice"),
        (lambda: replace(FOUNDING, people=(FOUNDERS[0], replace(FOUNDERS[1], public_key=KEYS[0]))), "one key twice"),
        (lambda: replace(FOUNDING, people=(replace(FOUNDERS[0], display=" "),)), "display is no text"),
        (lambda: replace(ACT, actor=""), "act.actor is no text"),
    ],
)
def test_a_claim_in_a_wrong_state_is_refused(make: Thing, says: str) -> None:
    with pytest.raises(StatementUnreadable, match=says):
        make()


def test_a_founder_without_a_real_key_is_refused() -> None:
    with pytest.raises(KeyUnreadable):
        replace(FOUNDING, people=(replace(FOUNDERS[0], public_key="ssh-rsa AAAA"),))


def test_a_release_names_its_files_after_its_manifest() -> None:
    subjects = Statement.parse(RELEASE.content, kind="release").subjects

    assert list(subjects) == ["manifest", "files/model.txt", "files/a/b.py"]


def test_a_fraction_is_signed_as_text() -> None:
    release = replace(RELEASE, decision_rule={"cut_off": 0.5})

    assert Release.parse(release.content).decision_rule == {"cut_off": "0.5"}
