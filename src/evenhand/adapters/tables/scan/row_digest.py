"""A digest of 128 bits a row, so that equal rows are found without keeping them.

Every value becomes two independent numbers of 64 bits (texts by multilinear hashing with fixed random multipliers), and
every row a mixed sum of them over its columns. Two different rows share a digest with a chance of about one in 2**110.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_SEED = 20_261_123
_STEP = 4096
_TEXT = 1 << 21
"""Bytes of text that are hashed at once: each takes 24 bytes of memory on the way."""

_MISSING, _NAN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)


def row_digests(batch: "pa.RecordBatch", columns: Sequence[str]) -> NDArray[np.uint64]:
    """One digest a row; shape ``(rows, 2)``. Null equals null, NaN equals NaN, both zeros are one number.

    Examples:
        >>> import pyarrow as pa
        >>> found = row_digests(pa.record_batch({"a": [1, 1, 2], "b": ["x", "x", "x"]}), ["a", "b"])
        >>> [(found[0] == found[row]).all().item() for row in (1, 2)]
        [True, False]
    """
    total = np.zeros((batch.num_rows, 2), dtype=np.uint64)
    factors = _random(1)[: 2 * len(columns)].reshape(-1, 2) if len(columns) <= _STEP // 2 else _factors(len(columns))
    for name, factor in zip(columns, factors, strict=True):
        total += _mixed(_digests(batch.column(name))) * factor
    return _mixed(total)


def _factors(n: int) -> NDArray[np.uint64]:
    return np.concatenate([_random(part) for part in range(1, 2 + 2 * n // _STEP)])[: 2 * n].reshape(-1, 2)


@cache
def _random(part: int) -> NDArray[np.uint64]:
    drawn = np.random.default_rng([_SEED, part]).integers(0, 2**64, _STEP, dtype=np.uint64, endpoint=False)
    return drawn | np.uint64(1)


def _digests(array: "pa.Array") -> NDArray[np.uint64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        known = _digests(array.dictionary)
        codes = pc.fill_null(array.indices, len(known)).to_numpy(zero_copy_only=False).astype(np.int64)
        missing = np.full((1, 2), _MISSING, dtype=np.uint64)
        return np.asarray(np.concatenate([known, missing])[codes])
    if pa.types.is_null(array.type):
        return np.full((len(array), 2), _MISSING, dtype=np.uint64)
    found = _plain(array)
    if array.null_count:
        found[array.is_null().to_numpy(zero_copy_only=False)] = _MISSING
    return found


def _plain(array: "pa.Array") -> NDArray[np.uint64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    types = pa.types
    if types.is_floating(array.type):
        return _numbers(array.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False))
    if types.is_integer(array.type):
        return _whole(array.fill_null(0).to_numpy(zero_copy_only=False))
    if types.is_boolean(array.type):
        return _twice(pc.if_else(array, 1, 0).fill_null(0).to_numpy(zero_copy_only=False).astype(np.uint64))
    if types.is_timestamp(array.type):
        return _whole(array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False))
    return _texts(array.cast(pa.large_string()))


def _numbers(values: NDArray[np.float64]) -> NDArray[np.uint64]:
    bits = (values + 0.0).view(np.uint64)
    return _twice(np.where(np.isnan(values), _NAN, bits))


def _whole(values: "NDArray[Any]") -> NDArray[np.uint64]:
    """As the equal float where there is one, so that a column may be whole in one file and not in another."""
    floats = values.astype(np.float64)
    with np.errstate(invalid="ignore"):
        is_same = (np.abs(floats) < 2.0**63) & (floats.astype(np.int64) == values)
    return np.where(is_same[:, None], _numbers(floats), _twice(values.astype(np.uint64) ^ _MISSING))


def _texts(array: "pa.Array") -> NDArray[np.uint64]:
    if len(array) > 1 and array.nbytes > _TEXT:
        half = len(array) // 2
        return np.concatenate([_texts(array[:half]), _texts(array[half:])])
    _, offsets, content = array.buffers()
    ends = np.frombuffer(offsets, np.int64, count=len(array) + 1, offset=8 * array.offset)
    length = np.diff(ends)
    if content is None or not ends[-1]:
        return _twice(length.astype(np.uint64))
    held = np.frombuffer(content, np.uint8)[ends[0] : ends[-1]].astype(np.uint64)
    place = np.arange(len(held)) - np.repeat(ends[:-1] - ends[0], length)
    longest = int(length.max(initial=0))
    found = np.empty((len(array), 2), dtype=np.uint64)
    for side in range(2):
        parts = [_random(2 + side + 2 * part) for part in range(1 + longest // _STEP)]
        below = np.concatenate([[np.uint64(0)], np.cumsum(held * np.concatenate(parts)[place], dtype=np.uint64)])
        starts = ends - ends[0]
        found[:, side] = below[starts[1:]] - below[starts[:-1]] + length.astype(np.uint64) * _MISSING
    return found


def _twice(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return np.stack([values * _random(0)[0], (values ^ _NAN) * _random(0)[1]], axis=1)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit depends on every bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
