"""The tree of RFC 6962 word for word, as slow as it is plain: what the real one is held against."""

from collections.abc import Sequence
from hashlib import sha256


def root_of(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    half = half_of(len(leaves))
    return sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def path_of(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = half_of(len(leaves))
    if index < half:
        return [*path_of(index, leaves[:half]), root_of(leaves[half:])]
    return [*path_of(index - half, leaves[half:]), root_of(leaves[:half])]


def growth_of(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    return _sub_proof(old, leaves, whole=True)


def half_of(count: int) -> int:
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def _sub_proof(old: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = half_of(len(leaves))
    if old <= half:
        return [*_sub_proof(old, leaves[:half], whole=whole), root_of(leaves[half:])]
    return [*_sub_proof(old - half, leaves[half:], whole=False), root_of(leaves[:half])]
