"""How an evaluation profile is written: versioned, deterministic bytes, so that its digest names its content.

A first line names the version, a canonical JSON header the shapes, then follow the arrays, little-endian, each whole
number in the smallest unsigned type that holds its column. A profile that keeps each distinct score is written as
version 1, as ever, so that its digest stays what the ledger says; one with a grid of scores is written as version 2,
which adds the cuts of the grid and the sums of its cells.
"""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from evenhand.errors.number import ProfileUnreadable, ValueNotCanonical
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest, digest_of
from evenhand.metrics.coding import UNKNOWN
from evenhand.metrics.cube.batch import TERMS
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.profile import EvaluationProfile, Plan
from evenhand.metrics.remembered import remembered
from evenhand.metrics.tally import Integers, Tally
from evenhand.metrics.uncertainty import Floats

SCHEMA = "evenhand/evaluation-profile/v1"
BINNED_SCHEMA = "evenhand/evaluation-profile/v2"

_WIDTHS = ("<u1", "<u2", "<u4", "<u8")
_SIZE = 8


def profile_bytes(profile: EvaluationProfile) -> bytes:
    """The bytes of ``profile``; equal profiles have equal bytes, however they were merged.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(label=np.array([1, 0]), decision=np.array([1, 1])))
        >>> read_profile(profile_bytes(profile)).n_rows
        2
    """
    tallies = [profile.cells, profile.unusable, *(profile.score_cells[key] for key in profile.plan.crossings)]
    columns = [column for tally in tallies for column in (*tally.keys.T, tally.counts)]
    narrow = [column.astype(_width(column)) for column in columns]
    plan = profile.plan
    facts: dict[str, Json] = {
        "attributes": {name: list(profile.values[index]) for index, name in enumerate(plan.attributes)},
        "crossings": [list(crossing) for crossing in plan.crossings],
        "has_score": plan.has_score, "has_practice": plan.has_practice, "scores": len(profile.scores),
        "rows": [len(tally.counts) for tally in tallies], "widths": [column.dtype.str for column in narrow],
    }  # fmt: skip
    if plan.grid is not None:
        facts["cuts"] = len(plan.grid.cuts)
    header = canonical_bytes(facts)
    arrays = [profile.scores, *narrow]
    if plan.grid is not None:
        sums = (profile.score_cells[key].sums for key in plan.crossings)
        arrays = [plan.grid.cuts, *arrays, *(each for each in sums if each is not None)]
    stored = (np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes() for array in arrays)
    return b"".join([_line(plan.grid), len(header).to_bytes(_SIZE, "little"), header, *stored])


@remembered
def profile_digest(profile: EvaluationProfile) -> Digest:
    """The name of ``profile``: the digest of its bytes."""
    return digest_of(profile_bytes(profile))


def read_profile(content: bytes) -> EvaluationProfile:
    """Read what ``profile_bytes`` wrote, and nothing else.

    Raises:
        ProfileUnreadable: the bytes are of another version, cut short, changed or not in the one right form.
    """
    line = content.partition(b"\n")[0].decode("ascii", "replace")
    if line not in (SCHEMA, BINNED_SCHEMA):
        raise ProfileUnreadable(f"The bytes do not begin with {SCHEMA!r} or {BINNED_SCHEMA!r}.")
    start = len(line) + 1 + _SIZE
    size = int.from_bytes(content[len(line) + 1 : start], "little")
    try:
        header = from_canonical(content[start : start + size])
        profile = _profile(cast("Mapping[str, Json]", header), content[start + size :])
        same = profile_bytes(profile) == content
    except (ValueNotCanonical, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as mistake:
        raise ProfileUnreadable("The bytes are no profile, or one that was cut short or changed.") from mistake
    if not same:
        raise ProfileUnreadable("The bytes are not in the one form that a profile has.")
    return profile


def _line(grid: ScoreGrid | None) -> bytes:
    return (SCHEMA if grid is None else BINNED_SCHEMA).encode() + b"\n"


def _profile(header: Mapping[str, Json], body: bytes) -> EvaluationProfile:
    named = cast("Mapping[str, Sequence[str]]", header["attributes"])
    attributes = tuple(sorted(named))
    crossings = tuple(tuple(crossing) for crossing in cast("Sequence[Sequence[str]]", header["crossings"]))
    grid, rest = _grid(header, memoryview(body))
    plan = Plan(
        attributes=attributes, crossings=crossings, has_score=header["has_score"] is True,
        has_practice=header["has_practice"] is True, grid=grid,
    )  # fmt: skip
    values = tuple(tuple(named[name]) for name in attributes)
    scores, rest = _floats(rest, cast("int", header["scores"]))
    sizes = {name: len(values[index]) for index, name in enumerate(attributes)}
    n_places = len(scores) if grid is None else grid.n_cells
    limits = [[*sizes.values(), 2, 2, 3], [*sizes.values(), 4]]
    limits += [[*(sizes[name] for name in crossing), n_places, 2] for crossing in crossings]
    (cells, unusable, *by_score), rest = _tallies(header, rest, limits)
    if grid is not None:
        by_score, rest = _summed(by_score, rest)
    if len(rest):
        raise ValueError("bytes left over")
    profile = EvaluationProfile(
        plan=plan, values=values, scores=scores, cells=cells, unusable=unusable,
        score_cells=dict(zip(crossings, by_score, strict=True)),
    )  # fmt: skip
    _check(profile)
    return profile


def _grid(header: Mapping[str, Json], body: "memoryview[int]") -> "tuple[ScoreGrid | None, memoryview[int]]":
    if "cuts" not in header:
        return None, body
    cuts, rest = _floats(body, cast("int", header["cuts"]))
    return ScoreGrid(cuts=cuts), rest


def _floats(body: "memoryview[int]", n: int) -> "tuple[Floats, memoryview[int]]":
    return np.frombuffer(body, dtype="<f8", count=n).astype(np.float64), body[8 * n :]


def _summed(tallies: Sequence[Tally], body: "memoryview[int]") -> "tuple[list[Tally], memoryview[int]]":
    made = []
    for tally in tallies:
        sums, body = _floats(body, len(tally.counts) * len(TERMS))
        if not np.isfinite(sums).all():
            raise ValueError("a sum that is no number")
        made.append(Tally(keys=tally.keys, counts=tally.counts, sums=sums.reshape(-1, len(TERMS))))
    return made, body


def _tallies(
    header: Mapping[str, Json], body: "memoryview[int]", limits: list[list[int]]
) -> "tuple[list[Tally], memoryview[int]]":
    rows, widths = cast("Sequence[int]", header["rows"]), list(cast("Sequence[str]", header["widths"]))
    if set(widths) - {*_WIDTHS, "|u1"}:
        raise ValueError("unknown width")
    tallies = []
    for n_rows, limit in zip(rows, limits, strict=True):
        columns = []
        for _ in range(len(limit) + 1):
            width = np.dtype(widths.pop(0))
            columns.append(np.frombuffer(body, dtype=width, count=n_rows).astype(np.int64))
            body = body[n_rows * width.itemsize :]
        *keys, counts = columns
        if any((key >= most).any() for key, most in zip(keys, limit, strict=True)) or (counts < 1).any():
            raise ValueError("a code or a count out of range")
        tallies.append(Tally.of(keys, counts))
    if widths:
        raise ValueError("widths left over")
    return tallies, body


def _check(profile: EvaluationProfile) -> None:
    scores, plan = profile.scores, profile.plan
    fit = (
        bool(np.isfinite(scores).all() and (np.diff(scores) > 0).all()),
        plan.grid is None or (plan.has_score and len(scores) <= 2),
        all(tally.total == profile.n_usable for tally in profile.score_cells.values()),
        all(_occur(profile, index) for index in range(len(plan.attributes))),
        all(sorted(set(values)) == list(values) for values in profile.values),
        plan.has_score == bool(plan.crossings) and sorted(set(plan.crossings)) == list(plan.crossings),
        plan.has_practice or bool((profile.cells.keys[:, -1] == UNKNOWN).all()),
    )
    if not all(fit):
        raise ValueError("the parts contradict each other")


def _occur(profile: EvaluationProfile, index: int) -> bool:
    seen = np.union1d(profile.cells.keys[:, index], profile.unusable.keys[:, index])
    return len(seen) == len(profile.values[index])


def _width(column: Integers) -> str:
    return str(np.min_scalar_type(int(column.max(initial=0))).newbyteorder("<").str)
