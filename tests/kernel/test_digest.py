"""A digest names bytes, and only a digest looks like one."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.digest import digest_of, digest_of_json, is_digest, short


def test_abc_as_the_standard_gives_it() -> None:
    assert digest_of(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.binary())
def test_a_digest_has_the_form_of_a_digest(content: bytes) -> None:
    assert is_digest(digest_of(content))
    assert short(digest_of(content)) == sha256(content).hexdigest()[:12]


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)))
def test_a_value_is_named_by_its_canonical_bytes(value: dict[str, int]) -> None:
    assert digest_of_json(value) == digest_of(canonical_bytes(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 64,
        "sha256:" + "a" * 63,
        "sha256:" + "a" * 65,
        "sha256:" + "A" * 64,
        "sha256:" + "a" * 64 + "\n",
        " sha256:" + "a" * 64,
        "sha512:" + "a" * 64,
        "sha256:" + "\u0661" * 64,
        None,
        b"sha256:" + b"a" * 64,
    ],
)
def test_what_only_resembles_a_digest_is_none(text: object) -> None:
    assert not is_digest(text)
