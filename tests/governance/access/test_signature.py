"""Public keys and the signatures that are theirs."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.people import KeyUnreadable
from evenhand.governance.access.signature import PublicKey

PREFIX = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
PRIME = 2**255 - 19
EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022


def private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def line(content: bytes) -> str:
    return f"ssh-ed25519 {b64encode(content).decode()} maria@home"


def test_the_first_vector_of_rfc_8032() -> None:
    raw = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )

    key = PublicKey(raw=raw)

    assert key.verify(b"", signature)
    assert not key.verify(b"\0", signature)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=50))
def test_a_key_is_read_as_it_was_written_and_knows_its_own_signature(seed: bytes, content: bytes) -> None:
    signer = private(seed)
    key = PublicKey(raw=signer.public_key().public_bytes_raw())

    again = PublicKey.parse(f"{key.text} some comment")

    assert (again, again.text, again.comment) == (key, key.text, "some comment")
    assert again.verify(content, signer.sign(content))
    assert not again.verify(content + b"x", signer.sign(content))


@given(st.binary(max_size=80))
def test_no_other_bytes_are_a_signature(signature: bytes) -> None:
    assert not PublicKey(raw=private(bytes(32)).public_key().public_bytes_raw()).verify(b"yes", signature)


def test_a_signature_with_a_second_way_to_write_its_number_does_not_hold() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    signer = private(bytes(32))
    signature = signer.sign(b"yes")
    again = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")

    assert not PublicKey(raw=signer.public_key().public_bytes_raw()).verify(b"yes", again)


@pytest.mark.parametrize(
    "algorithm", ["ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com", "ssh-ed25519-cert-v01@openssh.com"]
)
def test_other_algorithms_are_refused_by_name(algorithm: str) -> None:
    with pytest.raises(KeyUnreadable, match=f"{algorithm!r} is not accepted, only ssh-ed25519"):
        PublicKey.parse(f"{algorithm} AAAA")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 ???",
        line(PREFIX + bytes(31)),
        line(PREFIX + bytes([9]) * 33),
        line(b"\0\0\0\x07ssh-rsa" + bytes(60)),
        line(PREFIX + bytes([9]) * 32).replace("CQkJ", "CQkK", 1)[:-20],
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnreadable):
        PublicKey.parse(text)


@pytest.mark.parametrize("height", [0, 1, PRIME - 1, EIGHTH, PRIME - EIGHTH, PRIME, PRIME + 1, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 2**255])
def test_a_key_for_which_anybody_can_sign_is_refused(height: int, sign: int) -> None:
    raw = (height + sign).to_bytes(32, "little")

    with pytest.raises(KeyUnreadable, match="no point that can be somebody's"):
        PublicKey(raw=raw)


def test_why_a_key_of_small_order_is_refused() -> None:
    """The library takes it, and one signature holds for everything."""
    loose = Ed25519PublicKey.from_public_bytes(b"\1" + bytes(31))

    loose.verify(b"\1" + bytes(63), b"yes")
    loose.verify(b"\1" + bytes(63), b"no")


def test_bytes_that_are_no_point_of_the_curve_are_refused() -> None:
    off = [height for height in range(2, 40) if not _is_key(height.to_bytes(32, "little"))]

    assert 10 < len(off) < 30


def _is_key(raw: bytes) -> bool:
    try:
        PublicKey(raw=raw)
    except KeyUnreadable:
        return False
    return True
