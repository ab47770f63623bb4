"""An Arrow column as the values that a profile counts."""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.table import ColumnUnsupported
from evenhand.metrics.profiling.batch import Numbers, Strange, Tallied, Values
from evenhand.metrics.profiling.native import count_codes
from evenhand.metrics.profiling.plan import ORDERED, ColumnPlan, Kind

if TYPE_CHECKING:
    import pyarrow as pa


@lru_cache(maxsize=1024)
def kind_of_arrow(arrow_type: "pa.DataType") -> Kind | None:
    """The kind that a column of this type is profiled as; ``None`` for what is nested or binary.

    A column without any value is text, as it is in a contract.

    Examples:
        >>> import pyarrow as pa
        >>> kind_of_arrow(pa.decimal128(9, 2)), kind_of_arrow(pa.large_string()), kind_of_arrow(pa.list_(pa.int8()))
        ('number', 'text', None)
    """
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(arrow_type):
        return kind_of_arrow(arrow_type.value_type)
    known: tuple[tuple[Kind, tuple[Callable[..., bool], ...]], ...] = (
        ("boolean", (types.is_boolean,)),
        ("number", (types.is_integer, types.is_floating, types.is_decimal)),
        ("time", (types.is_timestamp, types.is_date)),
        ("text", (types.is_string, types.is_large_string, types.is_string_view, types.is_null)),
    )
    return next((kind for kind, tests in known if any(test(arrow_type) for test in tests)), None)


def values_of(array: "pa.Array", column: ColumnPlan) -> Values:
    """The batch of one column under its plan; a column of another kind is ``Strange``.

    Raises:
        ColumnUnsupported: texts are no UTF-8.
    """
    kind = kind_of_arrow(array.type)
    if kind != column.kind:
        return Strange(n_null=array.null_count, n_values=len(array) - array.null_count)
    try:
        return numbers_of(array) if kind in ORDERED else texts_of(array, column)
    except UnicodeDecodeError as mistake:
        raise no_text(column.name, mistake) from mistake


def no_text(column: str, mistake: UnicodeDecodeError) -> ColumnUnsupported:
    """The error about a column whose bytes claim to be text."""
    byte = mistake.object[mistake.start]
    return ColumnUnsupported(f"Column {column!r} holds the byte 0x{byte:02x}, which is no UTF-8.", column=column)


def numbers_of(array: "pa.Array") -> Numbers:
    """Numbers, or times as seconds since 1970 in UTC, without a copy where the memory can be read as it is."""
    import pyarrow as pa

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind_of_arrow(array.type) == "time":
        return Numbers(values=_seconds(array), validity=_validity(array), offset=array.offset)
    if pa.types.is_decimal(array.type) or pa.types.is_float16(array.type):
        array = array.cast(pa.float64())
    return Numbers(values=_buffer(array), validity=_validity(array), offset=array.offset)


def texts_of(array: "pa.Array", column: ColumnPlan) -> Tallied:
    """Texts or booleans, counted."""
    import pyarrow as pa

    if pa.types.is_boolean(array.type):
        return _truths(array)
    array, seen, n_null = _coded(array)
    n = len(column.values)
    known = _known(array.dictionary, column.values)
    counts = np.bincount(known, weights=seen, minlength=n + 1).astype(np.int64)
    if column.is_complete:
        return Tallied(counts=counts[:-1], n_null=n_null, n_new=int(counts[-1]))
    return Tallied(counts=counts, n_null=n_null, n_new=0)


def _truths(array: "pa.BooleanArray") -> Tallied:
    n_null, n_true = array.null_count, array.true_count
    return Tallied(counts=np.array([len(array) - n_null - n_true, n_true]), n_null=n_null, n_new=0)


def _known(dictionary: "pa.Array", values: tuple[str, ...]) -> NDArray[np.int64]:
    """The cell of each text of a dictionary; ``len(values)``: it has none."""
    import pyarrow as pa

    if len(dictionary) > _LONG:
        import pyarrow.compute as pc

        found = pc.index_in(dictionary, pa.array(values, dictionary.type))
        return np.asarray(pc.fill_null(found, len(values)).to_numpy().astype(np.int64))
    places, none = _places(values), len(values)
    return np.array([places.get(text, none) for text in _texts(dictionary)], dtype=np.int64)


def _texts(dictionary: "pa.Array") -> list[str]:
    """As ``to_pylist``, which takes a microsecond a text; where there is none, any text."""
    import pyarrow as pa

    if not (pa.types.is_string(dictionary.type) and len(dictionary)):
        return list(dictionary.to_pylist())
    ends = np.frombuffer(dictionary.buffers()[1], dtype=np.int32)[dictionary.offset :][: len(dictionary) + 1].tolist()
    content = dictionary.buffers()[2]
    stored = b"" if content is None else content.to_pybytes()
    return [stored[start:end].decode() for start, end in pairwise(ends)]


@lru_cache(maxsize=256)
def _places(values: tuple[str, ...]) -> dict[str, int]:
    return {value: index for index, value in enumerate(values)}


_LONG = 2048
"""A longer dictionary is looked up by Arrow, whose module for that takes a tenth of a second to load."""


def code_counts(array: "pa.Array") -> dict[str, int]:
    """How often each text occurs; nulls are left out."""
    array, seen, _ = _coded(array)
    texts = array.dictionary.to_pylist()
    return {text: int(seen[code]) for code, text in enumerate(texts) if text is not None and seen[code]}


def _coded(array: "pa.Array") -> "tuple[pa.DictionaryArray, NDArray[np.int64], int]":
    """The column as a dictionary, how often each of its codes occurs, and how many rows are null."""
    import pyarrow as pa

    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    codes = array.indices
    batch = Numbers(values=_buffer(codes), validity=_validity(codes), offset=codes.offset)
    counts, n_null = count_codes(batch, len(array.dictionary))
    if array.dictionary.null_count:
        is_null = np.asarray(array.dictionary.is_null())
        n_null += int(counts[is_null].sum())
        counts = np.where(is_null, 0, counts)
    return array, counts, n_null


def _seconds(array: "pa.Array") -> NDArray[np.float64]:
    """Since 1970, to the microsecond: the same instant is the same number whatever its unit."""
    import pyarrow as pa

    if pa.types.is_date32(array.type):
        return _read(array, np.dtype(np.int32)) * 86_400.0
    stored, unit = _read(array, np.dtype(np.int64)), getattr(array.type, "unit", "ms")
    if unit == "ns":
        stored, unit = stored // 1000, "us"
    return np.asarray(stored / _PER_SECOND[unit])


_PER_SECOND = {"s": 1.0, "ms": 1e3, "us": 1e6}


def _buffer(array: "pa.Array") -> "np.ndarray[Any, Any]":
    return _read(array, np.dtype(array.type.to_pandas_dtype()))


def _read(array: "pa.Array", kind: "np.dtype[Any]") -> "np.ndarray[Any, Any]":
    buffer = array.buffers()[1]
    if buffer is None:
        return np.empty(0, dtype=kind)
    return np.frombuffer(buffer, dtype=kind, count=len(array), offset=array.offset * kind.itemsize)


def _validity(array: "pa.Array") -> "np.ndarray[Any, np.dtype[np.uint8]] | None":
    buffer = array.buffers()[0]
    return None if buffer is None or not array.null_count else np.frombuffer(buffer, dtype=np.uint8)
