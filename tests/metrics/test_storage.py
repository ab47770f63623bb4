import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.drawn import ROWS, Row, cases, population

from evenhand.errors.number import ProfileUnreadable
from evenhand.kernel.digest import digest_of
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_bytes, profile_digest, read_profile

STORED = profile_bytes(EvaluationProfile.of(population(30)))


@given(ROWS)
def test_what_is_written_reads_back(rows: list[Row]) -> None:
    content = profile_bytes(EvaluationProfile.of(cases(rows)))

    assert profile_bytes(read_profile(content)) == content


def test_the_digest_names_the_bytes() -> None:
    assert profile_digest(read_profile(STORED)) == digest_of(STORED)


def test_the_bytes_of_a_small_profile_never_change() -> None:
    profile = EvaluationProfile.of(Cases(
        label=np.array([1, 0, 1]), decision=np.array([1, 0, 0]), score=np.array([0.9, 0.2, 0.4]),
        attributes={"sex": np.array(["f", "f", "m"])},
    ))  # fmt: skip

    assert profile_digest(profile) == "sha256:b43e497aa59a5ad322d643fed11af82b98316141e74510d179a478f4c2d9f15b"


@given(st.integers(0, len(STORED) - 1), st.integers(1, 255))
def test_one_changed_byte_is_refused_or_another_profile(place: int, change: int) -> None:
    spoilt = bytearray(STORED)
    spoilt[place] ^= change

    try:
        read = read_profile(bytes(spoilt))
    except ProfileUnreadable:
        return
    assert profile_bytes(read) == bytes(spoilt)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, STORED[:-1], STORED + b"\x00", STORED[:60], b"evenhand/evaluation-profile/v2\n" + STORED[31:]],
    ids=["empty", "zeros", "cut short", "too long", "header cut", "another version"],
)
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ProfileUnreadable):
        read_profile(content)


@given(st.binary(max_size=200))
def test_a_hostile_header_is_refused(rest: bytes) -> None:
    with pytest.raises(ProfileUnreadable):
        read_profile(b"evenhand/evaluation-profile/v1\n" + rest)


def test_a_header_that_promises_too_much_is_refused() -> None:
    with pytest.raises(ProfileUnreadable):
        read_profile(STORED.replace(b'"scores":', b'"scores":9999999999'))
