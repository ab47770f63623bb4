"""Signed notes: a text and the keys that stand behind it, as in C2SP signed-note, with Ed25519.

Where keys are kept is left to adapters; a signer may also be a token or a key service.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from evenhand.errors.ledger import NoteInvalid

ED25519 = b"\x01"
MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100

_NAME = re.compile(r"[^\s+]+\Z")
_NOTE = re.compile(r"\n*((?:(?!\u2014 ).*\n)+?\n(?:\u2014 .*\n)+)")
_LINE = re.compile(r"\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """The public half of a note key.

    Attributes:
        name: who signs with it, a URL without scheme; no spaces, no plus sign.
        public: the 32 bytes of an Ed25519 public key.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.match(self.name) or len(self.public) != 32:
            raise NoteInvalid(f"{self.name!r} with {len(self.public)} bytes is no Ed25519 verifier key.")

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read ``name+id+key``.

        Raises:
            NoteInvalid: it does not read so, or the id does not fit the key.
        """
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            material = _decoded(encoded)
        except ValueError as mistake:
            raise NoteInvalid(f"{text!r} is no verifier key.") from mistake
        if material[:1] != ED25519:
            raise NoteInvalid(f"{text!r} is no Ed25519 verifier key.")
        key = cls(name=name, public=material[1:])
        if key.key_id.hex() != key_id:
            raise NoteInvalid(f"{text!r} states the id {key_id}, its key has {key.key_id.hex()}.")
        return key

    def check(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this key's over ``message``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class NoteSigner(Protocol):
    """Whoever can sign notes: a key file, a token, a key service."""

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature over ``message``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKey:
    """A note key whose secret is at hand.

    Attributes:
        name: who signs with it.
        seed: the 32 secret bytes; never shown in a text form of this object.
    """

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"NoteKey({self.verifier})"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(name=self.name, public=self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature over ``message``."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def sign_note(text: str, signers: Sequence[NoteSigner]) -> str:
    """Write ``text`` with one signature line for each signer.

    Raises:
        NoteInvalid: the text cannot be signed: it does not end in a newline, or holds control characters.
    """
    _check_text(text)
    lines = []
    for signer in signers:
        key = signer.verifier
        lines.append(f"\u2014 {key.name} {b64encode(key.key_id + signer.sign(text.encode())).decode()}\n")
    return f"{text}\n{''.join(lines)}"


def open_note(note: str, trusted: Sequence[VerifierKey]) -> tuple[str, tuple[VerifierKey, ...]]:
    """Check the signatures of trusted keys, and only then give out the text and who signed it.

    Raises:
        NoteInvalid: the note is malformed, no trusted key signed it, or a line of a trusted key does not verify.

    Source:
        C2SP signed-note, "Signatures".
    """
    text, lines = _split(note)
    known = {(key.name, key.key_id): key for key in trusted}
    signers: list[VerifierKey] = []
    for name, material in lines:
        key = known.get((name, material[:4]))
        if key is None or key in signers:
            continue
        if not key.check(text.encode(), material[4:]):
            raise NoteInvalid(f"The signature of {name} does not fit the text.", name=name)
        signers.append(key)
    if not signers:
        names = ", ".join(sorted({name for name, _ in lines}))
        raise NoteInvalid(f"No trusted key signed the note; it bears the names {names}.")
    return text, tuple(signers)


def split_notes(content: str) -> tuple[str, ...]:
    r"""Notes that stand one after the other, with empty lines between them or not.

    Raises:
        NoteInvalid: something else stands there.

    Examples:
        >>> len(split_notes("a\n1\n\n\u2014 k AAAA\n\nb\n2\n\n\u2014 k AAAA\n"))
        2
    """
    notes, at = [], 0
    while content[at:].strip("\n"):
        match = _NOTE.match(content, at)
        if match is None:
            raise NoteInvalid("Something else than signed notes stands there.")
        notes.append(match[1])
        at = match.end()
    return tuple(notes)


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MAX_NOTE_BYTES:
        raise NoteInvalid(f"A note of {len(note)} characters is too long.")
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise NoteInvalid("The note has no block of signatures.")
    _check_text(text := f"{text}\n")
    lines = []
    for line in rest[:-1].split("\n"):
        match = _LINE.match(line)
        if match is None or not _NAME.match(match[1]):
            raise NoteInvalid(f"{line!r} is no signature line.")
        try:
            material = _decoded(match[2])
        except ValueError as mistake:
            raise NoteInvalid(f"{line!r} is no signature line.") from mistake
        if len(material) < 5:
            raise NoteInvalid(f"{line!r} is no signature line.")
        lines.append((match[1], material))
    if len(lines) > MAX_SIGNATURES:
        raise NoteInvalid(f"{len(lines)} signatures are too many.")
    return text, lines


def _decoded(text: str) -> bytes:
    content = b64decode(text, validate=True)
    if b64encode(content).decode() != text:
        raise ValueError("not in its one base64 form")
    return content


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise NoteInvalid("The text of a note ends in a newline and holds no other control characters.")
    try:
        text.encode()
    except UnicodeEncodeError as mistake:
        raise NoteInvalid("The text of a note is valid UTF-8.") from mistake
