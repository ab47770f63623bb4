"""Sealed contents: any length comes back, and no change of them does."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.files.cipher import MAGIC, Cipher
from evenhand.errors.encryption import ArtifactKeyWrong
from evenhand.errors.ledger import ArtifactDamaged

KEY = bytes(range(32))
PIECE = 1 << 20


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    target = BytesIO()
    Cipher(key).seal(BytesIO(content), target)
    return target.getvalue()


def opened(stored: bytes, key: bytes = KEY) -> bytes:
    target = BytesIO()
    Cipher(key).unseal(BytesIO(stored), target)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_content_of_any_length_comes_back(size: int) -> None:
    content = bytes(size % 251 for size in range(size)) if size < 2 else b"ab" * (size // 2) + b"c" * (size % 2)

    assert opened(sealed(content)) == content


@given(st.binary(max_size=200), st.data())
def test_no_changed_byte_goes_unseen(content: bytes, data: st.DataObject) -> None:
    stored = bytearray(sealed(content))
    at = data.draw(st.integers(0, len(stored) - 1))
    stored[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(ArtifactDamaged):
        opened(bytes(stored))


def test_pieces_cannot_be_left_out_swapped_or_added() -> None:
    stored = sealed(b"a" * PIECE + b"b" * PIECE + b"c")
    head, size = len(MAGIC) + 32, PIECE + 16
    first, second, last = stored[head : head + size], stored[head + size : head + 2 * size], stored[head + 2 * size :]

    for pieces in (first + second, first + last, second + first + last, first + second + last + last, b""):
        with pytest.raises(ArtifactDamaged):
            opened(stored[:head] + pieces)


def test_the_same_content_never_looks_the_same_and_another_key_opens_nothing() -> None:
    assert sealed(b"x") != sealed(b"x")
    with pytest.raises(ArtifactDamaged):
        opened(sealed(b"x"), bytes(32))
    with pytest.raises(ArtifactKeyWrong, match="5 bytes"):
        Cipher(b"short")


def test_the_id_of_a_key_tells_keys_apart() -> None:
    assert Cipher(KEY).key_id == Cipher(KEY).key_id != Cipher(bytes(32)).key_id
