"""Evidence is named by what it says: change anything and it is another evidence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.number import InstantUnreadable, ValueNotCanonical
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.digest import digest_of, is_digest
from evenhand.kernel.evidence import Evidence

FACTS: dict[str, Any] = {
    "kind": "fairness-report",
    "about": "credit@3",
    "body": {"selection_rate": 0.3},
    "inputs": [digest_of(b"profile")],
    "author": "vera",
    "made_at": "2026-11-23T07:13:44Z",
}
OTHERS: dict[str, Any] = {
    "kind": "data-sheet",
    "about": "credit@4",
    "body": {"selection_rate": 0.30000000000000004},
    "inputs": [],
    "author": "otto",
    "made_at": "2026-11-23T07:13:45Z",
}


def test_its_name_is_the_digest_of_its_document() -> None:
    evidence = Evidence(**FACTS)

    assert is_digest(evidence.digest)
    assert evidence.digest == digest_of(canonical_bytes(evidence.as_json()))


@pytest.mark.parametrize("part", OTHERS)
def test_every_part_is_in_the_name(part: str) -> None:
    assert Evidence(**FACTS | {part: OTHERS[part]}).digest != Evidence(**FACTS).digest


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_its_body_is_not_in_the_name(order: list[str]) -> None:
    named = Evidence(**FACTS | {"body": dict.fromkeys("abcd", 1)}).digest

    assert Evidence(**FACTS | {"body": dict.fromkeys(order, 1)}).digest == named


@pytest.mark.parametrize("part", ["kind", "about", "author"])
@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_evidence_of_nobody_about_nothing_is_refused(part: str, blank: str) -> None:
    with pytest.raises(ValueError, match="names its kind"):
        Evidence(**FACTS | {part: blank})


@pytest.mark.parametrize("digest", ["", "profile", "sha256:12", None])
def test_an_input_that_is_no_digest_is_refused(digest: str | None) -> None:
    with pytest.raises(ValueError, match="no digest"):
        Evidence(**FACTS | {"inputs": [digest]})


def test_an_instant_that_is_none_is_refused() -> None:
    with pytest.raises(InstantUnreadable):
        Evidence(**FACTS | {"made_at": "yesterday"})


def test_a_body_with_a_number_that_is_none_has_no_name() -> None:
    with pytest.raises(ValueNotCanonical, match=r"\$\.body\.rate is nan"):
        _ = Evidence(**FACTS | {"body": {"rate": float("nan")}}).digest
