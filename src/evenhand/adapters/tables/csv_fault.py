"""What exactly is wrong with a CSV file that would not read, and on which line."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from evenhand.adapters.tables.csv_dialect import Dialect
from evenhand.errors.base import Usage
from evenhand.errors.table import TableEmpty, TableEncoding, TableRagged, TableUnreadable

_PIECE = 1 << 20


def csv_fault(file: BinaryIO, *, dialect: Dialect, origin: str, said: str) -> Usage:
    """The error to raise about ``file``; ``said`` is what the parser found, for when nothing clearer is."""
    return (
        encoding_fault(file, origin=origin)
        or _shape_fault(file, dialect=dialect, origin=origin)
        or TableUnreadable(f"{origin} cannot be read as CSV: {said}.", origin=origin)
    )


def encoding_fault(file: BinaryIO, *, origin: str) -> TableEncoding | None:
    """The first line that is no UTF-8, or ``None``."""
    file.seek(0)
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    while True:
        piece = file.read(_PIECE)
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as mistake:
            line += mistake.object[: mistake.start].count(b"\n")
            fact = f"Line {line} of {origin} holds the byte 0x{mistake.object[mistake.start]:02x}, which is no UTF-8."
            return TableEncoding(fact, line=line, origin=origin)
        if not piece:
            return None
        line += piece.count(b"\n")


def open_quote(file: BinaryIO, *, dialect: Dialect, origin: str) -> TableRagged | None:
    """The quote that is never closed, which would swallow all that follows it; or ``None``."""
    if _quotes(file) % 2 == 0:
        return None
    fault = _shape_fault(file, dialect=dialect, origin=origin)
    return fault if isinstance(fault, TableRagged) else None


def _quotes(file: BinaryIO) -> int:
    file.seek(0)
    return sum(piece.count(b'"') for piece in iter(lambda: file.read(_PIECE), b""))


def _shape_fault(file: BinaryIO, *, dialect: Dialect, origin: str) -> Usage | None:
    width, begins, n_records = 0, 1, 0
    with _lines(file) as lines:
        reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
        try:
            for record in reader:
                n_records += bool(record)
                width = width or len(record)
                if record and len(record) != width:
                    fact = f"Line {begins} of {origin} has {len(record)} fields, not {width}."
                    return TableRagged(fact, line=begins, n_fields=len(record), n_columns=width, origin=origin)
                begins = reader.line_num + 1
        except csv.Error as mistake:
            if "unexpected end" in str(mistake):
                fact = f"Line {begins} of {origin} opens a quote that is never closed."
                return TableRagged(fact, line=begins, origin=origin)
            return TableUnreadable(f"Line {begins} of {origin} is no CSV: {mistake}.", line=begins, origin=origin)
    return TableEmpty(f"{origin} has no rows below its column names.", origin=origin) if n_records < 2 else None


@contextmanager
def _lines(file: BinaryIO) -> Iterator[Iterable[str]]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()
