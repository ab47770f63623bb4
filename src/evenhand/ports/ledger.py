"""The ledger as workflows see it: they read the projection, and appending an entry is the only write."""

from collections.abc import Sequence
from typing import Protocol

from evenhand.governance.audit.entry import Change, Draft, Entry, Projector, Reader, Record, Subject
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest

__all__ = ["Change", "Draft", "Entry", "Projector", "Reader", "Record", "Subject", "UnitOfWork"]


class UnitOfWork(Reader, Protocol):
    """What one workflow reads and the one entry that it appends."""

    def head(self, subject: Subject) -> int | None:
        """Sequence of the last entry that was about ``subject`` or changed its record; ``None`` if there is none."""
        ...

    def payload(self, digest: Digest) -> Json:
        """The public document of that digest, as canonical JSON reads back: floats are text.

        Raises:
            EntryMissing: no entry has it.
            LedgerDamaged: what is stored under the digest is something else.
        """
        ...

    def entries(self, about: Subject | None = None, action: str | None = None) -> Sequence[Entry]:
        """All entries, those about a subject, those of an action, or those of both, in their order."""
        ...

    def append(self, draft: Draft) -> Entry:
        """Record ``draft`` durably, together with all that the projector makes of it, or not at all.

        Raises:
            HeadMoved: a subject named in ``expects`` has another head by now; the error names both.
            Refusal: the projector's, word for word.
            LedgerBusy: another process held the ledger for too long; nothing was written.
            LedgerBroken: the disk failed; whether the entry stands is known after opening the ledger again.
        """
        ...

    def append_together(self, drafts: Sequence[Draft]) -> Sequence[Entry]:
        """Record several drafts in one step: all of them, or none when one is refused.

        Raises:
            HeadMoved, Refusal, LedgerBusy, LedgerBroken: as ``append``.
        """
        ...
