"""The ledger as auditors see it: leaves, proofs, checkpoints, and an examination that believes nothing."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from evenhand.governance.audit.checkpoint import Checkpoint
from evenhand.governance.audit.entry import Entry, Subject
from evenhand.governance.audit.note import NoteSigner, VerifierKey
from evenhand.governance.audit.proof import ConsistencyProof, InclusionProof
from evenhand.governance.audit.verification import Progress, Verification
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest


class Trail(Protocol):
    """One log, to be read, proved and signed."""

    @property
    def log(self) -> str:
        """Id of the log."""
        ...

    @property
    def size(self) -> int:
        """Number of entries."""
        ...

    def leaf(self, sequence: int) -> bytes:
        """The bytes of an entry that the tree commits to.

        Raises:
            EntryMissing: the log is shorter.
        """
        ...

    def payload(self, digest: Digest) -> Json:
        """The public document of that digest.

        Raises:
            EntryMissing: no entry has it.
            LedgerDamaged: what is stored under the digest is something else.
        """
        ...

    def find(self, digest: Digest) -> int:
        """Sequence of the first entry with the payload of that digest.

        Raises:
            EntryMissing: there is none.
        """
        ...

    def walk(self, *, about: Subject | None = None, action: str | None = None, start: int = 0) -> Iterator[Entry]:
        """The entries from ``start`` on, all, those about a subject, those of an action, or those of both."""
        ...

    def root(self, size: int | None = None) -> bytes:
        """Root of the tree over the first ``size`` entries, over all of them by default."""
        ...

    def prove(self, sequence: int, *, size: int | None = None) -> InclusionProof:
        """That an entry stands in the tree of ``size`` entries, of all of them by default; the proof is checked first.

        Raises:
            ProofInvalid: a tree of that size has no such entry, or the stored entry does not fit the stored tree.
        """
        ...

    def prove_growth(self, old: int, *, size: int | None = None) -> ConsistencyProof:
        """That the tree of ``size`` entries, of all of them by default, begins with that of ``old``.

        Raises:
            ProofInvalid: ``old`` is 0 or beyond ``size``.
        """
        ...

    def checkpoints(self) -> Sequence[str]:
        """The signed notes that were published, oldest first."""
        ...

    def publish(self, signer: NoteSigner) -> str:
        """Sign the log as it stands and keep the note; when nothing was added since, give the last one again.

        Raises:
            WorkspaceBehind, HistoryForked: it does not continue what was signed or seen; nothing is signed.
            NoteInvalid: the last published checkpoint is not this signer's.
        """
        ...


class Examiner(Protocol):
    """Examines a ledger that need not be fit for use."""

    @property
    def log(self) -> str:
        """Id of the log that it states."""
        ...

    def examine(
        self,
        *,
        trusted: Sequence[VerifierKey] = (),
        witnessed: Sequence[Checkpoint] = (),
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> Verification:
        """Compute every hash again and compare.

        Args:
            trusted: keys whose signature on a checkpoint counts.
            witnessed: checkpoints that a witness kept, their signatures already checked.
            rebuild: whether to project every entry anew too, and to compare row by row.
            progress: told about every few thousand entries.

        Raises:
            LedgerMissing, LedgerUnreadable: there is nothing to examine.
        """
        ...
