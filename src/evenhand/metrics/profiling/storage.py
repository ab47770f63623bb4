"""How a profile is written: versioned bytes, so that its digest names its content.

A line names the version. The plan follows, its length first, so that whoever reads many profiles of one plan reads it
once; then what was counted. Headers are canonical JSON, arrays little-endian, counts in the smallest unsigned type that
holds them, sums only of cells that hold something. A CRC-32 of the plan and one of what was counted end the bytes, so
that damage is seen; they keep nobody from changing a profile on purpose, against which its digest stands.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable, ValueNotCanonical
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest, digest_of
from evenhand.metrics.profiling.plan import ColumnPlan, Kind, ProfilePlan
from evenhand.metrics.profiling.profile import GAPS, MOMENTS, Merging, Profile

SCHEMA = "evenhand/profile/v1"
FIRST_LINE = SCHEMA.encode() + b"\n"

_SIZE = 8
_CHECK = 4
_KINDS = frozenset({"number", "time", "text", "boolean"})
_MISTAKES = (ValueNotCanonical, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError)


def table_profile_bytes(profile: Profile) -> bytes:
    """The bytes of ``profile``; equal profiles have equal bytes.

    Examples:
        >>> plan = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.array([30.0])),))
        >>> read_table_profile(table_profile_bytes(Profile.empty(plan))).n_rows
        0
    """
    plan, content = plan_bytes(profile.plan), _content_bytes(profile)
    return FIRST_LINE + _sized(plan) + content + _checked(plan) + _checked(content)


def table_profile_digest(profile: Profile) -> Digest:
    """The name of ``profile``: the digest of its bytes."""
    return digest_of(table_profile_bytes(profile))


def plan_bytes(plan: ProfilePlan) -> bytes:
    """The bytes of ``plan``."""
    header = canonical_bytes([
        {
            "name": each.name, "kind": each.kind, "cuts": len(each.cuts), "centre": each.centre,
            "values": list(each.values), "is_complete": each.is_complete, "is_exact": each.is_exact,
        }
        for each in plan.columns
    ])  # fmt: skip
    return _sized(header) + b"".join(each.cuts.astype("<f8").tobytes() for each in plan.columns)


def read_table_profile(content: bytes, *, plan: ProfilePlan | None = None, known: bytes = b"") -> Profile:
    """Read what ``table_profile_bytes`` wrote, and nothing else.

    Args:
        content: the bytes.
        plan: one that was read before, so that it need not be read again where the bytes are its own.
        known: the ``plan_bytes`` of it.

    Raises:
        ProfileUnreadable: the bytes are of another version, cut short, changed or not in the one right form.
    """
    if not content.startswith(FIRST_LINE):
        raise ProfileUnreadable(f"The bytes do not begin with {SCHEMA!r}.")
    try:
        stored, rest = _taken(memoryview(content)[len(FIRST_LINE) : -2 * _CHECK])
        is_known = plan is not None and bytes(stored) == known  # views compare number by number, bytes at once
        if content[-_CHECK:] != _checked(rest) or (not is_known and content[-2 * _CHECK : -_CHECK] != _checked(stored)):
            raise ValueError("changed since it was written")
        found = plan if is_known and plan is not None else _plan(stored)
        profile = _profile(found, rest)
        same = is_known or plan_bytes(found) == bytes(stored)
    except _MISTAKES as mistake:
        raise ProfileUnreadable("The bytes are no profile, or one that was cut short or changed.") from mistake
    if not same:
        raise ProfileUnreadable("The bytes are not in the one form that a profile has.")
    return profile


def merged_bytes(contents: Sequence[bytes]) -> Profile:
    """The profile of many written ones together; their plan is read once.

    Raises:
        ProfileUnreadable: one is no profile.
        ProfilesUnlike: there is none, or they were made under different plans.
    """
    if not contents:
        raise ProfilesUnlike("There is no profile to merge.")
    first = read_table_profile(contents[0])
    merging, known = Merging(first), plan_bytes(first.plan)
    for content in contents[1:]:
        merging.add(read_table_profile(content, plan=first.plan, known=known))
    return merging.profile()


def _content_bytes(profile: Profile) -> bytes:
    counts = profile.counts.astype(_width(profile.counts))
    header = _header(profile, counts.dtype.str)
    arrays = (counts, profile.sums[profile.counts > 0].astype("<f8"), profile.gaps.astype("<i8"), profile.moments)
    return _sized(header) + b"".join(array.tobytes() for array in arrays)


def _header(profile: Profile, width: str) -> bytes:
    return canonical_bytes({"rows": profile.n_rows, "added": dict(profile.added), "width": width})


def _plan(stored: "memoryview[int]") -> ProfilePlan:
    header, rest = _taken(stored)
    columns = []
    for raw in cast("Sequence[Mapping[str, Json]]", from_canonical(bytes(header))):
        n_cuts, kind = cast("int", raw["cuts"]), str(raw["kind"])
        cuts = np.frombuffer(rest, dtype="<f8", count=n_cuts).astype(np.float64)
        rest = rest[8 * n_cuts :]
        values = tuple(str(value) for value in cast("Sequence[str]", raw["values"]))
        rising = np.isfinite(cuts).all() and (cuts[1:] > cuts[:-1]).all()
        if kind not in _KINDS or not rising or len(set(values)) < len(values):
            raise ValueError("cuts that do not rise, or values that stand twice")
        columns.append(ColumnPlan(
            name=str(raw["name"]), kind=cast("Kind", kind), cuts=cuts, centre=float(str(raw["centre"])), values=values,
            is_complete=raw["is_complete"] is True, is_exact=raw["is_exact"] is True,
        ))  # fmt: skip
    if len(rest):
        raise ValueError("bytes left over")
    return ProfilePlan(columns=tuple(columns))


def _profile(plan: ProfilePlan, content: "memoryview[int]") -> Profile:
    raw, rest = _taken(content)
    header = cast("Mapping[str, Json]", from_canonical(bytes(raw)))
    width = np.dtype(str(header["width"]))
    if width.kind != "u":
        raise ValueError("counts of another type")
    n = len(plan.columns)
    counts, rest = _array(rest, width, plan.n_cells)
    held = counts > 0
    sums = np.zeros(plan.n_cells)
    sums[held], rest = _array(rest, np.dtype("<f8"), int(held.sum()))
    gaps, rest = _array(rest, np.dtype("<i8"), n * len(GAPS))
    moments, rest = _array(rest, np.dtype("<f8"), n * len(MOMENTS))
    if len(rest):
        raise ValueError("bytes left over")
    profile = Profile(
        plan=plan, n_rows=cast("int", header["rows"]), counts=counts.astype(np.int64), sums=sums,
        gaps=gaps.astype(np.int64).reshape(n, len(GAPS)), moments=moments.astype(np.float64).reshape(n, len(MOMENTS)),
        added=dict(cast("Mapping[str, int]", header["added"])),
    )  # fmt: skip
    below = np.concatenate([[0], np.cumsum(profile.counts)])
    held_rows = np.diff(below[list(plan.ends)])
    if (profile.gaps < 0).any() or (held_rows != profile.n_counted).any():
        raise ValueError("the parts contradict each other")
    # arrays are read as they stand, so that only the header and the width could have been written otherwise
    if width.str != _width(counts) or bytes(raw) != _header(profile, width.str):
        raise ValueError("another form than the one that a profile has")
    return profile


def _array(stored: "memoryview[int]", kind: "np.dtype[Any]", n: int) -> "tuple[NDArray[Any], memoryview[int]]":
    return np.frombuffer(stored, dtype=kind, count=n), stored[kind.itemsize * n :]


def _checked(content: "bytes | memoryview[int]") -> bytes:
    return zlib.crc32(content).to_bytes(_CHECK, "little")


def _sized(content: bytes) -> bytes:
    return len(content).to_bytes(_SIZE, "little") + content


def _taken(stored: "memoryview[int]") -> tuple["memoryview[int]", "memoryview[int]"]:
    size = int.from_bytes(stored[:_SIZE], "little")
    if size > len(stored) - _SIZE:
        raise ValueError("cut short")
    return stored[_SIZE : _SIZE + size], stored[_SIZE + size :]


def _width(counts: NDArray[np.int64]) -> str:
    return str(np.min_scalar_type(int(counts.max(initial=0))).newbyteorder("<").str)
