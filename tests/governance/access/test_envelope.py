"""Envelopes: what is signed, by whom, and what is no envelope."""

import json
from base64 import b64decode, b64encode
from typing import Any, TypeAlias

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.signing import KeyFile
from evenhand.errors.people import EnvelopeUnreadable
from evenhand.governance.access.envelope import Envelope, preauthentication, verified_by
from evenhand.kernel.canonical import canonical_bytes

Thing: TypeAlias = Any

MARIA, JO = (KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)) for seed in (1, 2))
PAYLOAD = canonical_bytes({"_type": "x"})


def test_what_is_signed_is_what_the_specification_shows() -> None:
    """The worked example of DSSE's protocol page."""
    shown = preauthentication(b"hello world", "http://example.com/HelloWorld")

    assert shown == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_the_signature_is_over_type_and_payload() -> None:
    stored = Envelope(payload=PAYLOAD).signed_by(MARIA).as_json()
    signature = b64decode(stored["signatures"][0]["sig"])

    assert MARIA.public.verify(b"DSSEv1 28 application/vnd.in-toto+json 13 " + PAYLOAD, signature)
    assert not MARIA.public.verify(PAYLOAD, signature)


@given(st.binary(max_size=60))
def test_an_envelope_is_read_as_it_was_written(payload: bytes) -> None:
    envelope = Envelope(payload=payload).signed_by(MARIA, JO)

    for stored in (envelope.as_json(), envelope.as_bytes(), envelope.as_bytes().decode() + "\n"):
        again = Envelope.from_json(stored)
        assert (again, again.digest) == (envelope, envelope.digest)


def test_only_those_who_signed_are_found() -> None:
    envelope = Envelope(payload=PAYLOAD).signed_by(MARIA)

    assert verified_by(envelope, [MARIA.public, JO.public]) == {MARIA.public.fingerprint}
    assert verified_by(envelope, [JO.public]) == frozenset()
    assert verified_by(envelope, []) == frozenset()


def test_a_signature_under_somebody_elses_name_does_not_count() -> None:
    stored: Any = Envelope(payload=PAYLOAD).signed_by(MARIA).as_json()
    stored["signatures"][0]["keyid"] = JO.public.fingerprint

    assert verified_by(Envelope.from_json(stored), [MARIA.public, JO.public]) == frozenset()


def test_a_signature_does_not_move_to_another_payload() -> None:
    signed: Any = Envelope(payload=PAYLOAD).signed_by(MARIA).as_json()
    moved = {**signed, "payload": b64encode(b"{}").decode()}

    assert verified_by(Envelope.from_json(moved), [MARIA.public]) == frozenset()


def test_two_people_sign_on_two_machines() -> None:
    at_home, at_work = Envelope(payload=PAYLOAD).signed_by(MARIA), Envelope(payload=PAYLOAD).signed_by(JO)

    joined = at_home.joined(at_work).joined(at_home)

    assert verified_by(joined, [MARIA.public, JO.public]) == {MARIA.public.fingerprint, JO.public.fingerprint}
    assert len(joined.signatures) == 2


def test_signatures_under_different_payloads_are_not_joined() -> None:
    with pytest.raises(EnvelopeUnreadable, match="different statements"):
        Envelope(payload=PAYLOAD).joined(Envelope(payload=b"{}"))


def test_nobody_signs_twice() -> None:
    with pytest.raises(EnvelopeUnreadable, match="two signatures of one key"):
        Envelope(payload=PAYLOAD).signed_by(MARIA).signed_by(MARIA)


def _change(**fields: object) -> Thing:
    return lambda stored: {**stored, **fields}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_change(payloadType="text/plain"), "payloadType is none of"),
        (_change(payload="e30"), "payload is no standard base64"),
        (_change(payload="e31="), "payload is no standard base64"),
        (_change(payload="e3_="), "payload is no standard base64"),
        (_change(payload=7), "payload is no standard base64"),
        (_change(signatures=[]), "fewer than 1"),
        (_change(signatures={}), "signatures is no list"),
        (_change(signatures=[{"keyid": "x", "sig": ""}]), "64 bytes, not 0"),
        (_change(signatures=[{"sig": "AAAA"}]), "lacks 'keyid'"),
        (_change(note="hello"), "unknown field 'note'"),
        (lambda stored: {"payload": stored["payload"]}, "lacks 'payloadType'"),
    ],
)
def test_what_is_no_envelope_is_refused(change: Thing, says: str) -> None:
    stored = change(Envelope(payload=PAYLOAD).signed_by(MARIA).as_json())

    with pytest.raises(EnvelopeUnreadable, match=says):
        Envelope.from_json(stored)


@pytest.mark.parametrize(
    "text", ["", "no", "[]", "7", '{"payload":"","payload":""}', "[" * 100_000, '{"a":NaN}', "\ufeff{}", '{"a":1.0}']
)
def test_what_is_no_canonical_json_is_refused(text: str) -> None:
    with pytest.raises(EnvelopeUnreadable):
        Envelope.from_json(text)


def test_an_envelope_that_was_wrapped_by_a_mail_program_is_refused() -> None:
    wrapped = json.dumps(Envelope(payload=PAYLOAD).signed_by(MARIA).as_json(), indent=1)

    with pytest.raises(EnvelopeUnreadable, match="not canonical JSON"):
        Envelope.from_json(wrapped)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(EnvelopeUnreadable):
        Envelope.from_json(content)
