"""A witness in a file: signed checkpoints, one after the other, that only ever continue each other.

It is worth as much as the place where it lies: on a disk that the owner of the ledger cannot write, or in a mailbox.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evenhand.adapters.files.durable import replace_file
from evenhand.errors.ledger import NoteInvalid, ProofInvalid, WitnessRefused
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint
from evenhand.governance.audit.note import VerifierKey, split_notes
from evenhand.governance.audit.proof import ConsistencyProof, check_consistency

NAME = "checkpoints.txt"


class FileWitness:
    """Keeps the checkpoints of any number of logs in one file.

    Args:
        path: the file, or a folder in which it is called ``checkpoints.txt``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path / NAME if path.is_dir() else path

    def kept(self, origin: str, trusted: Sequence[VerifierKey]) -> Sequence[Checkpoint]:
        """See ``Witness``."""
        return [open_checkpoint(note, origin=origin, trusted=trusted) for note in self._notes() if _is_of(note, origin)]

    def submit(self, note: str, trusted: Sequence[VerifierKey], proof: ConsistencyProof | None) -> Checkpoint:
        """See ``Witness``."""
        origin = note.partition("\n")[0]
        offered = open_checkpoint(note, origin=origin, trusted=trusted)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(self._path):
            notes = self._notes()
            known = [each for each in notes if _is_of(each, origin)]
            if known:
                last = open_checkpoint(known[-1], origin=origin, trusted=trusted)
                if (last.size, last.root) == (offered.size, offered.root):
                    return offered
                _check_continues(last, offered, proof, notes=(known[-1], note))
            replace_file(self._path, "\n".join([*notes, note]).encode(), mode=0o644)
        return offered

    def _notes(self) -> Sequence[str]:
        try:
            content = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except UnicodeDecodeError as mistake:
            raise NoteInvalid(f"{self._path} holds something else than signed notes.") from mistake
        return split_notes(content)


def _is_of(note: str, origin: str) -> bool:
    return note.partition("\n")[0] == origin


def _check_continues(
    last: Checkpoint, offered: Checkpoint, proof: ConsistencyProof | None, *, notes: tuple[str, str]
) -> None:
    heads = f"the last one kept has {last.size} entries, the one offered {offered.size}"
    facts = {"kept": notes[0], "offered": notes[1]}
    if offered.size < last.size:
        raise WitnessRefused(f"The checkpoint is older than one kept before: {heads}.", **facts)
    if last.size == 0:
        return
    if proof is None and offered.size == last.size:
        proof = ConsistencyProof(old=last.size, new=offered.size, hashes=())
    try:
        if proof is None or (proof.old, proof.new) != (last.size, offered.size):
            raise ProofInvalid("There is no proof between these two sizes.")
        check_consistency(proof, old_root=last.root, new_root=offered.root)
    except ProofInvalid as mistake:
        raise WitnessRefused(
            f"The checkpoint does not continue the one before: {heads}. {mistake.fact}", **facts
        ) from mistake


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
