from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.ledger import LedgerDamaged
from evenhand.governance.audit.entry import NO_PAYLOAD, Change, Draft, Entry, entry_of, is_subject, leaf_bytes
from evenhand.kernel.digest import digest_of

AT = "2026-11-23T07:13:44.123456Z"
ENTRY = Entry(
    sequence=7, at=AT, actor="ada", action="version.registered", about="version:credit@3",
    expects={"version:credit@3": None, "use-case:credit": 4}, payload=digest_of(b"{}x"),
)  # fmt: skip
SUBJECTS = st.text("az@/ ü09", min_size=1, max_size=9).map("version:a{}".format)


def test_a_leaf_by_hand() -> None:
    assert leaf_bytes(ENTRY, "w-1") == (
        b'{"about":"version:credit@3","action":"version.registered","actor":"ada","at":"2026-11-23T07:13:44.123456Z",'
        b'"expects":{"use-case:credit":4,"version:credit@3":null},"log":"w-1","payload":"'
        + ENTRY.payload.encode()
        + b'",'
        b'"policy":null,"schema":"evenhand/entry/v1","sealed":null,"sequence":7}'
    )


@given(
    sequence=st.integers(0, 2**53 - 1),
    actor=st.text("aä 9", min_size=1).map("ada{}".format),
    about=SUBJECTS,
    expects=st.dictionaries(SUBJECTS, st.none() | st.integers(0, 2**53 - 1), max_size=3),
    sealed=st.none() | st.just({"scheme": "A256GCM", "text": "c2VjcmV0"}),
    policy=st.none() | st.just(digest_of(b"policy")),
    payload=st.sampled_from([NO_PAYLOAD, digest_of(b"payload")]),
)
def test_an_entry_is_read_back_from_its_leaf(**fields: Any) -> None:  # noqa: ANN401 (drawn for each field)
    entry = Entry(at=AT, action="version.registered", **fields)

    assert entry_of(leaf_bytes(entry, "w-1"), "w-1") == entry


def test_an_entry_without_a_public_payload_names_none() -> None:
    sealed = Entry(
        sequence=0, at=AT, actor="ada", action="case.noted", about="case:1", expects={}, payload=NO_PAYLOAD,
        sealed={"scheme": "A256GCM", "key": "k1"},
    )  # fmt: skip

    assert b'"payload":null' in leaf_bytes(sealed, "w-1")
    assert entry_of(leaf_bytes(sealed, "w-1"), "w-1").payload == NO_PAYLOAD


@pytest.mark.parametrize(
    "leaf",
    [
        b"", b"[]", b"{}", b"null", b"\xff", b"[" * 3000, leaf_bytes(ENTRY, "other"),
        leaf_bytes(ENTRY, "w-1").replace(b'"at"', b'"when"'),
        leaf_bytes(ENTRY, "w-1").replace(b"entry/v1", b"entry/v2"),
        leaf_bytes(ENTRY, "w-1").replace(b'"sequence":7', b'"sequence":"7"'),
        leaf_bytes(ENTRY, "w-1").replace(b'"sequence":7', b'"sequence":true'),
        leaf_bytes(ENTRY, "w-1").replace(b'"sequence":7', b'"sequence":-1'),
        leaf_bytes(ENTRY, "w-1").replace(b'"ada"', b"7"),
        leaf_bytes(ENTRY, "w-1").replace(b'"ada"', b'["ada"]'),
        leaf_bytes(ENTRY, "w-1").replace(b"2026-", b"20260"),
        leaf_bytes(ENTRY, "w-1").replace(b'null,"schema', b'"sha256:12","schema'),
        leaf_bytes(ENTRY, "w-1").replace(b'"use-case:credit":4', b'"use-case:credit":"4"'),
        leaf_bytes(ENTRY, "w-1").replace(b'"use-case:credit":4', b'"use-case:credit":-4'),
        leaf_bytes(ENTRY, "w-1").replace(b'"sealed":null', b'"sealed":{}'),
        leaf_bytes(ENTRY, "w-1").replace(b'"sealed":null', b'"sealed":[]'),
    ],
)  # fmt: skip
def test_other_bytes_are_no_entry(leaf: bytes) -> None:
    with pytest.raises(LedgerDamaged, match="is no entry of the log w-1"):
        entry_of(leaf, "w-1")


@pytest.mark.parametrize(
    "text",
    ["", "credit", ":credit", "version:", "Version:credit", 'version:"x"', "version:a\\b", "version:a\nb", "version: a",
     "version:\ud800", "version:" + "a" * 300, "version:a\0b"],
)  # fmt: skip
def test_other_texts_are_no_subject(text: str) -> None:
    assert not is_subject(text)
    with pytest.raises(ValueError, match="is no subject"):
        Draft(actor="ada", action="a", about=text, payload={})
    with pytest.raises(ValueError, match="is no subject"):
        Draft(actor="ada", action="a", about="a:b", payload={}, expects={text: None})


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("actor", " ", "names nobody"), ("actor", "a\nb", "names nobody"), ("actor", "\ud800", "names nobody"),
        ("action", "Version registered", "is no action"), ("action", "", "is no action"),
        ("policy", "sha256:12", "is no digest"), ("sealed", {}, "names its scheme"),
        ("sealed", {"scheme": 7}, "names its scheme"),
    ],
)  # fmt: skip
def test_a_draft_refuses_a_wrong_state(field: str, value: object, why: str) -> None:
    good: dict[str, Any] = {"actor": "ada", "action": "a.b", "about": "a:b", "payload": {}}

    with pytest.raises(ValueError, match=why):
        Draft(**{**good, field: value})


def test_a_payload_is_a_map() -> None:
    with pytest.raises(TypeError, match="a payload is a map, not a list"):
        Draft(actor="ada", action="a.b", about="a:b", payload=[])  # type: ignore[arg-type]


def test_a_change_names_a_subject() -> None:
    assert Change(kind="version", key="credit@3", body=None).subject == "version:credit@3"
    with pytest.raises(ValueError, match="is no subject"):
        Change(kind="version", key="", body={})
