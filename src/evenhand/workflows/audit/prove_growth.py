"""A proof that the ledger still begins with what somebody saw of it earlier."""

from evenhand.errors.ledger import EntryUnsigned
from evenhand.governance.audit.proof import ConsistencyProof
from evenhand.governance.audit.proof_text import size_of
from evenhand.ports.trail import Trail


def prove_growth(trail: Trail, old: int) -> tuple[ConsistencyProof, str]:
    """Prove that the last published checkpoint continues the first ``old`` entries; gives the proof and the checkpoint.

    Raises:
        EntryUnsigned: no published checkpoint covers so many entries.
        ProofInvalid: ``old`` is 0, from which nothing can be proved.
    """
    notes = trail.checkpoints()
    size = size_of(notes[-1]) if notes else None
    if size is None or size < old:
        raise EntryUnsigned(f"No published checkpoint covers {old} entries.", size=old)
    return trail.prove_growth(old, size=size), notes[-1]
