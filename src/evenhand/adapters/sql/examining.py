"""Opens a ledger for an examination only: nothing is written, and nothing needs to be in order."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from evenhand.adapters.sql.anchor_check import Vouchers
from evenhand.adapters.sql.database import connect, connect_copy
from evenhand.adapters.sql.examination import examine
from evenhand.adapters.sql.reading import log_of
from evenhand.errors.ledger import LedgerUnreadable
from evenhand.governance.audit.checkpoint import Checkpoint
from evenhand.governance.audit.entry import Projector
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.verification import Progress, Verification
from evenhand.ports.high_water import HighWater


class LedgerFile:
    """A ledger's file as an examiner gets it: one's own, a copy, or one that refuses to open.

    Args:
        path: the file.
        projector: what entries mean.
        high_water: how far this machine has seen each ledger.
        is_copy: whether no process writes to the file, so that it can be read without a trace beside it.
        wait_seconds: how long to wait for another process.
    """

    def __init__(
        self,
        path: Path,
        *,
        projector: Projector,
        high_water: HighWater,
        is_copy: bool = False,
        wait_seconds: float = 10.0,
    ) -> None:
        self._path = path
        self._projector = projector
        self._high_water = high_water
        self._is_copy = is_copy
        self._wait_seconds = wait_seconds

    @property
    def log(self) -> str:
        """Id of the log that the file states."""
        with closing(self._connect()) as connection:
            return self._named(connection)

    def examine(
        self,
        *,
        trusted: Sequence[VerifierKey] = (),
        witnessed: Sequence[Checkpoint] = (),
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> Verification:
        """See ``Examiner``."""
        with closing(self._connect()) as connection:
            log = self._named(connection)
            # The mark is read before the transaction begins: what others append meanwhile can only be beyond it.
            vouchers = Vouchers(seen=self._high_water.read(log), trusted=trusted, witnessed=witnessed)
            projector = self._projector if rebuild else None
            return examine(connection, log, vouchers, projector=projector, progress=progress)

    def _connect(self) -> sqlite3.Connection:
        if self._is_copy:
            return connect_copy(self._path)
        return connect(self._path, wait_seconds=self._wait_seconds, read_only=True)

    def _named(self, connection: sqlite3.Connection) -> str:
        try:
            return log_of(connection, self._path)
        except sqlite3.Error as damage:
            raise LedgerUnreadable(f"{self._path} cannot be read: {damage}.", path=str(self._path)) from damage
