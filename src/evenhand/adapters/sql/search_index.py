"""An index of passages in SQLite's FTS5, in a file of its own or in memory; thrown away whenever it does not fit.

Nothing of it is believed: it says which entries to read, and what is shown is read from the ledger.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from evenhand.ports.search import Passage

FORM = "2"
"""Changes when what is indexed changes; an index of another form is made anew."""
_TOKENS = "porter unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS cache_known (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS cache_passage
USING fts5 (head, words, about UNINDEXED, kind UNINDEXED, tokenize = '{_TOKENS}');
"""
_ADDED = "INSERT OR REPLACE INTO cache_passage (rowid, head, words, about, kind) VALUES (?, ?, ?, ?, ?)"
_SECONDS = 1.0
_FOUND = """
SELECT rowid FROM cache_passage WHERE cache_passage MATCH :words
AND (:about IS NULL OR about = :about OR substr(about, 1, length(:about) + 1) = :about || '@')
AND (:kind IS NULL OR kind = :kind) ORDER BY bm25(cache_passage, 4.0, 1.0), rowid DESC
"""


class SqliteSearchIndex:
    """One index over one log."""

    def __init__(self, path: Path | None, *, log: str, root_of: Callable[[int], bytes]) -> None:
        """Open it, or begin anew when what is there is of another log, form or history.

        Args:
            path: the file; ``None`` keeps it in memory.
            log: id of the log.
            root_of: root of the log's tree at a size.
        """
        self._log = log
        self._database, self._is_in_memory = _opened(path)
        known = dict(self._database.execute("SELECT name, value FROM cache_known").fetchall())
        size = int(known.get("size", "0"))
        root = root_of(size).hex() if size > 0 else ""
        self._size = size
        if (known.get("form"), known.get("log"), known.get("root", "")) != (FORM, log, root):
            self._begin_or_flee()

    @property
    def size(self) -> int:
        """How many entries are in it."""
        return self._size

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, passages: Iterable[Passage], *, size: int, root: bytes) -> None:
        """Take in passages, in one transaction; where the file cannot take them, begin anew in memory."""
        rows = ((each.sequence, _head(each), each.text, each.about, each.kind) for each in passages)
        try:
            with self._database:
                self._database.executemany(_ADDED, rows)
                self._note(size=str(size), root=root.hex())
        except sqlite3.OperationalError:
            if self._is_in_memory:
                raise
            self.close()  # another process writes it, or the disk is full
            self._database, self._is_in_memory = _connected(":memory:"), True
            self._begin(self._log)
            return
        self._size = size

    def find(self, words: Sequence[str], *, any_word: bool, about: str | None, kind: str | None) -> Sequence[int]:
        """Sequences of entries, the best first."""
        asked = {"words": _query(words, any_word=any_word), "about": about, "kind": kind}
        return [int(sequence) for (sequence,) in self._database.execute(_FOUND, asked)]

    def snippets(self, words: Sequence[str], passages: Sequence[Passage]) -> Sequence[str]:
        """A piece of each passage, cut where the words are."""
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute(f"CREATE VIRTUAL TABLE shown USING fts5 (words, tokenize = '{_TOKENS}')")
            database.executemany(
                "INSERT INTO shown (rowid, words) VALUES (?, ?)", [(at, each.text) for at, each in enumerate(passages)]
            )
            asked = (_query(words, any_word=True),)
            pieces = dict(database.execute(
                "SELECT rowid, snippet(shown, 0, '«', '»', '…', 32) FROM shown WHERE shown MATCH ?", asked
            ))  # fmt: skip
        return [str(pieces.get(at, passage.text[:200])) for at, passage in enumerate(passages)]

    def _begin_or_flee(self) -> None:
        try:
            self._begin(self._log)
        except sqlite3.OperationalError:
            self.close()
            self._database, self._is_in_memory = _connected(":memory:"), True
            self._begin(self._log)

    def _begin(self, log: str) -> None:
        with self._database:
            self._database.execute("DELETE FROM cache_passage")
            self._note(form=FORM, log=log, size="0", root="")
        self._size = 0

    def _note(self, **known: str) -> None:
        self._database.executemany("INSERT OR REPLACE INTO cache_known VALUES (?, ?)", known.items())


def _opened(path: Path | None) -> tuple[sqlite3.Connection, bool]:
    """The file when it can be written and read, else memory, and whether it is memory; a damaged file is made anew."""
    for _ in range(2 if path is not None else 0):
        try:
            return _connected(str(path)), False
        except sqlite3.DatabaseError as mistake:
            if isinstance(mistake, sqlite3.OperationalError):
                break
            with suppress(OSError):
                path.unlink()  # type: ignore[union-attr]
    return _connected(":memory:"), True


def _connected(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_SECONDS)
    try:
        database.executescript(_SCHEMA)
        database.execute("SELECT count(*) FROM cache_passage").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _head(passage: Passage) -> str:
    return f"{passage.about} {passage.kind} {passage.author}"


def _query(words: Sequence[str], *, any_word: bool) -> str:
    """Every word in quotes, so that none is taken for an operator."""
    quoted = [f'"{word.removesuffix("*")}"{"*" if word.endswith("*") else ""}' for word in words]
    return (" OR " if any_word else " AND ").join(quoted)
