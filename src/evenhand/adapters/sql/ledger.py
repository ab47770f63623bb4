"""The ledger in one SQLite file: the ``UnitOfWork`` of workflows, the ``Trail`` of auditors."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from evenhand.adapters.sql.continuity import check_continues
from evenhand.adapters.sql.database import connect, make
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.adapters.sql.group import Group
from evenhand.adapters.sql.publishing import publish
from evenhand.adapters.sql.reading import Reading, log_of
from evenhand.adapters.sql.sequencer import Limits, Prepared, Rules, Sequencer
from evenhand.errors.ledger import LedgerDamaged, LedgerReadOnly, LedgerUnreadable, PayloadTooLarge
from evenhand.governance.audit.checkpoint import origin_of
from evenhand.governance.audit.entry import Draft, Entry, Projector, Record, Subject
from evenhand.governance.audit.note import NoteSigner
from evenhand.governance.audit.proof import ConsistencyProof, InclusionProof
from evenhand.governance.audit.verification import Verification
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.ports.high_water import HighWater, Mark

PAGE = 1000
"""Entries that a walk reads at a time, so that it does not keep others waiting."""
MAX_PAYLOAD_BYTES = 8 * 1024 * 1024


class Ledger:
    """One log and its projection.

    Several threads may use one object; several processes may each open the same file, but none may use an object that
    its parent opened. Close it, or use it in ``with``.

    Attributes:
        log: id of the log.
        first_seen: whether this machine held no mark of the log before it was opened now.
    """

    def __init__(self, rules: Rules, *, reader: sqlite3.Connection, writer: sqlite3.Connection | None) -> None:
        self.log = rules.log
        self._rules = rules
        self._connections = [connection for connection in (reader, writer) if connection is not None]
        self._reading = Reading(reader, rules.log)
        self._turn = RLock()
        self._sequencer = None if writer is None else Sequencer(writer, rules)
        self._group = None if self._sequencer is None else Group(self._sequencer.commit)
        self.first_seen = self._compare()

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        log_id: str,
        projector: Projector,
        clock: Callable[[], Instant],
        high_water: HighWater,
        signer: NoteSigner | None = None,
    ) -> Self:
        """Make an empty ledger and open it.

        Args:
            path: the file to make; its folder is made too.
            log_id: lower-case letters, digits and hyphens, at most 64; unique for ever, so take a random one.
            projector: what entries mean.
            clock: says what time it is.
            high_water: remembers how far each ledger was seen.
            signer: the log's own key; only its public half is stored.

        Raises:
            LedgerExists: something is there already.
        """
        make(path, log=log_id, verifier_key=None if signer is None else str(signer.verifier))
        return cls.open(path, projector=projector, clock=clock, high_water=high_water)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        projector: Projector,
        clock: Callable[[], Instant],
        high_water: HighWater,
        read_only: bool = False,
        limits: Limits = Limits(),  # noqa: B008 (it cannot change)
    ) -> Self:
        """Open a ledger and compare it with what this machine has seen of it.

        Args:
            path: the file.
            projector: what entries mean.
            clock: says what time it is.
            high_water: remembers how far each ledger was seen.
            read_only: open a copy that may not or must not be written; the mark is compared and not raised.
            limits: how long to wait for another process, and how far the clock may stand behind.

        Raises:
            LedgerMissing, LedgerUnreadable, LedgerBusy: it cannot be opened.
            WorkspaceBehind, HistoryForked: it is not what this machine has seen under its id.
        """
        opened = [connect(path, wait_seconds=limits.wait_seconds, read_only=read_only)]
        try:
            rules = Rules(
                log=log_of(opened[0], path), path=path, projector=projector, clock=clock, high_water=high_water,
                limits=limits,
            )  # fmt: skip
            if not read_only:
                opened.append(connect(path, wait_seconds=limits.wait_seconds))
            return cls(rules, reader=opened[0], writer=None if read_only else opened[1])
        except sqlite3.DatabaseError as damage:
            _close(opened)
            raise LedgerUnreadable(f"{path} cannot be read: {damage}.", path=str(path)) from damage
        except BaseException:
            _close(opened)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        _close(self._connections)

    @property
    def origin(self) -> str:
        """The log's name in checkpoints."""
        return origin_of(self.log)

    @property
    def clock_lag(self) -> timedelta:
        """How far the clock stood before the last entry at the last append; zero when it did not."""
        return timedelta(0) if self._sequencer is None else self._sequencer.clock_lag

    @property
    def size(self) -> int:
        """Number of entries."""
        with self._turn:
            return self._reading.size

    def record(self, kind: str, key: str) -> Record | None:
        """See ``Reader``."""
        with self._turn:
            return self._reading.record(kind, key)

    def records(self, kind: str, parent: str | None = None) -> Sequence[Record]:
        """See ``Reader``."""
        with self._turn:
            return self._reading.records(kind, parent)

    def head(self, subject: Subject) -> int | None:
        """See ``UnitOfWork``."""
        with self._turn:
            return self._reading.head(subject)

    def payload(self, digest: Digest) -> Json:
        """See ``UnitOfWork``."""
        with self._turn:
            return self._reading.payload(digest)

    def entries(self, about: Subject | None = None, action: str | None = None) -> Sequence[Entry]:
        """See ``UnitOfWork``."""
        with self._turn:
            return self._reading.entries(about, action)

    def append(self, draft: Draft) -> Entry:
        """See ``UnitOfWork``."""
        return self.append_together([draft])[0]

    def append_together(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Record several drafts in one transaction: all of them, or none when one is refused.

        Raises:
            HeadMoved, Refusal, LedgerBusy, LedgerBroken: as ``append``.
            LedgerReadOnly: the ledger was opened for reading.
            PayloadTooLarge: a payload is beyond 8 MiB.
        """
        if self._group is None:
            raise LedgerReadOnly(f"The ledger {self.log} was opened for reading.", log=self.log)
        return self._group.submit([_prepare(draft) for draft in drafts])

    def leaf(self, sequence: int) -> bytes:
        """See ``Trail``."""
        with self._turn:
            return self._reading.leaf(sequence)

    def find(self, digest: Digest) -> int:
        """See ``Trail``."""
        with self._turn:
            return self._reading.find(digest)

    def walk(self, *, about: Subject | None = None, action: str | None = None, start: int = 0) -> Iterator[Entry]:
        """See ``Trail``."""
        while True:
            with self._turn:
                page = list(islice(self._reading.walk(about=about, action=action, start=start), PAGE))
            yield from page
            if len(page) < PAGE:
                return
            start = page[-1].sequence + 1

    def root(self, size: int | None = None) -> bytes:
        """See ``Trail``."""
        with self._turn:
            return self._reading.tree.root(self._reading.size if size is None else size)

    def prove(self, sequence: int, *, size: int | None = None) -> InclusionProof:
        """See ``Trail``."""
        with self._turn:
            return self._reading.prove(sequence, self._reading.size if size is None else size)

    def prove_growth(self, old: int, *, size: int | None = None) -> ConsistencyProof:
        """See ``Trail``."""
        with self._turn:
            return self._reading.prove_growth(old, self._reading.size if size is None else size)

    def checkpoints(self) -> Sequence[str]:
        """See ``Trail``."""
        with self._turn:
            return [note for _, note in self._reading.checkpoints()]

    def publish(self, signer: NoteSigner) -> str:
        """See ``Trail``."""
        if self._sequencer is None:
            raise LedgerReadOnly(f"The ledger {self.log} was opened for reading.", log=self.log)
        return publish(self._sequencer, signer)

    def verify(self, *, rebuild: bool = False) -> Verification:
        """Examine the ledger and refuse to go on when anything is wrong.

        Raises:
            LedgerDamaged: something is; the facts name each thing.
        """
        rules = self._rules
        file = LedgerFile(rules.path, projector=rules.projector, high_water=rules.high_water)
        found = file.examine(rebuild=rebuild)
        if not found.is_whole:
            wrong = "; ".join(str(damage) for damage in found.damage)
            raise LedgerDamaged(f"The ledger {self.log} was changed: {wrong}.", damage=found.damage)
        return found

    def _compare(self) -> bool:
        seen = self._rules.high_water.read(self.log)
        if seen is not None:
            check_continues(self._reading, self.log, seen)
        if self._sequencer is not None:
            size = self._reading.size
            mark = Mark(size=size, root=self._reading.tree.root(size), checkpoints=len(self._reading.checkpoints()))
            self._rules.high_water.lift(self.log, mark)
        return seen is None


def _prepare(draft: Draft) -> Prepared:
    payload = canonical_bytes(draft.payload)
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise PayloadTooLarge(f"A payload of {len(payload)} bytes is beyond {MAX_PAYLOAD_BYTES}.", size=len(payload))
    return Prepared(draft, payload)


def _close(connections: Sequence[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
