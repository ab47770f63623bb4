"""A table as raw columns on the pipe, so that no parser of a file format reads what a stranger's code wrote."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.tables.arrow_kind import as_kind, kind_of
from evenhand.errors.dataset import TransformFailed

_UNITS = ("s", "ms", "us", "ns")
_MOST_COLUMNS = 10_000


def encoded(table: pa.Table) -> tuple[list[dict[str, Any]], bytes]:
    """What to say about the columns, and their bytes one after the other.

    Raises:
        TypeError: a column is of no kind that a dataset holds.

    Examples:
        >>> table = pa.table({"age": [30, None], "sex": ["f", "é"]})
        >>> columns, content = encoded(table)
        >>> decoded(columns, content, n_rows=2).equals(pa.table({"age": [30, None], "sex": pa.array(["f", "é"],
        ...         pa.large_string())}))
        True
    """
    columns: list[dict[str, Any]] = []
    pieces: list[bytes] = []
    for field in table.schema:
        kind = kind_of(field.type)
        if kind is None:
            raise TypeError(f"column {field.name!r} is of type {field.type}")
        plain = as_kind(table.column(field.name), name=field.name).combine_chunks()
        streams = list(_streams(plain, kind))
        unit, sizes = getattr(plain.type, "unit", None), [len(stream) for stream in streams]
        columns.append({"name": field.name, "kind": kind, "unit": unit, "sizes": sizes})
        pieces += streams
    return columns, b"".join(pieces)


def decoded(columns: Any, content: bytes | bytearray, *, n_rows: int) -> pa.Table:  # noqa: ANN401 - unchecked JSON
    """The table, once every number that was said about it holds.

    Raises:
        TransformFailed: one does not.
    """
    if not isinstance(columns, list) or not 0 < len(columns) <= _MOST_COLUMNS:
        raise TransformFailed("The transform gave no table with columns.")
    at, names, arrays = 0, [], []
    try:
        for column in columns:
            streams, at = _cut(content, at, column["sizes"])
            names.append(_name(column["name"]))
            arrays.append(_array(column, streams, n_rows))
        if at != len(content):
            raise ValueError(f"{len(content) - at} bytes belong to no column")
        table = pa.Table.from_arrays(arrays, names=names)
        table.validate(full=True)
    except (KeyError, TypeError, ValueError, OverflowError, pa.ArrowException) as mistake:
        raise TransformFailed(f"The transform gave no readable table: {mistake}.") from mistake
    return table


def _streams(column: pa.Array, kind: str) -> Iterator[bytes]:
    yield column.is_valid().to_numpy(zero_copy_only=False).astype(np.uint8).tobytes()
    if kind == "text":
        texts = [b"" if value is None else value.encode() for value in column.to_pylist()]
        yield np.array([len(text) for text in texts], dtype="<i8").tobytes()
        yield b"".join(texts)
    elif kind == "number":
        yield column.fill_null(0.0).to_numpy(zero_copy_only=False).astype("<f8").tobytes()
    elif kind == "boolean":
        yield column.fill_null(False).to_numpy(zero_copy_only=False).astype(np.uint8).tobytes()  # noqa: FBT003
    else:
        yield column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False).astype("<i8").tobytes()


def _cut(content: bytes | bytearray, at: int, sizes: Sequence[Any]) -> tuple[list[memoryview], int]:
    streams = []
    for size in sizes:
        if not isinstance(size, int) or size < 0 or at + size > len(content):
            raise ValueError("a column is longer than what came")
        streams.append(memoryview(content)[at : at + size])
        at += size
    return streams, at


def _name(said: object) -> str:
    if not isinstance(said, str) or not said.isprintable() or not said.strip():
        raise ValueError("a column has no name that can be shown")
    return said


def _array(column: Mapping[str, Any], streams: Sequence[memoryview], n_rows: int) -> pa.Array:
    kind = column["kind"]
    if len(streams) != (3 if kind == "text" else 2):
        raise ValueError(f"a column came in {len(streams)} pieces")
    present = _numbers(streams[0], np.uint8, n_rows) == 1
    if kind == "text":
        return _texts(present, _numbers(streams[1], "<i8", n_rows), streams[2])
    if kind == "boolean":
        return pa.array(_numbers(streams[1], np.uint8, n_rows) == 1, mask=~present)
    if kind == "number":
        return pa.array(_numbers(streams[1], "<f8", n_rows), mask=~present)
    values = pa.array(_numbers(streams[1], "<i8", n_rows), mask=~present)
    if kind == "instant":
        if column["unit"] not in _UNITS:
            raise ValueError("an instant is of no known unit")
        return values.cast(pa.timestamp(column["unit"], tz="UTC"))
    if kind != "integer":
        raise ValueError("a column is of no known kind")
    return values


def _numbers(stream: memoryview, dtype: object, n: int) -> NDArray[Any]:
    numbers: NDArray[Any] = np.frombuffer(stream, dtype=dtype)  # type: ignore[call-overload]
    if len(numbers) != n:
        raise ValueError(f"a column has {len(numbers)} values for {n} rows")
    return numbers


def _texts(present: NDArray[np.bool_], lengths: NDArray[np.int64], content: memoryview) -> pa.Array:
    if (lengths < 0).any() or (lengths > len(content)).any() or int(lengths.sum()) != len(content):
        raise ValueError("the lengths of texts do not add up")
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype("<i8")
    bits = np.packbits(present, bitorder="little").tobytes()
    buffers = [pa.py_buffer(bits), pa.py_buffer(offsets.tobytes()), pa.py_buffer(bytes(content))]
    return pa.Array.from_buffers(pa.large_string(), len(lengths), buffers)
