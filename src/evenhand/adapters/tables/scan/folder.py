"""A folder of files as one source: all tables below it, in the order of their paths."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.adapters.tables.scan.delimited import Delimited
from evenhand.adapters.tables.scan.part import Part, parts_of
from evenhand.adapters.tables.scan.source import Source
from evenhand.errors.table import TableFolderEmpty, TableSchemasUnlike, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = frozenset({
    ".parquet", ".pq", ".arrow", ".feather", ".ipc", ".csv", ".tsv", ".tab", ".psv",
})  # fmt: skip
_HIDDEN = (".", "_")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """See ``Source``.

    Attributes:
        tables: one a file, in the order of their paths; all have the same columns.
    """

    origin: str
    tables: tuple[Source, ...]
    schema: "pa.Schema"

    @classmethod
    def of(cls, path: Path, opened: "Callable[[Path, str], Source]") -> "Folder":
        """Every file below ``path``.

        Args:
            path: of the folder.
            opened: the source of one file: its path and its name in messages.

        Raises:
            TableFolderEmpty: no file below it is, by its name, a table.
            TableSchemasUnlike: two files have other columns, or one column is of two kinds.
            TableUnreadable: the folder may not be read; all that one file can raise.
        """
        files = tables_below(path)
        if not files:
            raise TableFolderEmpty(f"{path} holds no table.", path=str(path))
        names = [f"{path.name}/{file.relative_to(path).as_posix()}" for file in files]
        found = [opened(file, name) for file, name in zip(files, names, strict=True)]
        mixed = _text_somewhere(found)
        tables = [each.with_texts(mixed) if isinstance(each, Delimited) else each for each in found]
        return cls.of_tables(tables, path.name)

    @classmethod
    def of_tables(cls, tables: Sequence[Source], origin: str) -> "Folder":
        """These sources one after another.

        Raises:
            TableSchemasUnlike: two have other columns, or one column is of two kinds.
        """
        return cls(origin=origin, tables=tuple(tables), schema=_joint(tables))

    @property
    def n_rows(self) -> int | None:
        """See ``Source``."""
        counts = [table.n_rows for table in self.tables]
        return None if None in counts else sum(count for count in counts if count is not None)

    def parts(self) -> Sequence[Part]:
        """See ``Divided``: those of all files, where every file has some."""
        found = [parts_of(table) for table in self.tables]
        return [part for parts in found for part in parts] if all(found) else ()

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        names = self.schema.names if columns is None else columns
        for table in self.tables:
            yield from table.batches(names)


def tables_below(path: Path) -> list[Path]:
    """The files below a folder that are tables by their names; those that begin with a dot or a dash below are not.

    Raises:
        TableUnreadable: a folder may not be read.
    """
    found = []
    try:
        for entry in sorted(path.iterdir()):
            if entry.name.startswith(_HIDDEN):
                continue
            if entry.is_dir():
                found += tables_below(entry)
            elif entry.suffix.lower() in SUFFIXES:
                found.append(entry)
    except OSError as mistake:
        raise TableUnreadable(f"{path} cannot be read: {mistake.strerror or mistake}.", path=str(path)) from mistake
    return found


def _text_somewhere(parts: Sequence[Source]) -> list[str]:
    """Columns that some files hold as text and others as something else."""
    kinds: dict[str, set[str | None]] = {}
    for part in parts:
        for field in part.schema:
            kinds.setdefault(field.name, set()).add(kind_of_arrow(field.type))
    return [name for name, found in kinds.items() if len(found) > 1 and "text" in found]


def _joint(parts: Sequence[Source]) -> "pa.Schema":
    first = parts[0]
    for part in parts[1:]:
        for one, other in ((first, part), (part, first)):
            lost = [name for name in one.schema.names if name not in other.schema.names]
            if lost:
                fact = f"{other.origin} lacks the column {lost[0]!r}, which {one.origin} has."
                raise TableSchemasUnlike(fact, column=lost[0], origin=other.origin)
        for field in first.schema:
            theirs = part.schema.field(field.name).type
            if kind_of_arrow(theirs) != kind_of_arrow(field.type):
                fact = f"Column {field.name!r} is {field.type} in {first.origin} and {theirs} in {part.origin}."
                raise TableSchemasUnlike(fact, column=field.name, origin=part.origin)
    return first.schema
