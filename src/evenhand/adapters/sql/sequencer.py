"""Puts drafts in order and writes them: heads checked, leaf hashed, tiles grown, projection applied, one commit."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import cast

from evenhand.adapters.sql.continuity import check_continues
from evenhand.adapters.sql.database import is_full, raise_if_busy, raise_if_read_only
from evenhand.adapters.sql.projection import apply
from evenhand.adapters.sql.reading import Reading
from evenhand.errors.ledger import ClockBehind, HeadMoved, LedgerBroken, PayloadTooLarge
from evenhand.governance.audit.entry import NO_PAYLOAD, Draft, Entry, Projector, leaf_bytes
from evenhand.governance.audit.merkle import EMPTY_ROOT, leaf_hash
from evenhand.governance.audit.tile import Edge
from evenhand.kernel.canonical import Json, from_canonical
from evenhand.kernel.digest import digest_of
from evenhand.kernel.instant import Instant, moment
from evenhand.ports.high_water import HighWater, Mark

MAX_LEAF_BYTES = 65_535
"""A bundle of C2SP tlog-tiles states the length of an entry in two bytes."""

_ENTRY = "INSERT INTO entry (sequence, leaf, payload) VALUES (?, ?, ?)"
_TILE = """INSERT INTO tile (level, position, hashes) VALUES (?, ?, ?)
           ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a ledger puts up with.

    Attributes:
        wait_seconds: how long to wait for another process before ``LedgerBusy``.
        clock_tolerance: how far the clock may stand before the last entry until appending is refused. Within it the
            last entry's time is used again; beyond it an entry would state a time that everybody can see to be false.
    """

    wait_seconds: float = 10.0
    clock_tolerance: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a sequencer needs beside the database.

    Attributes:
        log: id of the log.
        path: where the database lies, to notice that the file was replaced.
        projector: what entries mean.
        clock: says what time it is.
        high_water: remembers how far the ledger was seen.
        limits: how long to wait, and how far the clock may stand behind.
    """

    log: str
    path: Path
    projector: Projector
    clock: Callable[[], Instant]
    high_water: HighWater
    limits: Limits


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft and the canonical bytes of its payload."""

    draft: Draft
    payload: bytes


class Sequencer:
    """The only writer of the ledger in this process.

    Attributes:
        connection: the one that writes; used by others within ``transaction`` only.
        rules: as given.
        clock_lag: how far the clock stood before the last entry when it was last asked; zero when it did not.
    """

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self.connection = connection
        self.rules = rules
        self._reading = Reading(connection, rules.log)
        self._process = os.getpid()
        self._file = _identity(rules.path)
        self._turn = RLock()
        self._broken: str | None = None
        self._edge: Edge | None = None
        self._seen = Mark(size=0, root=EMPTY_ROOT)
        self._last: Instant | None = None
        self.clock_lag = timedelta(0)

    def commit(self, parts: Sequence[Sequence[Prepared]]) -> "list[list[Entry] | Exception]":
        """Write each part whole or, when something in it is refused, not at all; return when the rest is durable.

        Raises:
            LedgerBusy: another process holds the ledger; nothing was written.
            LedgerBroken: the disk failed; this object writes nothing more.
            WorkspaceBehind, HistoryForked: the log no longer continues what this object wrote or read.
        """
        with self.transaction() as edge:
            answers = [self._take(part, edge) for part in parts]
            tiles = [(level, index, tile) for (level, index), tile in edge.changed().items()]
            self.connection.executemany(_TILE, tiles)
        return answers

    @contextmanager
    def transaction(self) -> Iterator[Edge]:
        """A write transaction on the log as it stands now; at its end it is durable and the mark is raised.

        An error of the disk, here or in the body, breaks this object: nothing is tried twice.
        """
        with self._turn:
            self._begin()
            try:
                edge = self._catch_up()
                yield edge
                self._finish(edge)
            except (sqlite3.Error, OSError, MemoryError) as failure:
                broken = self._break(failure)
                raise_if_read_only(failure, self.rules.path)
                raise broken from failure
            except LedgerBroken:
                raise
            except Exception:
                self._edge = None
                self.connection.execute("ROLLBACK")
                raise
            except BaseException as interruption:
                self._break(interruption)
                raise

    def _begin(self) -> None:
        if os.getpid() != self._process:
            raise LedgerBroken("The ledger was opened by another process.", remedy="Open it in this process.")
        if self._broken is not None:
            raise LedgerBroken(self._broken)
        try:
            if _identity(self.rules.path) != self._file:
                raise OSError("the file was replaced by another")
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as failure:
            raise_if_busy(failure, self.rules.path)
            raise_if_read_only(failure, self.rules.path)
            raise self._break(failure) from failure
        except OSError as failure:
            raise self._break(failure) from failure

    def _catch_up(self) -> Edge:
        size = self._reading.size
        if self._edge is None or size != self._edge.size:
            check_continues(self._reading, self.rules.log, self._seen)
            self._edge = self._reading.tree.edge(size)
            self._last = self._reading.entry(size - 1).at if size else None
        return self._edge

    def _finish(self, edge: Edge) -> None:
        published = self.connection.execute("SELECT count(*) FROM checkpoint").fetchone()[0]
        self.connection.execute("COMMIT")
        edge.settle()
        self._seen = Mark(size=edge.size, root=edge.root(), checkpoints=published)
        try:
            self.rules.high_water.lift(self.rules.log, self._seen)
        except Exception as failure:
            raise self._break(failure) from failure

    def _break(self, cause: BaseException) -> LedgerBroken:
        self._broken = f"Writing to {self.rules.path} failed: {str(cause) or type(cause).__name__}."
        self._edge = None
        with suppress(sqlite3.Error):
            self.connection.rollback()
        remedy = (
            "Free some space and run the command again; this write left nothing behind." if is_full(cause) else None
        )
        return LedgerBroken(self._broken, remedy=remedy, path=str(self.rules.path))

    def _take(self, part: Sequence[Prepared], edge: Edge) -> "list[Entry] | Exception":
        before = self._last
        self.connection.execute("SAVEPOINT part")
        try:
            taken = [self._write(prepared, edge.size + place) for place, prepared in enumerate(part)]
        except (sqlite3.Error, OSError, MemoryError):
            raise
        except Exception as refusal:  # noqa: BLE001 (it is raised again where the draft was handed in)
            self.connection.execute("ROLLBACK TO part")
            self.connection.execute("RELEASE part")
            self._last = before
            return refusal
        self.connection.execute("RELEASE part")
        for _, leaf in taken:
            edge.add(leaf)
        return [entry for entry, _ in taken]

    def _write(self, prepared: Prepared, sequence: int) -> tuple[Entry, bytes]:
        draft = prepared.draft
        digest = digest_of(prepared.payload)
        entry = Entry(
            sequence=sequence, at=self._now(), actor=draft.actor, action=draft.action, about=draft.about,
            expects=self._heads(draft), payload=digest, policy=draft.policy, sealed=draft.sealed,
        )  # fmt: skip
        leaf = leaf_bytes(entry, self.rules.log)
        if len(leaf) > MAX_LEAF_BYTES:
            raise PayloadTooLarge(f"An entry of {len(leaf)} bytes is beyond {MAX_LEAF_BYTES}.", size=len(leaf))
        payload = cast("dict[str, Json]", from_canonical(prepared.payload))
        stored = None if digest == NO_PAYLOAD else prepared.payload.decode()
        self.connection.execute(_ENTRY, (sequence, leaf.decode(), stored))
        apply(self.connection, entry, self.rules.projector(self._reading, entry, payload))
        return entry, leaf_hash(leaf)

    def _heads(self, draft: Draft) -> dict[str, int | None]:
        for subject, expected in draft.expects.items():
            found = self._reading.head(subject)
            if found != expected:
                raise HeadMoved(
                    f"{subject} was at {_place(expected)} when it was read and is at {_place(found)} now.",
                    subject=subject, expected=expected, found=found,
                )  # fmt: skip
        return {draft.about: self._reading.head(draft.about), **draft.expects}

    def _now(self) -> Instant:
        now = self.rules.clock()
        self.clock_lag = timedelta(0)
        if self._last is not None and now < self._last:
            self.clock_lag = moment(self._last) - moment(now)
            if self.clock_lag > self.rules.limits.clock_tolerance:
                raise ClockBehind(
                    f"The clock says {now}, the last entry was made at {self._last}.", now=now, last=self._last
                )
            now = self._last
        self._last = now
        return now


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _place(head: int | None) -> str:
    return "no entry" if head is None else f"entry {head}"
