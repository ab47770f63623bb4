"""Read a CSV file: UTF-8, one header line, kinds told from all rows."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from evenhand.adapters.tables.csv_dialect import Dialect, sniffed
from evenhand.adapters.tables.csv_fault import csv_fault, encoding_fault, open_quote
from evenhand.errors.table import TableEmpty

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = ("", "NA", "N/A", "#N/A", "NULL", "null")
"""Unquoted fields that stand for no value; in quotes they are text."""
_PIECE = 1 << 20
_OVERLAP = 64
NAME_OF_DIGITS = r"^[+-]?(0[0-9]|[0-9]{19})"


def read_csv(file: BinaryIO, *, origin: str, text: Sequence[str] = (), delimiter: str | None = None) -> "pa.Table":
    """All rows of the file; the columns in ``text`` are read as text whatever they look like.

    Numbers that are names (a leading zero, 19 digits or more) stay text for the whole column, so that no postal code or
    account number is changed. Times of day stay text.

    Raises:
        TableEncoding, TableRagged, TableUnreadable, TableFormatUnknown: with the line, where one is to blame.
        TableEmpty: there is no row below the column names.
    """
    dialect = sniffed(file, origin=origin, delimiter=delimiter)
    unclosed = open_quote(file, dialect=dialect, origin=origin)
    if unclosed is not None:
        raise unclosed
    table = _parsed(file, dialect=dialect, origin=origin, text=text)
    if not table.num_rows:
        raise TableEmpty(f"{origin} has no rows below its column names.", origin=origin)
    again = [name for name in _clock_columns(table) if name not in text]
    if _may_hold_names(file, dialect):
        again += [name for name in _number_columns(table) if name not in text]
    if again:
        table = _with_texts(table, _parsed(file, dialect=dialect, origin=origin, text=(*text, *again)), again)
    return _with_quoted_numbers(table, forced=text, decimal=dialect.decimal)


def _parsed(file: BinaryIO, *, dialect: Dialect, origin: str, text: Sequence[str]) -> "pa.Table":
    import pyarrow as pa
    from pyarrow import csv

    file.seek(0)
    try:
        table = csv.read_csv(
            file,
            parse_options=csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(text, pa.string()), null_values=list(MISSING), strings_can_be_null=True,
                quoted_strings_can_be_null=False, decimal_point=dialect.decimal,
            ),
        )  # fmt: skip
        kinds = {name: table.schema.field(place).type for place, name in enumerate(table.schema.names)}
    except (pa.ArrowException, UnicodeDecodeError) as mistake:
        raise csv_fault(file, dialect=dialect, origin=origin, said=str(mistake).rstrip(".")) from mistake
    if any(pa.types.is_binary(kind) for kind in kinds.values()):
        fault = encoding_fault(file, origin=origin)
        if fault is not None:
            raise fault
    return table


def _clock_columns(table: "pa.Table") -> list[str]:
    from pyarrow import types

    return [field.name for field in table.schema if types.is_time(field.type)]


def _number_columns(table: "pa.Table") -> list[str]:
    from pyarrow import types

    return [field.name for field in table.schema if types.is_integer(field.type) or types.is_floating(field.type)]


def _may_hold_names(file: BinaryIO, dialect: Dialect) -> bool:
    start = rb'(?:\A|[\r\n"' + re.escape(dialect.delimiter.encode()) + rb"])[ ]*[+-]?(?:0[0-9]|[0-9]{19})"
    pattern, kept = re.compile(start), b""
    file.seek(0)
    while piece := file.read(_PIECE):
        if pattern.search(kept + piece):
            return True
        kept = (kept + piece)[-_OVERLAP:]
    return False


def _with_texts(table: "pa.Table", texts: "pa.Table", names: Sequence[str]) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in names:
        column, place = texts.column(name), texts.column_names.index(name)
        is_clock = pa.types.is_time(table.schema.field(place).type)
        if is_clock or pc.any(pc.match_substring_regex(column, NAME_OF_DIGITS)).as_py():
            table = table.set_column(place, name, column)
    return table


def _with_quoted_numbers(table: "pa.Table", *, forced: Sequence[str], decimal: str) -> "pa.Table":
    """Columns whose texts are numbers and empty quotes: some programs quote every field, also the missing ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(table.schema):
        column = table.column(place)
        if field.name in forced or not pa.types.is_string(field.type) or not pc.any(pc.equal(column, "")).as_py():
            continue
        filled = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        if filled.null_count == len(filled) or pc.any(pc.match_substring_regex(filled, NAME_OF_DIGITS)).as_py():
            continue
        trimmed = pc.ascii_trim(filled, characters=" \t")
        for kind in (pa.int64(), pa.float64()):
            try:
                table = table.set_column(place, field.name, _with_point(trimmed, kind, decimal).cast(kind))
                break
            except pa.ArrowInvalid:
                continue
    return table


def _with_point(texts: "pa.ChunkedArray", kind: "pa.DataType", decimal: str) -> "pa.ChunkedArray":
    import pyarrow as pa
    import pyarrow.compute as pc

    if decimal == "." or pa.types.is_integer(kind) or pc.any(pc.match_substring(texts, ".")).as_py():
        return texts if decimal == "." else pc.if_else(pc.match_substring(texts, "."), "no number", texts)
    return pc.replace_substring(texts, pattern=decimal, replacement=".")
