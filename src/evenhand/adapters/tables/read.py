"""Read a table from wherever it is, whole or not at all."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from evenhand.adapters.tables.csv_file import read_csv
from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.memory import arrow_of
from evenhand.adapters.tables.opened import opened
from evenhand.adapters.tables.parquet_file import MAGIC, read_parquet
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import TableFormatUnknown, TableUnreadable
from evenhand.errors.workspace import ExtraMissing

_CSV = frozenset({".csv", ".tsv", ".txt", ".psv", ".tab", ""})
_PARQUET = frozenset({".parquet", ".pq"})


def read_table(
    source: object, *, text: Sequence[str] = (), delimiter: str | None = None, limit: Limit | None = None
) -> Table:
    """Read ``source`` into a table.

    Args:
        source: path of a Parquet or CSV file; or a pandas, Polars or Arrow table, anything with the Arrow stream
            interface, a dict of lists or arrays.
        text: columns of a CSV file that hold text even where they look like numbers (categories such as ``1`` and
            ``2``); a contract knows them: ``contract.of_kind("text")``. Columns that the file lacks are left to the
            check of the contract.
        delimiter: of a CSV file; told from the first lines when not given.
        limit: largest table to read; 50 million rows and 8 GiB when not given.

    Raises:
        TableUnreadable, TableNotAFile, TableFormatUnknown, TableEmpty, TableRagged, TableColumnNames, TableEncoding,
        TableTooLarge, TableChanged, ColumnUnsupported: with what is wrong and where; nothing is returned then.
        ExtraMissing: pyarrow or numpy is not installed.

    Examples:
        >>> table = read_table({"age": [30, None], "sex": ["f", "m"]})
        >>> table.n_rows, dict(table.kinds)
        (2, {'age': 'integer', 'sex': 'text'})
    """
    for library in ("pyarrow", "numpy"):
        if find_spec(library) is None:
            remedy = "Install it with: pip install 'evenhand-core[tables]'."
            raise ExtraMissing(f"Tables need {library}, which is not installed.", remedy=remedy, library=library)
    limit = limit or Limit()
    if isinstance(source, str | Path):
        return _from_file(Path(source), text=text, delimiter=delimiter, limit=limit)
    arrow, origin = arrow_of(source)
    limit.allow(origin=origin, rows=arrow.num_rows)
    return Table.of(arrow, origin=origin)


def _from_file(path: Path, *, text: Sequence[str], delimiter: str | None, limit: Limit) -> Table:
    with opened(path) as file:
        if _is_parquet(file, path):
            return Table.of(read_parquet(file, origin=path.name, limit=limit), origin=path.name)
        limit.allow(origin=path.name, size=_size(file))
        arrow = read_csv(file, origin=path.name, text=text, delimiter=delimiter)
    limit.allow(origin=path.name, rows=arrow.num_rows)
    return Table.of(arrow, origin=path.name)


def _is_parquet(file: BinaryIO, path: Path) -> bool:
    start = file.read(len(MAGIC))
    file.seek(0)
    if start == MAGIC:
        return True
    suffix = path.suffix.lower()
    if suffix in _PARQUET:
        raise TableUnreadable(f"{path.name} does not begin as a Parquet file does.", path=str(path))
    if suffix not in _CSV:
        raise TableFormatUnknown(f"{path.name} is neither Parquet nor, by its name, CSV.", path=str(path))
    return False


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
