"""Sign how far the ledger has come, and hand that to a witness."""

from collections.abc import Sequence

from evenhand.governance.audit.checkpoint import open_checkpoint, origin_of
from evenhand.governance.audit.note import NoteSigner
from evenhand.ports.trail import Trail
from evenhand.ports.witness import Witness


def publish_checkpoint(trail: Trail, signer: NoteSigner, *, witnesses: Sequence[Witness] = ()) -> str:
    """Sign the ledger as it stands and give the note to every witness, each with the proof that it continues the last.

    Raises:
        WorkspaceBehind, HistoryForked: the ledger does not continue what was signed or seen; nothing is signed.
        WitnessRefused: a witness holds another history; the note is published here all the same.
    """
    note = trail.publish(signer)
    origin, trusted = origin_of(trail.log), [signer.verifier]
    size = open_checkpoint(note, origin=origin, trusted=trusted).size
    for witness in witnesses:
        kept = witness.kept(origin, trusted)
        old = kept[-1].size if kept else 0
        proof = trail.prove_growth(old, size=size) if 0 < old <= size else None
        witness.submit(note, trusted, proof)
    return note
