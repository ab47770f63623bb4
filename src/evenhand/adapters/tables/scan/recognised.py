"""Whatever holds a table as a source."""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from evenhand.adapters.tables.scan.arrow_file import MAGIC as ARROW
from evenhand.adapters.tables.scan.arrow_file import ArrowFile
from evenhand.adapters.tables.scan.delimited import Delimited
from evenhand.adapters.tables.scan.folder import Folder
from evenhand.adapters.tables.scan.in_memory import InMemory
from evenhand.adapters.tables.scan.lazy_frame import LazyFrame, is_lazy_frame
from evenhand.adapters.tables.scan.local import Local
from evenhand.adapters.tables.scan.place import Place
from evenhand.adapters.tables.scan.relation import Relation, is_relation
from evenhand.adapters.tables.scan.remote import Remote, is_address
from evenhand.adapters.tables.scan.row_groups import MAGIC as PARQUET
from evenhand.adapters.tables.scan.row_groups import RowGroups
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.texted import with_texts
from evenhand.errors.table import TableFormatUnknown, TableUnreadable
from evenhand.errors.workspace import ExtraMissing

_FILE = "file://"
_CLAIMED = {".parquet": "a Parquet", ".pq": "a Parquet", **dict.fromkeys((".arrow", ".ipc", ".feather"), "an Arrow")}
_CSV = frozenset({".csv", ".tsv", ".txt", ".psv", ".tab", ""})


def source_of(source: object, *, text: Sequence[str] = ()) -> Source:
    """Open ``source`` for any number of passes.

    Args:
        source: path or address of a Parquet, Arrow or CSV file, path of a folder of them; a pandas, Polars or Arrow
            table, a Polars LazyFrame, a DuckDB relation, anything with the Arrow stream interface, a dict of lists.
        text: columns of a CSV file that are text even where they look like numbers.

    Raises:
        TableUnreadable, TableNotAFile, TableFormatUnknown, TableEmpty, TableRagged, TableColumnNames, TableEncoding,
        TableChanged, TableFolderEmpty, TableSchemasUnlike: with what is wrong and where.
        ExtraMissing: a library is not installed.

    Examples:
        >>> source = source_of({"age": [30, None]})
        >>> source.n_rows, sum(batch.num_rows for batch in source.batches(["age"]))
        (2, 2)
    """
    for library in ("pyarrow", "numpy"):
        if find_spec(library) is None:
            remedy = "Install it with: pip install 'evenhand-core[tables]'."
            raise ExtraMissing(f"Tables need {library}, which is not installed.", remedy=remedy, library=library)
    if isinstance(source, str) and is_address(source) and not source.startswith(_FILE):
        return with_texts(_of_place(Remote.of(source)), text)
    if isinstance(source, str | os.PathLike):
        return with_texts(_of_path(Path(str(source).removeprefix(_FILE))), text)
    if is_relation(source):
        return Relation.of(source)
    if is_lazy_frame(source):
        return LazyFrame.of(source)
    return InMemory.of(source)


def _of_path(path: Path) -> Source:
    if path.is_dir():
        return Folder.of(path, _of_file)
    return _of_place(Local.of(path))


def _of_file(path: Path, origin: str) -> Source:
    return _of_place(Local.of(path, origin=origin))


def _of_place(place: Place) -> Source:
    with place.open() as file:
        start = file.read(len(ARROW))
    if start.startswith(PARQUET):
        return RowGroups.of(place)
    if start == ARROW:
        return ArrowFile.of(place)
    if place.suffix in _CLAIMED:
        raise TableUnreadable(f"{place.origin} does not begin as {_CLAIMED[place.suffix]} file does.")
    if place.suffix not in _CSV:
        raise TableFormatUnknown(f"{place.origin} is neither Parquet nor Arrow nor, by its name, CSV.")
    return Delimited.of(place)
