"""Trust files: the reader's own list of keys."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any, TypeAlias

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.signing import KeyFile, LogKey
from evenhand.errors.people import TrustUnreadable
from evenhand.governance.access.trust import Trust, is_fingerprint

Thing: TypeAlias = Any

LOG, RELEASE, MARIA, JO = (KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)) for seed in range(1, 5))
STORED: dict[str, Any] = {
    "schema": "evenhand/trust/v1",
    "logs": [str(LogKey("w-1", LOG).verifier)],
    "release_keys": [RELEASE.public.text],
    "people": [
        {"person": "maria", "key": MARIA.public.text, "roles": ["legal"]},
        {"person": "jo", "key": JO.public.text, "roles": []},
    ],
}


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump, lambda value: json.dumps(value, indent=2)])
def test_a_trust_file_is_json_or_yaml(write: Thing) -> None:
    trust = Trust.parse(write(STORED).encode())

    assert trust.as_json() == STORED
    assert Trust.parse(trust.as_bytes()) == trust
    assert [person.person for person in trust.people] == ["maria", "jo"]


def test_the_fingerprint_is_that_of_the_canonical_text() -> None:
    trust = Trust.parse(json.dumps(STORED).encode())

    expected = "SHA256:" + b64encode(sha256(trust.as_bytes()).digest()).decode().rstrip("=")
    assert trust.fingerprint == expected
    assert is_fingerprint(trust.fingerprint)
    assert not is_fingerprint("trust.yaml")


def test_any_other_list_has_another_fingerprint() -> None:
    fewer = {**STORED, "people": STORED["people"][:1]}

    assert Trust.from_json(fewer).fingerprint != Trust.from_json(STORED).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "evenhand/trust/v2"},
        {"logs": "evenhand/w-1+..."},
        {"logs": ["evenhand/w-1+00000000+AAAA"]},
        {"logs": [STORED["logs"][0].replace("w-1", "w-2")]},
        {"release_keys": ["ssh-rsa AAAA"]},
        {"release_keys": None},
        {"people": [{"person": "maria", "key": MARIA.public.text}]},
        {"people": [{"person": "", "key": MARIA.public.text, "roles": []}]},
        {"people": [{**STORED["people"][0], "person": "alice"}, STORED["people"][0]]},
        {"keys": []},
    ],
)
def test_what_is_no_trust_file_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TrustUnreadable):
        Trust.from_json({**STORED, **change})


def test_a_log_key_of_small_order_is_refused() -> None:
    material = b"\1" + b"\1" + bytes(31)
    key_id = sha256(b"evenhand/w-1\n" + material).digest()[:4].hex()

    with pytest.raises(TrustUnreadable, match="no point"):
        Trust.from_json({**STORED, "logs": [f"evenhand/w-1+{key_id}+{b64encode(material).decode()}"]})


@pytest.mark.parametrize(
    "text",
    [
        "", "7", "[", "{", "a: [b", "schema: evenhand/trust/v1\nschema: evenhand/trust/v1\n",
        '{"schema": 1, "schema": 2}', "a: &x [1]\nb: *x\n", "!!python/object/apply:os.system [ls]", "\x00", "- " * 2000,
        "{" * 5000,
    ],
)  # fmt: skip
def test_odd_texts_are_refused(text: str) -> None:
    with pytest.raises(TrustUnreadable):
        Trust.parse(text.encode())


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(TrustUnreadable):
        Trust.parse(content)
