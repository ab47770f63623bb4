"""Compute a ledger again from its entries and compare it with everything that vouches for it."""

from collections.abc import Sequence

from evenhand.errors.ledger import SignersUnknown
from evenhand.governance.audit.checkpoint import origin_of
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.verification import Progress, Verification
from evenhand.ports.trail import Examiner
from evenhand.ports.witness import Witness


def verify_log(
    examiner: Examiner,
    *,
    trusted: Sequence[VerifierKey],
    witness: Witness | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Verification:
    """Examine a ledger; what is wrong with it stands in the answer.

    Args:
        examiner: the ledger's file.
        trusted: keys of the log that count; without one only consistency with itself is shown.
        witness: where checkpoints of the log were kept.
        rebuild: whether to compare what follows from the entries too.
        progress: told about every few thousand entries.

    Raises:
        NoteInvalid: the witness holds a checkpoint of this log that no trusted key signed.
        SignersUnknown: what a witness holds can only be read with a trusted key of the log, and there is none.
    """
    origin = origin_of(examiner.log)
    trusted = [key for key in trusted if key.name == origin]
    if witness is not None and not trusted:
        raise SignersUnknown(f"No key of {origin} is trusted, so what the witness holds cannot be read.")
    kept = () if witness is None else witness.kept(origin, trusted)
    return examiner.examine(trusted=trusted, witnessed=kept, rebuild=rebuild, progress=progress)
