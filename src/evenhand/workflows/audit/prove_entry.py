"""A proof that one entry stands in the ledger, for somebody who does not have the ledger."""

from evenhand.errors.ledger import EntryUnsigned
from evenhand.governance.audit.proof_text import EntryProof, size_of
from evenhand.kernel.digest import Digest
from evenhand.ports.trail import Trail


def prove_entry(trail: Trail, entry: int | Digest) -> EntryProof:
    """Prove an entry, named by its sequence or by the digest of its payload, under the last published checkpoint.

    Raises:
        EntryMissing: the log is shorter, or holds no such payload.
        EntryUnsigned: no published checkpoint covers it.
    """
    sequence = entry if isinstance(entry, int) else trail.find(entry)
    leaf = trail.leaf(sequence)
    notes = trail.checkpoints()
    size = size_of(notes[-1]) if notes else None
    if size is None or size <= sequence:
        raise EntryUnsigned(f"Entry {sequence} is newer than every published checkpoint.", sequence=sequence)
    proof = trail.prove(sequence, size=size)
    return EntryProof(index=sequence, hashes=proof.hashes, leaf=leaf, note=notes[-1])
