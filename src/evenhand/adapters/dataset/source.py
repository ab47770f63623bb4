"""Where the rows of a dataset version come from: a file, a table in memory, or a query; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evenhand.adapters.dataset.fetched import Fetched
from evenhand.adapters.tables.opened import opened
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import SourceUnclear
from evenhand.errors.table import TableChanged
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of
from evenhand.kernel.instant import Instant

_AT_ONCE = 1 << 20
_SQLITE = "sqlite:"
_POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """Rows and where they were.

    Attributes:
        table: the rows.
        record: ``kind``, place, digest of what was read, instant; never an account or a password.
    """

    table: Table
    record: dict[str, Json]


def from_table(source: object, *, text: Sequence[str], at: Instant) -> Acquired:
    """Read a file or a table in memory; a file must be the same before and after it is read.

    Raises:
        TableChanged: it is not.
        EvenhandError: as ``read_table``.
    """
    if not isinstance(source, str | Path):
        table = source if isinstance(source, Table) else read_table(source, text=text)
        return Acquired(table=table, record={"kind": "memory", "read_at": at})
    path = Path(source)
    before = _file_digest(path)
    table = read_table(path, text=text)
    if _file_digest(path) != before:
        raise TableChanged(f"{path} changed while it was being read.", path=str(path))
    return Acquired(table=table, record={"kind": "file", "name": path.name, "digest": before, "read_at": at})


def from_database(database: str, query: str, *, at: Instant) -> Acquired:
    """Run ``query`` in ``database``: ``sqlite:PATH`` or ``postgresql://...``.

    Raises:
        SourceUnclear: it names no database of a known kind.
        QueryRefused, DatabaseUnreachable, ExtraMissing: as the databases say.
    """
    found = _fetched(database, query)
    record: dict[str, Json] = {
        "kind": "sql", "place": found.place, "engine": found.engine, "query": query,
        "query_digest": digest_of(query.encode()), "snapshot_at": at,
    }  # fmt: skip
    return Acquired(table=found.table, record=record)


def _fetched(database: str, query: str) -> Fetched:
    if database.startswith(_SQLITE):
        from evenhand.adapters.dataset.sqlite_query import query_sqlite

        return query_sqlite(Path(database.removeprefix(_SQLITE).removeprefix("//")), query)
    if database.startswith(_POSTGRES):
        from evenhand.adapters.dataset.postgres_query import query_postgres

        return query_postgres(database, query)
    shown = database.partition(":")[0][:40]
    raise SourceUnclear(
        f"{shown!r} is no kind of database that is read.", remedy="Write sqlite:PATH or postgresql://USER@HOST/NAME."
    )


def _file_digest(path: Path) -> str:
    hashed = sha256()
    with opened(path) as file:
        while piece := file.read(_AT_ONCE):
            hashed.update(piece)
    return f"sha256:{hashed.hexdigest()}"
