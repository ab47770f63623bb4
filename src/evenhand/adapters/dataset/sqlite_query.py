"""Rows of a SQLite file: opened for reading alone, one query, one undisturbed view."""

import sqlite3
from contextlib import closing
from pathlib import Path

from evenhand.adapters.dataset.fetched import AT_ONCE, Columns, Fetched, require_reading
from evenhand.errors.dataset import DatabaseUnreachable, QueryRefused

_ALLOWED = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_FORBIDDEN = frozenset({"load_extension", "edit", "writefile", "readfile", "fts3_tokenizer"})


def query_sqlite(path: Path, query: str) -> Fetched:
    """What ``query`` reads in the database at ``path``, which cannot change meanwhile.

    Raises:
        DatabaseUnreachable: there is no SQLite file, or somebody holds it locked.
        QueryRefused: the query does not run, or does more than read.
        TableEmpty, TableTooLarge, ColumnUnsupported: as for every table.
    """
    require_reading(query)
    if not path.is_file():
        raise DatabaseUnreachable(f"{path} is no file.", remedy="Check the path after 'sqlite:'.", path=str(path))
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    except sqlite3.Error as mistake:
        raise DatabaseUnreachable(f"{path} cannot be opened: {mistake}.", path=str(path)) from mistake
    with closing(connection):
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only now the file is looked at
            connection.set_authorizer(_authorised)
            cursor = connection.execute(query)
            names = [str(each[0]) for each in cursor.description or ()]
            columns = Columns(names, origin=path.name)
            while rows := cursor.fetchmany(AT_ONCE):
                columns.add(rows)
        except (sqlite3.Warning, sqlite3.ProgrammingError) as mistake:
            raise QueryRefused(f"{path.name} ran no query: {mistake}") from mistake
        except sqlite3.DatabaseError as mistake:
            raise _told(path, mistake) from mistake
    return Fetched(table=columns.table(), place=f"sqlite:{path.name}", engine=f"SQLite {sqlite3.sqlite_version}")


def _authorised(action: int, first: str | None, second: str | None, *_: object) -> int:
    is_known = action in _ALLOWED and (action != sqlite3.SQLITE_FUNCTION or (second or first) not in _FORBIDDEN)
    return sqlite3.SQLITE_OK if is_known else sqlite3.SQLITE_DENY


def _told(path: Path, mistake: sqlite3.DatabaseError) -> QueryRefused | DatabaseUnreachable:
    said = str(mistake)
    if "not authorized" in said or "prohibited" in said:
        return QueryRefused(f"The query does more than read {path.name}: {said}.")
    if any(word in said for word in ("locked", "not a database", "malformed", "disk I/O", "unable to open")):
        return DatabaseUnreachable(f"{path} cannot be read: {said}.", path=str(path))
    return QueryRefused(f"{path.name} ran no query: {said}.")
