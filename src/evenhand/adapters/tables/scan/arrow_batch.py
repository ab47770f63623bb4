"""An Arrow column as the values that a profile counts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profiling.batch import Numbers, Strange, Tallied, Values
from evenhand.metrics.profiling.native import count_codes
from evenhand.metrics.profiling.plan import ORDERED, ColumnPlan, Kind

if TYPE_CHECKING:
    import pyarrow as pa


def kind_of_arrow(arrow_type: "pa.DataType") -> Kind | None:
    """The kind that a column of this type is profiled as; ``None`` for what is nested, binary or null throughout.

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
        ("text", (types.is_string, types.is_large_string, types.is_string_view)),
    )
    return next((kind for kind, tests in known if any(test(arrow_type) for test in tests)), None)


def values_of(array: "pa.Array", column: ColumnPlan) -> Values:
    """The batch of one column under its plan; a column of another kind is ``Strange``."""
    kind = kind_of_arrow(array.type)
    if kind != column.kind:
        return Strange(n_null=array.null_count, n_values=len(array) - array.null_count)
    return numbers_of(array) if kind in ORDERED else texts_of(array, column)


def numbers_of(array: "pa.Array") -> Numbers:
    """Numbers, or times as seconds since 1970 in UTC, without a copy where the memory can be read as it is."""
    import pyarrow as pa

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind_of_arrow(array.type) == "time":
        seconds = array.cast(pa.timestamp("us", tz=getattr(array.type, "tz", None)), safe=False).cast(pa.int64())
        values = _buffer(seconds).astype(np.float64) / 1e6
        return Numbers(values=values, validity=_validity(seconds), offset=seconds.offset)
    if pa.types.is_decimal(array.type) or pa.types.is_float16(array.type):
        array = array.cast(pa.float64())
    return Numbers(values=_buffer(array), validity=_validity(array), offset=array.offset)


def texts_of(array: "pa.Array", column: ColumnPlan) -> Tallied:
    """Texts or booleans, counted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_boolean(array.type):
        array = pc.if_else(array, "true", "false")
    array, seen, n_null = _coded(array)
    wanted = pa.array(column.values, array.dictionary.type)
    known = pc.fill_null(pc.index_in(array.dictionary, wanted), len(column.values))
    counts = np.bincount(known.to_numpy().astype(np.int64), weights=seen, minlength=len(column.values) + 1)
    counts = counts.astype(np.int64)
    if column.is_complete:
        return Tallied(counts=counts[:-1], n_null=n_null, n_new=int(counts[-1]))
    return Tallied(counts=counts, n_null=n_null, n_new=0)


def code_counts(array: "pa.Array") -> dict[str, int]:
    """How often each text occurs; nulls are left out."""
    array, seen, _ = _coded(array)
    texts = array.dictionary.to_pylist()
    return {text: int(seen[code]) for code, text in enumerate(texts) if text is not None and seen[code]}


def _coded(array: "pa.Array") -> "tuple[pa.DictionaryArray, NDArray[np.int64], int]":
    """The column as a dictionary, how often each of its codes occurs, and how many rows are null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array)
    codes = array.indices
    batch = Numbers(values=_buffer(codes), validity=_validity(codes), offset=codes.offset)
    counts, n_null = count_codes(batch, len(array.dictionary))
    if array.dictionary.null_count:
        is_null = np.asarray(array.dictionary.is_null())
        n_null += int(counts[is_null].sum())
        counts = np.where(is_null, 0, counts)
    return array, counts, n_null


def _buffer(array: "pa.Array") -> "np.ndarray[Any, Any]":
    kind = np.dtype(array.type.to_pandas_dtype())
    buffer = array.buffers()[1]
    if buffer is None:
        return np.empty(0, dtype=kind)
    return np.frombuffer(buffer, dtype=kind)[array.offset : array.offset + len(array)]


def _validity(array: "pa.Array") -> "np.ndarray[Any, np.dtype[np.uint8]] | None":
    buffer = array.buffers()[0]
    return None if buffer is None or not array.null_count else np.frombuffer(buffer, dtype=np.uint8)
