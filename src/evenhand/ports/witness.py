"""Who keeps checkpoints where the owner of the ledger cannot change them."""

from collections.abc import Sequence
from typing import Protocol

from evenhand.governance.audit.checkpoint import Checkpoint
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.proof import ConsistencyProof


class Witness(Protocol):
    """Keeps what it is given, and refuses what does not continue it."""

    def kept(self, origin: str, trusted: Sequence[VerifierKey]) -> Sequence[Checkpoint]:
        """The checkpoints of one log, smallest first, each signed by a trusted key.

        Raises:
            NoteInvalid: one of them is not.
        """
        ...

    def submit(self, note: str, trusted: Sequence[VerifierKey], proof: ConsistencyProof | None) -> Checkpoint:
        """Keep a checkpoint.

        Args:
            note: the signed checkpoint.
            trusted: keys of the log; the note bears a signature of one of them.
            proof: that it continues the last one kept; ``None`` when none is kept, or when the last one is empty.

        Raises:
            WitnessRefused: it is smaller than the last one, or does not continue it; the facts hold both notes.
            NoteInvalid: it is not signed by a trusted key.
        """
        ...
