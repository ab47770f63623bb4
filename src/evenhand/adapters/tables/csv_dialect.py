"""How a CSV file is written: its delimiter and decimal mark, told from its first lines."""

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from evenhand.errors.table import TableEncoding, TableFormatUnknown

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18
_RECORDS = 200
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+\Z")
_POINT_NUMBER = re.compile(r"[+-]?\d+\.\d+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The marks of one CSV file.

    Attributes:
        delimiter: between fields.
        decimal: between a number's whole part and its fraction, ``.`` or ``,``.
    """

    delimiter: str
    decimal: str = "."


def sniffed(file: BinaryIO, *, origin: str, delimiter: str | None = None) -> Dialect:
    """The dialect of ``file``, which is left at its beginning; ``delimiter`` is believed when given.

    The delimiter is the one of ``, ; tab |`` that cuts most of the first records into as many fields as the first one,
    and into more than one. A decimal comma is only looked for where the delimiter is no comma.

    Raises:
        TableEncoding: the file is UTF-16 or UTF-32.
        TableFormatUnknown: it is no text at all.
    """
    sample = file.read(_SAMPLE)
    is_whole = len(sample) < _SAMPLE
    file.seek(0)
    if sample.startswith(_WIDE_MARKS):
        raise TableEncoding(f"{origin} is UTF-16 or UTF-32, by its first bytes.", origin=origin)
    if b"\0" in sample:
        raise TableFormatUnknown(f"{origin} holds zero bytes, so it is no text.", origin=origin)
    text = sample.decode("utf-8-sig", errors="replace")
    if not is_whole:
        text = text[: text.rfind("\n") + 1] or text
    chosen = delimiter or max(DELIMITERS, key=lambda mark: _fit(_records(text, mark)))
    return Dialect(delimiter=chosen, decimal=_decimal(_records(text, chosen)) if chosen != "," else ".")


def _records(text: str, delimiter: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            if record:
                records.append(record)
            if len(records) >= _RECORDS:
                break
    except csv.Error:
        return records
    return records


def _fit(records: Sequence[Sequence[str]]) -> tuple[float, int]:
    if not records or len(records[0]) < 2:
        return (0.0, 0)
    width = len(records[0])
    return (sum(len(record) == width for record in records) / len(records), width)


def _decimal(records: Sequence[Sequence[str]]) -> str:
    fields = [field.strip() for record in records[1:] for field in record]
    commas = sum(_COMMA_NUMBER.match(field) is not None for field in fields)
    points = sum(_POINT_NUMBER.match(field) is not None for field in fields)
    return "," if commas > points else "."
