"""A Parquet file as a source, row group by row group.

The file is read, not mapped into memory: where a mapped file is cut short by whoever writes it, the process is killed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import local
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.scan.in_memory import ROWS
from evenhand.adapters.tables.scan.local import Local
from evenhand.adapters.tables.scan.place import Place
from evenhand.adapters.tables.scan.shape import require_names
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

MAGIC = b"PAR1"

WHOLE = 1 << 18
"""A column of a row group of at most this many rows is read at once."""

KEPT = 1 << 22
"""Values of a table that may stay in memory between two passes: 32 MB of numbers."""


@dataclass(frozen=True, kw_only=True)
class RowGroups:
    """See ``Source`` and ``Divided``."""

    place: Place
    schema: "pa.Schema"
    n_rows: int
    footer: Any = field(repr=False)
    kept: "dict[tuple[int, str], list[pa.Array]] | None" = field(default=None, repr=False)
    """Columns read so far, by row group and name; ``None``: each pass reads anew."""
    _here: local = field(default_factory=local, repr=False, compare=False)

    @classmethod
    def of(cls, place: Place) -> "RowGroups":
        """The file at ``place``, of which only the footer is read now.

        Raises:
            TableUnreadable: it is no complete Parquet file, or one that is encrypted.
            TableEmpty: it states no row.
        """
        with place.open() as file:
            content = _content(file, origin=place.origin)
            schema, footer = content.schema_arrow, content.metadata
        require_names(schema.names, origin=place.origin)
        if not footer.num_rows:
            raise TableEmpty(f"{place.origin} has no rows.", origin=place.origin)
        return cls(place=place, schema=schema, n_rows=int(footer.num_rows), footer=footer)

    @property
    def origin(self) -> str:
        """See ``Source``."""
        return self.place.origin

    def ends(self, column: str) -> tuple[int, int] | None:
        """See ``Stated``."""
        from pyarrow import types

        names = self.schema.names
        # of a nested column the footer states each leaf, under a path that may be another column's name
        is_flat = column in names and len(names) == self.footer.num_columns
        if not is_flat or not types.is_integer(self.schema.field(column).type):
            return None
        found: list[int] = []
        for group in range(self.footer.num_row_groups):
            chunk = self.footer.row_group(group).column(names.index(column))
            stated = chunk.statistics
            if stated is None or not (stated.has_min_max or stated.null_count == chunk.num_values):
                return None
            found += [stated.min, stated.max] if stated.has_min_max else []
        return (min(found), max(found)) if found else None

    def keeping(self) -> "RowGroups":
        """The same, whose columns stay in memory once ``parts`` have read them; where it is large, as it was."""
        is_small = self.n_rows * len(self.schema.names) <= KEPT
        return replace(self, kept={}) if self.kept is None and is_small else self

    def parts(self) -> "Sequence[RowGroup]":
        """See ``Divided``: row groups of a file of this machine."""
        if not isinstance(self.place, Local):
            return ()
        return [
            RowGroup(table=self, index=index, n_rows=int(self.footer.row_group(index).num_rows))
            for index in range(self.footer.num_row_groups)
        ]

    def batches(self, columns: Sequence[str] | None = None) -> "Iterator[pa.RecordBatch]":
        """See ``Source``."""
        names = list(self.schema.names if columns is None else columns)
        with self.opened() as content:
            for group in range(content.num_row_groups):
                with _naming(self.origin, group):
                    yield from content.iter_batches(ROWS, row_groups=[group], columns=names)

    @contextmanager
    def opened(self) -> "Iterator[parquet.ParquetFile]":
        """The file for one thread; a local one is read without the interpreter."""
        kept = getattr(self._here, "content", None)
        if kept is not None:
            yield kept
            return
        with self.place.open() as file:
            # some addresses can only be read from the beginning, and so with their footer
            near, footer = (self.place.path, self.footer) if isinstance(self.place, Local) else (file, None)
            content = _content(near, origin=self.origin, texts=_texts(self.schema), footer=footer)
            with content:
                yield content

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """See ``Kept``."""
        with self.opened() as content:
            self._here.content = content
            try:
                yield
            finally:
                del self._here.content


@dataclass(frozen=True, kw_only=True)
class RowGroup:
    """See ``Part``."""

    table: RowGroups
    index: int
    n_rows: int

    def arrays(self, columns: Sequence[str]) -> "Iterator[tuple[str, pa.Array]]":
        """See ``Part``."""
        kept = self.table.kept
        if kept is None:
            yield from self._read(columns)
            return
        wanted = [name for name in columns if (self.index, name) not in kept]
        if wanted:
            read: dict[str, list[pa.Array]] = {name: [] for name in wanted}
            for name, array in self._read(wanted):
                read[name].append(array)
            kept.update(((self.index, name), arrays) for name, arrays in read.items())
        yield from ((name, array) for name in columns for array in kept[self.index, name])

    def _read(self, columns: Sequence[str]) -> "Iterator[tuple[str, pa.Array]]":
        with self.table.opened() as content:
            for name in columns:
                with _naming(self.table.origin, self.index, name):
                    if self.n_rows <= WHOLE:
                        read = content.read_row_group(self.index, columns=[name], use_threads=False)
                        yield from ((name, chunk) for chunk in read.column(name).chunks)
                        continue
                    for batch in content.iter_batches(
                        ROWS, row_groups=[self.index], columns=[name], use_threads=False
                    ):  # fmt: skip
                        yield name, batch.column(name)

    def batches(self, columns: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """See ``Part``."""
        names = list(columns)
        with self.table.opened() as content, _naming(self.table.origin, self.index):
            if self.n_rows <= WHOLE:
                yield from content.read_row_group(self.index, columns=names, use_threads=False).to_batches()
                return
            yield from content.iter_batches(ROWS, row_groups=[self.index], columns=names, use_threads=False)


@contextmanager
def _naming(origin: str, group: int, column: str | None = None) -> Iterator[None]:
    """Whatever fails inside names the row group, and the column where one alone is read."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as mistake:
        where = f"Row group {group} of {origin}" + ("" if column is None else f", column {column!r},")
        raise TableUnreadable(
            f"{where} cannot be read: {_first_line(mistake)}.", origin=origin, row_group=group, column=column
        ) from mistake


def _content(
    file: object, *, origin: str, texts: Sequence[str] = (), footer: object = None
) -> "parquet.ParquetFile":  # fmt: skip
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(
            file, metadata=footer, read_dictionary=list(texts), page_checksum_verification=True
        )  # fmt: skip
    except (pa.ArrowException, OSError, ValueError) as mistake:
        raise TableUnreadable(
            f"{origin} cannot be read as Parquet: {_first_line(mistake)}.", origin=origin
        ) from mistake


def _texts(schema: "pa.Schema") -> list[str]:
    from pyarrow import types

    return [field.name for field in schema if types.is_string(field.type) or types.is_large_string(field.type)]


def _first_line(mistake: BaseException) -> str:
    lines = str(mistake).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(mistake).__name__
