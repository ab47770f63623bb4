"""A CSV file as a source: every column's type is told once, from all rows; then it is read batch by batch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from evenhand.adapters.tables.csv_dialect import Dialect, sniffed
from evenhand.adapters.tables.csv_fault import csv_fault, encoding_fault, open_quote
from evenhand.adapters.tables.csv_file import MISSING
from evenhand.adapters.tables.scan.csv_kind import CsvKind, arrow_type_of, numbers_of_texts
from evenhand.adapters.tables.scan.place import Place
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.base import Usage
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv

_BLOCK = 1 << 22
_HEAD = 1 << 16
_MISFIT = re.compile(r"column #(\d+).*?(?:[Rr]ow #(\d+))?.*conversion error to (\S+): (.*)")


@dataclass(frozen=True, kw_only=True)
class Delimited:
    """See ``Source``.

    Attributes:
        place: of the file.
        dialect: how it is written.
        kinds: column name to the name of its type, ``None`` for text.
        filled: columns of numbers in which an empty text in quotes stands for no value.
        n_rows: below the column names.
    """

    place: Place
    dialect: Dialect
    kinds: Mapping[str, str | None]
    filled: frozenset[str]
    n_rows: int

    @classmethod
    def of(cls, place: Place) -> "Delimited":
        """The file at ``place``, read once to tell the types.

        Raises:
            TableEncoding, TableRagged, TableUnreadable, TableFormatUnknown: with the line, where one is to blame.
            TableEmpty: there is no row below the column names.
            TableColumnNames: a name is blank or stands twice.
        """
        with place.open() as file:
            dialect = sniffed(file, origin=place.origin)
            unclosed = open_quote(file, dialect=dialect, origin=place.origin)
            if unclosed is not None:
                raise unclosed
            seen, n_rows = _seen(file, dialect, place.origin)
        if not n_rows:
            raise TableEmpty(f"{place.origin} has no rows below its column names.", origin=place.origin)
        kinds = {name: kind.name for name, kind in seen.items()}
        filled = frozenset(name for name, kind in seen.items() if kinds[name] and kind.has_blank)
        return cls(place=place, dialect=dialect, kinds=kinds, filled=filled, n_rows=n_rows)

    def with_texts(self, names: Sequence[str]) -> "Delimited":
        """The same rows, with these columns as text whatever they look like; names of no column are passed over."""
        kinds = {name: None if name in names else kind for name, kind in self.kinds.items()}
        return replace(self, kinds=kinds, filled=self.filled - frozenset(names))

    @property
    def origin(self) -> str:
        """See ``Source``."""
        return self.place.origin

    @property
    def schema(self) -> "pa.Schema":
        """See ``Source``."""
        import pyarrow as pa

        return pa.schema([(name, arrow_type_of(kind)) for name, kind in self.kinds.items()])

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        import pyarrow as pa

        names = list(self.kinds if columns is None else columns)
        types = {name: arrow_type_of(None if name in self.filled else self.kinds[name]) for name in names}
        with self.place.open() as file:
            reader = _reader(file, self.dialect, origin=self.origin, types=types)
            try:
                for batch in reader:
                    yield self._filled(batch, names)
            except (pa.ArrowException, UnicodeDecodeError) as mistake:
                raise _fault(file, self.dialect, self.origin, str(mistake)) from mistake

    def _filled(self, batch: "pa.RecordBatch", names: Sequence[str]) -> "pa.RecordBatch":
        import pyarrow as pa

        decimal = self.dialect.decimal
        arrays = [
            numbers_of_texts(batch.column(name), str(self.kinds[name]), decimal=decimal)
            if name in self.filled
            else batch.column(name)
            for name in names
        ]
        return pa.record_batch(arrays, names=list(names))


def _seen(file: BinaryIO, dialect: Dialect, origin: str) -> tuple[dict[str, CsvKind], int]:
    import pyarrow as pa

    names = _names(file, dialect, origin)
    require_names(names, origin=origin)
    seen, n_rows = {name: CsvKind(decimal=dialect.decimal) for name in names}, 0
    reader = _reader(file, dialect, origin=origin, types=dict.fromkeys(names, pa.string()))
    try:
        for batch in reader:
            n_rows += batch.num_rows
            for name in names:
                seen[name].see(batch.column(name))
    except (pa.ArrowException, UnicodeDecodeError) as mistake:
        raise _fault(file, dialect, origin, str(mistake)) from mistake
    return seen, n_rows


def _names(file: BinaryIO, dialect: Dialect, origin: str) -> list[str]:
    import pyarrow as pa

    for block in (_HEAD, _BLOCK):
        try:
            return list(_opened(file, dialect, types={}, block=block).schema.names)
        except (pa.ArrowException, UnicodeDecodeError) as mistake:
            if block == _BLOCK:
                raise _fault(file, dialect, origin, str(mistake)) from mistake
    return []


def _reader(
    file: BinaryIO, dialect: Dialect, *, origin: str, types: "Mapping[str, pa.DataType]"
) -> "csv.CSVStreamingReader":  # fmt: skip
    import pyarrow as pa

    try:
        return _opened(file, dialect, types=types, block=_BLOCK)
    except (pa.ArrowException, UnicodeDecodeError) as mistake:
        raise _fault(file, dialect, origin, str(mistake)) from mistake


def _opened(
    file: BinaryIO, dialect: Dialect, *, types: "Mapping[str, pa.DataType]", block: int
) -> "csv.CSVStreamingReader":  # fmt: skip
    from pyarrow import csv

    file.seek(0)
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(block_size=block, use_threads=False),
        parse_options=csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(types), include_columns=list(types), null_values=list(MISSING), strings_can_be_null=True,
            quoted_strings_can_be_null=False, decimal_point=dialect.decimal,
        ),
    )  # fmt: skip


def _fault(file: BinaryIO, dialect: Dialect, origin: str, said: str) -> Usage:
    found = _MISFIT.search(said)
    if found is None or encoding_fault(file, origin=origin):
        return csv_fault(file, dialect=dialect, origin=origin, said=said.rstrip("."))
    column, row, kind, value = found.groups()
    where = f"Row {row} of {origin}" if row else origin
    fact = f"{where} cannot be read: column {int(column) + 1} holds {kind} and meets {value}"
    return TableUnreadable(fact.rstrip(".") + ".", origin=origin)
