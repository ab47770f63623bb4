"""Checkpoints: the size and root of a log under its signature, as in C2SP tlog-checkpoint."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.ledger import NoteInvalid
from evenhand.governance.audit.merkle import HASH_BYTES
from evenhand.governance.audit.note import NoteSigner, VerifierKey, open_note, sign_note

_TEXT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n((?:[^\n]+\n)*)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a log had come.

    Attributes:
        origin: the log, for example ``evenhand/3f9a0c``.
        size: number of entries.
        root: hash of the tree over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != HASH_BYTES:
            raise NoteInvalid(f"{self.origin!r}, {self.size} and {len(self.root)} bytes make no checkpoint.")

    @property
    def text(self) -> str:
        r"""What is signed.

        Examples:
            >>> Checkpoint(origin="evenhand/x", size=0, root=b"\0" * 32).text
            'evenhand/x\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'
        """
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note whose signatures were checked; extension lines are passed over.

        Raises:
            NoteInvalid: it is no checkpoint.
        """
        match = _TEXT.match(text)
        if match is None:
            raise NoteInvalid("The text of the note is no checkpoint.")
        root = b64decode(match[3])
        if b64encode(root).decode() != match[3]:
            raise NoteInvalid("The root of the checkpoint is not in its one base64 form.")
        return cls(origin=match[1], size=int(match[2]), root=root)


def origin_of(log: str) -> str:
    """Origin line, and name of the key, of the log with that id.

    Examples:
        >>> origin_of("3f9a0c")
        'evenhand/3f9a0c'
    """
    return f"evenhand/{log}"


def sign_checkpoint(checkpoint: Checkpoint, signers: Sequence[NoteSigner]) -> str:
    """The signed note of a checkpoint; that it continues all earlier ones is for the caller to know."""
    return sign_note(checkpoint.text, signers)


def open_checkpoint(note: str, *, origin: str, trusted: Sequence[VerifierKey]) -> Checkpoint:
    """Check the signatures of a checkpoint of the log ``origin``.

    Raises:
        NoteInvalid: malformed, of another log, or not signed by a trusted key.
    """
    text, _ = open_note(note, trusted)
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin != origin:
        raise NoteInvalid(f"The checkpoint is of {checkpoint.origin}, not of {origin}.")
    return checkpoint
