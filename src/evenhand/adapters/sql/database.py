"""The SQLite file of a ledger: made whole or not at all, opened with durability on, or refused."""

import os
import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from evenhand.errors.ledger import LedgerBusy, LedgerExists, LedgerMissing, LedgerUnreadable, StorageFailed, StorageFull

APPLICATION = 0x65766864
VERSION = 1
NEEDED = (3, 37, 0)
"""SQLite that knows STRICT tables."""

_LOG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")


def schema() -> str:
    """The statements that make an empty ledger."""
    return files("evenhand.adapters.sql").joinpath("schema.sql").read_text(encoding="utf-8")


def is_log(text: object) -> bool:
    """Whether ``text`` may be the id of a log; it becomes part of file names.

    Examples:
        >>> is_log("3f9a0c"), is_log("../x"), is_log(None)
        (True, False, False)
    """
    return isinstance(text, str) and _LOG.match(text) is not None


def make(path: Path, *, log: str, verifier_key: str | None) -> None:
    """Make an empty ledger at ``path``: afterwards it is there and durable, or nothing is.

    Raises:
        LedgerExists: there is something already, or the remains of a ledger whose main file is gone.
        StorageFull, StorageFailed: the disk refused.
        ValueError: ``log`` is no id.
    """
    if not is_log(log):
        raise ValueError(f"{log!r} is no id of a log")
    path.parent.mkdir(parents=True, exist_ok=True)
    for taken in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        if taken.exists():
            raise LedgerExists(f"{taken} is there already.", path=str(taken))
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as made:
            made.execute("PRAGMA synchronous = FULL")
            made.executescript(f"BEGIN;{schema()};COMMIT;")
            made.execute("INSERT INTO log VALUES (1, ?, ?)", (log, verifier_key))
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sync(draft)
        os.link(draft, path)
    except FileExistsError as taken_meanwhile:
        raise LedgerExists(f"{path} is there already.", path=str(path)) from taken_meanwhile
    except sqlite3.OperationalError as refused:
        raise_if_full(refused, path)
        raise StorageFailed(f"{path} cannot be written: {refused}.", path=str(path)) from refused
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def connect(path: Path, *, wait_seconds: float, read_only: bool = False) -> sqlite3.Connection:
    """Open the ledger at ``path``.

    Raises:
        LedgerMissing: nothing is there.
        LedgerUnreadable: the file is no ledger of a version known here, or is damaged beyond opening.
        LedgerBusy: another process holds it.
        StorageFull: there is no room for what SQLite keeps beside it.
        StorageFailed: it was to be opened for writing, and its folder cannot be written.
    """
    try:
        return _checked(path, "mode=ro" if read_only else "mode=rw", wait_seconds)
    except sqlite3.OperationalError as refused:
        raise_if_busy(refused, path)
        raise_if_full(refused, path)
        _raise_if_closed(path, read_only=read_only)
        if not read_only:
            raise LedgerUnreadable(f"{path} cannot be opened: {refused}.", path=str(path)) from refused
        return connect_copy(path)


def connect_copy(path: Path) -> sqlite3.Connection:
    """Open a copy that no process writes to; nothing is written beside it unless it comes with its write-ahead log.

    Raises:
        LedgerMissing: nothing is there.
        LedgerUnreadable: the file is no ledger of a version known here, or is damaged beyond opening.
    """
    has_log = path.with_name(path.name + "-wal").exists()
    try:
        return _checked(path, "mode=ro" if has_log else "immutable=1", 1)
    except sqlite3.OperationalError as refused:
        raise LedgerUnreadable(f"{path} cannot be opened: {refused}.", path=str(path)) from refused


def raise_if_read_only(mistake: Exception, path: Path) -> None:
    """Turn SQLite's READONLY into an error of ours; other errors are for the caller."""
    if getattr(mistake, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
        fact = f"{path} cannot be written: you have no right to, or its disk is mounted for reading."
        raise StorageFailed(fact, path=str(path)) from mistake


def raise_if_full(mistake: sqlite3.Error, path: Path) -> None:
    """Turn what SQLite says on a full disk into an error of ours; other errors are for the caller."""
    if is_full(mistake):
        raise StorageFull(f"There is no room left for {path}.", path=str(path)) from mistake


def is_full(mistake: BaseException) -> bool:
    """Whether SQLite found no room: neither for a page nor for the shared memory of its write-ahead log."""
    return getattr(mistake, "sqlite_errorcode", None) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}


def raise_if_busy(mistake: sqlite3.Error, path: Path) -> None:
    """Turn SQLite's BUSY and LOCKED into an error of ours; other errors are for the caller."""
    if getattr(mistake, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise LedgerBusy(f"Another process holds {path}.", path=str(path)) from mistake


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _raise_if_closed(path: Path, *, read_only: bool) -> None:
    if not os.access(path, os.R_OK):
        remedy = "Ask whoever owns the workspace for the right to read it."
        raise LedgerUnreadable(f"{path} cannot be opened: no right to read it.", remedy=remedy, path=str(path))
    if not read_only and not os.access(path.parent, os.W_OK):
        fact = f"{path.parent} cannot be written: you have no right to, or its disk is mounted for reading."
        raise StorageFailed(fact, path=str(path))


def _checked(path: Path, mode: str, wait_seconds: float) -> sqlite3.Connection:
    if not path.is_file():
        raise LedgerMissing(f"There is no ledger at {path}.", path=str(path))
    if sqlite3.sqlite_version_info < NEEDED:
        raise LedgerUnreadable(f"SQLite {sqlite3.sqlite_version} is too old.", remedy="Use SQLite 3.37 or newer.")
    place = f"{path.resolve().as_uri()}?{mode}"
    connection = sqlite3.connect(
        place, uri=True, isolation_level=None, check_same_thread=False, timeout=wait_seconds
    )  # fmt: skip
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        _check(connection, path)
    except BaseException as mistake:
        connection.close()
        if isinstance(mistake, sqlite3.DatabaseError) and not isinstance(mistake, sqlite3.OperationalError):
            raise LedgerUnreadable(f"{path} is no ledger: {mistake}.", path=str(path)) from mistake
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise LedgerUnreadable(f"{path} is a database of another program.", path=str(path))
    if version != VERSION:
        raise LedgerUnreadable(f"{path} has the format {version}, known here is {VERSION}.", path=str(path))
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
