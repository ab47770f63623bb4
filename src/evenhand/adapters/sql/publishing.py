"""Signs checkpoints: each must continue the one before it and all that this machine has seen."""

from evenhand.adapters.sql.continuity import check_continues
from evenhand.adapters.sql.reading import Reading
from evenhand.adapters.sql.sequencer import Sequencer
from evenhand.errors.ledger import LedgerDamaged
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint, origin_of, sign_checkpoint
from evenhand.governance.audit.note import NoteSigner
from evenhand.ports.high_water import Mark


def publish(sequencer: Sequencer, signer: NoteSigner) -> str:
    """Sign the log as it stands now and add the note to the published ones; give the last one when nothing was added.

    Raises:
        NoteInvalid: the last published checkpoint is not signed by this signer.
        WorkspaceBehind, HistoryForked: the log does not continue the last checkpoint or the mark; nothing is signed.
        LedgerDamaged: there is no mark any more to compare with.
    """
    log = sequencer.rules.log
    reading = Reading(sequencer.connection, log)
    with sequencer.transaction() as edge:
        seen = sequencer.rules.high_water.read(log)
        if seen is None:
            raise LedgerDamaged(f"The mark of {log} is gone since the ledger was opened; nothing is signed.", log=log)
        check_continues(reading, log, seen)
        published = reading.checkpoints()
        if published:
            note = published[-1][1]
            last = open_checkpoint(note, origin=origin_of(log), trusted=[signer.verifier])
            check_continues(reading, log, Mark(size=last.size, root=last.root))
            if last.size == edge.size:
                return note
        checkpoint = Checkpoint(origin=origin_of(log), size=edge.size, root=edge.root())
        note = sign_checkpoint(checkpoint, [signer])
        sequencer.connection.execute("INSERT INTO checkpoint (number, note) VALUES (?, ?)", (len(published) + 1, note))
    return note
