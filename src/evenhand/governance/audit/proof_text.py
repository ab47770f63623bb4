"""An inclusion proof with its entry and its checkpoint in one text (C2SP tlog-proof), checked without the ledger."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.ledger import NoteInvalid, ProofInvalid
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint
from evenhand.governance.audit.entry import Entry, entry_of
from evenhand.governance.audit.merkle import HASH_BYTES, leaf_hash
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.proof import InclusionProof, check_inclusion

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 64

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """That one entry stands under one signed checkpoint.

    Attributes:
        index: of the entry.
        hashes: from its neighbour up to the root.
        leaf: the bytes of the entry, the *extra* of the format.
        note: the signed checkpoint.
    """

    index: int
    hashes: Sequence[bytes]
    leaf: bytes
    note: str

    def __str__(self) -> str:
        lines = [FIRST_LINE, f"extra {_text(self.leaf)}", f"index {self.index}", *map(_text, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "EntryProof":
        """Read the text form; nothing in it is believed yet.

        Raises:
            ProofInvalid: it is of another form, or holds no entry.
        """
        head, _, note = text.partition("\n\n")
        lines = head.split("\n")
        if lines[0] != FIRST_LINE or len(lines) < 3 or not lines[1].startswith("extra "):
            raise ProofInvalid("The text is no proof of an entry.")
        index = _INDEX.match(lines[2])
        if index is None or len(lines) - 3 > MAX_HASHES:
            raise ProofInvalid("The text is no proof of an entry.")
        hashes = [_bytes(line) for line in lines[3:]]
        if any(len(node) != HASH_BYTES for node in hashes):
            raise ProofInvalid("A line of the proof is no hash.")
        return cls(index=int(index[1]), hashes=hashes, leaf=_bytes(lines[1].removeprefix("extra ")), note=note)

    def check(self, *, log: str, origin: str, trusted: Sequence[VerifierKey]) -> tuple[Entry, Checkpoint]:
        """Lead the entry to the root that a trusted key signed.

        Raises:
            NoteInvalid: no trusted key signed the checkpoint, or it is of another log.
            ProofInvalid: the entry does not lead to it.
            LedgerDamaged: what leads to it is no entry of the log.
        """
        checkpoint = open_checkpoint(self.note, origin=origin, trusted=trusted)
        proof = InclusionProof(index=self.index, size=checkpoint.size, hashes=self.hashes)
        check_inclusion(proof, leaf=leaf_hash(self.leaf), root=checkpoint.root)
        entry = entry_of(self.leaf, log)
        if entry.sequence != self.index:
            raise ProofInvalid(f"The entry states the sequence {entry.sequence}, it stands at {self.index}.")
        return entry, checkpoint


def size_of(note: str) -> int | None:
    """Entries that a checkpoint states, unchecked; ``None`` when it is none."""
    try:
        return Checkpoint.parse(note.partition("\n\n")[0] + "\n").size
    except NoteInvalid:
        return None


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(line: str) -> bytes:
    try:
        content = b64decode(line, validate=True)
    except ValueError as mistake:
        raise ProofInvalid("A line of the proof is not base64.") from mistake
    if _text(content) != line:
        raise ProofInvalid("A line of the proof is not in its one base64 form.")
    return content
