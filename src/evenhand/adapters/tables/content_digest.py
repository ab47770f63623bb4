"""The digest of what a table says, whatever file, chunks or encoding it came in.

SHA-256 over the canonical bytes of ``{"schema": "evenhand/table/v1", "n_rows": N, "columns": [...]}``. Each column, in
order, is ``{"name", "kind", "present", <streams>}``, where each stream is the digest of these bytes, row after row:

* ``present``: one byte a row, 1 for a value and 0 for null; a null row holds zeros in the other streams.
* integer: ``values``, 8 bytes little-endian two's complement.
* number: ``values``, IEEE 754 doubles, little-endian, every NaN as ``7ff8000000000000``.
* boolean: ``values``, one byte, 1 for true.
* text: ``lengths``, the number of UTF-8 bytes as 8 bytes little-endian, and ``values``, the bytes.
* instant: ``values``, whole seconds since 1970 in UTC as 8 bytes, and ``nanoseconds``, the rest as 8 bytes.

So an ``int8`` column in Parquet, an ``int64`` column in memory and the same numbers in a CSV have one digest. The
order of rows and columns counts.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from evenhand.adapters.tables.arrow_kind import as_kind
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA = "evenhand/table/v1"
_ROWS_AT_ONCE = 1 << 18
_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def table_digest(table: "pa.Table", kinds: "dict[str, str]") -> Digest:
    """The digest of ``table``; ``kinds`` gives the kind of every column."""
    columns: list[Json] = [
        {"name": name, "kind": kind, **_column_digests(table.column(name), name=name, kind=kind)}
        for name, kind in kinds.items()
    ]
    return digest_of_json({"schema": SCHEMA, "n_rows": table.num_rows, "columns": columns})


def _column_digests(column: "pa.ChunkedArray", *, name: str, kind: str) -> dict[str, Json]:
    streams = {"present": sha256()}
    for start in range(0, len(column), _ROWS_AT_ONCE):
        piece = as_kind(column.slice(start, _ROWS_AT_ONCE), name=name)
        for chunk in piece.chunks:
            for stream, content in _streams(chunk, kind):
                streams.setdefault(stream, sha256()).update(content)
    return {stream: f"sha256:{hashed.hexdigest()}" for stream, hashed in streams.items()}


def _streams(chunk: "pa.Array", kind: str) -> Iterator[tuple[str, memoryview]]:
    import numpy as np

    yield "present", _bytes(chunk.is_valid().to_numpy(zero_copy_only=False), np.uint8)
    if kind == "text":
        yield from _text_streams(chunk)
    elif kind == "instant":
        yield from _instant_streams(chunk)
    elif kind == "number":
        values = chunk.fill_null(0.0).to_numpy(zero_copy_only=False)
        yield "values", _bytes(np.where(np.isnan(values), np.nan, values), "<f8")
    else:
        filled = chunk.fill_null(False if kind == "boolean" else 0)
        yield "values", _bytes(filled.to_numpy(zero_copy_only=False), np.uint8 if kind == "boolean" else "<i8")


def _text_streams(chunk: "pa.Array") -> Iterator[tuple[str, memoryview]]:
    import numpy as np

    filled = chunk.fill_null("") if chunk.null_count else chunk
    if not len(filled):
        return
    _, offsets, content = filled.buffers()
    ends = np.frombuffer(offsets, np.int64, count=len(filled) + 1, offset=8 * filled.offset)
    yield "lengths", _bytes(np.diff(ends), "<i8")
    yield "values", memoryview(content)[ends[0] : ends[-1]] if content is not None else memoryview(b"")


def _instant_streams(chunk: "pa.Array") -> Iterator[tuple[str, memoryview]]:
    import numpy as np
    import pyarrow as pa

    ticks = _TICKS[chunk.type.unit]
    values = chunk.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    yield "values", _bytes(values // ticks, "<i8")
    yield "nanoseconds", _bytes((values % ticks) * (10**9 // ticks), np.dtype("<i8").str)


def _bytes(values: "object", dtype: object) -> memoryview:
    import numpy as np

    return memoryview(np.ascontiguousarray(values, dtype=dtype)).cast("B")  # type: ignore[call-overload]
