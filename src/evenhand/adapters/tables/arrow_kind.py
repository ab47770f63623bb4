"""Which kind of a contract an Arrow type is, and every column in the one Arrow type of its kind."""

from typing import TYPE_CHECKING

from evenhand.errors.table import ColumnUnsupported

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS_OF_INT64 = 18
_HELD = {
    "integer": "whole numbers", "number": "numbers", "boolean": "true and false", "text": "texts",
    "instant": "days or times",
}  # fmt: skip


def kind_of(arrow_type: "pa.DataType") -> str | None:
    """The kind that values of ``arrow_type`` are, or ``None`` when tables of evenhand cannot hold them.

    Decimals without fraction digits are integers, other decimals numbers; dates and time stamps are instants (those
    without a zone are taken as UTC); a column without any value is text.
    """
    from pyarrow import types

    if types.is_dictionary(arrow_type) or types.is_run_end_encoded(arrow_type):
        return kind_of(arrow_type.value_type)
    if types.is_decimal(arrow_type):
        is_whole = arrow_type.scale <= 0 and arrow_type.precision <= _DIGITS_OF_INT64
        return "integer" if is_whole else "number"
    tests = {
        "integer": (types.is_integer,),
        "number": (types.is_floating,),
        "boolean": (types.is_boolean,),
        "text": (types.is_string, types.is_large_string, types.is_string_view, types.is_null),
        "instant": (types.is_date, types.is_timestamp),
    }
    for kind, holds in tests.items():
        if any(test(arrow_type) for test in holds):
            return kind
    return None


def held_in_words(arrow_type: "pa.DataType") -> str:
    """What a column of this type holds, as people say it.

    Examples:
        >>> import pyarrow as pa
        >>> held_in_words(pa.dictionary(pa.int32(), pa.string())), held_in_words(pa.struct({"a": pa.int64()}))
        ('texts', 'nested values')
    """
    from pyarrow import types

    if types.is_run_end_encoded(arrow_type):
        return "run-end encoded values"
    kind = kind_of(arrow_type)
    if kind is not None:
        return _HELD[kind]
    if types.is_nested(arrow_type):
        return "nested values"
    is_bytes = types.is_binary(arrow_type) or types.is_large_binary(arrow_type)
    return "bytes" if is_bytes or types.is_fixed_size_binary(arrow_type) else f"values of type {arrow_type}"


def as_kind(column: "pa.ChunkedArray", *, name: str) -> "pa.ChunkedArray":
    """The column as ``int64``, ``float64``, ``bool``, ``large_string`` or, for instants, in its own unit at UTC.

    Raises:
        ColumnUnsupported: its type is of no kind, or a value does not fit.
    """
    import pyarrow as pa
    from pyarrow import types

    kind = kind_of(column.type)
    if kind is None:
        raise ColumnUnsupported(f"Column {name!r} is of type {column.type}.", column=name, type=str(column.type))
    if kind == "instant":
        unit = column.type.unit if types.is_timestamp(column.type) else "s"
        return _plain(column).cast(pa.timestamp(unit, tz="UTC"))
    targets = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "text": pa.large_string()}
    try:
        return _plain(column).cast(targets[kind], safe=kind != "number")
    except pa.ArrowInvalid as mistake:
        raise ColumnUnsupported(f"Column {name!r} of type {column.type}: {mistake}.", column=name) from mistake


def _plain(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    if types.is_dictionary(column.type):
        # Not every dictionary can be cast: Polars' categories have views as values.
        target = pa.large_string() if kind_of(column.type) == "text" else column.type.value_type
        return pa.chunked_array([chunk.dictionary.cast(target).take(chunk.indices) for chunk in column.chunks], target)
    if types.is_run_end_encoded(column.type):
        chunks = [pc.run_end_decode(chunk) for chunk in column.chunks]
        return pa.chunked_array(chunks, type=column.type.value_type)
    return column
