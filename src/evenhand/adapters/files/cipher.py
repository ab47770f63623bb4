"""Contents as they lie on the disk of an encrypted workspace.

A stored file is ``MAGIC``, 32 bytes of salt, and pieces. Every file has a key of its own, HKDF-SHA256 of the key of the
workspace and the salt; every piece is AES-256-GCM over at most 1 MiB, its nonce the number of the piece (11 bytes) and
whether it is the last (1 byte). So no piece can be changed, moved, left out or added, and a cut file does not open.
"""

import os
from hashlib import sha256
from typing import BinaryIO, Protocol

from evenhand.errors.encryption import ArtifactKeyWrong
from evenhand.errors.ledger import ArtifactDamaged

MAGIC = b"evenhand sealed 1\n"
KEY_BYTES = 32
_SALT, _TAG, _PIECE = 32, 16, 1 << 20
_FILE_PURPOSE, _ID_PURPOSE = b"evenhand artifact file v1", b"evenhand artifact key id v1"


class Writable(Protocol):
    """Takes bytes."""

    def write(self, content: bytes, /) -> object:
        """Take these."""
        ...


class Cipher:
    """Seals and opens contents with one key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ArtifactKeyWrong(f"The key has {len(key)} bytes, not {KEY_BYTES}.")
        self._key = key

    def __repr__(self) -> str:
        return f"Cipher({self.key_id})"

    @property
    def key_id(self) -> str:
        """What may be known of the key: 16 hexadecimal digits from which nobody comes back to it."""
        return _derived(self._key, salt=b"", purpose=_ID_PURPOSE).hex()[:16]

    def seal(self, source: BinaryIO, target: Writable) -> str:
        """Write ``source`` sealed; the SHA-256 of what was read, as hexadecimal digits."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, hashed, number = os.urandom(_SALT), sha256(), 0
        target.write(MAGIC + salt)
        sealing = AESGCM(_derived(self._key, salt=salt, purpose=_FILE_PURPOSE))
        piece = source.read(_PIECE)
        while True:
            following = source.read(_PIECE) if piece else b""
            hashed.update(piece)
            target.write(sealing.encrypt(_nonce(number, is_last=not following), piece, None))
            if not following:
                return hashed.hexdigest()
            piece, number = following, number + 1

    def unseal(self, source: BinaryIO, target: Writable | None) -> str:
        """Write what ``source`` holds in the clear, piece by piece as it is checked; the SHA-256 of it.

        Raises:
            ArtifactDamaged: it is not sealed, or not as this key sealed it.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if source.read(len(MAGIC)) != MAGIC:
            raise ArtifactDamaged("A file of an encrypted workspace is not encrypted.")
        opening = AESGCM(_derived(self._key, salt=source.read(_SALT), purpose=_FILE_PURPOSE))
        hashed, number, piece = sha256(), 0, source.read(_PIECE + _TAG)
        while True:
            following = source.read(_PIECE + _TAG)
            try:
                content = opening.decrypt(_nonce(number, is_last=not following), piece, None)
            except (InvalidTag, ValueError) as mistake:
                raise ArtifactDamaged(f"Piece {number} of an encrypted file is not as it was written.") from mistake
            hashed.update(content)
            if target is not None:
                target.write(content)
            if not following:
                return hashed.hexdigest()
            piece, number = following, number + 1


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(key: bytes, *, salt: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(key)
