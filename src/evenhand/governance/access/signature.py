"""Public keys of people and services, and whether a signature is theirs.

Only Ed25519, in the text form of OpenSSH. Private keys are the business of the signing adapter.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evenhand.errors.people import KeyUnreadable
from evenhand.governance.access.shape import Misfit, from_base64

ALGORITHM = "ssh-ed25519"
_PREFIX = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
_PRIME = 2**255 - 19
_CURVE = -121665 * pow(121666, -1, _PRIME) % _PRIME
_EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022
_SMALL = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})
"""Heights of the points of small order: for such a key anybody can make signatures that hold."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PublicKey:
    """An Ed25519 public key.

    Attributes:
        raw: the 32 bytes of RFC 8032.
        comment: what stands behind the key in its file; no part of what the key is.

    Examples:
        >>> key = PublicKey.parse("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea me")
        >>> key.fingerprint
        'SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8'
    """

    raw: bytes
    comment: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise KeyUnreadable(f"An Ed25519 key has 32 bytes, not {len(self.raw)}.")
        if not _is_point(int.from_bytes(self.raw, "little") % 2**255):
            raise KeyUnreadable("The 32 bytes are no point that can be somebody's Ed25519 key.")

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read a line such as ``ssh-ed25519 AAAA... comment``.

        Raises:
            KeyUnreadable: another algorithm, which is named, or no key at all.
        """
        parts = text.split(maxsplit=2)
        algorithm = parts[0] if parts else ""
        if algorithm != ALGORITHM:
            raise KeyUnreadable(f"{algorithm[:60]!r} is not accepted, only {ALGORITHM}.", algorithm=algorithm)
        try:
            content = from_base64(parts[1] if len(parts) > 1 else None, "The key")
        except Misfit as mistake:
            raise KeyUnreadable(f"{mistake}.") from mistake
        if not content.startswith(_PREFIX):
            raise KeyUnreadable(f"The text behind {ALGORITHM} is no key of that algorithm.")
        return cls(raw=content.removeprefix(_PREFIX), comment=parts[2].strip() if len(parts) > 2 else "")

    @property
    def text(self) -> str:
        """``ssh-ed25519 AAAA...``, without the comment."""
        return f"{ALGORITHM} {b64encode(_PREFIX + self.raw).decode()}"

    @property
    def fingerprint(self) -> str:
        """``SHA256:...`` as ``ssh-keygen -l`` prints it."""
        return "SHA256:" + b64encode(sha256(_PREFIX + self.raw).digest()).decode().rstrip("=")

    def verify(self, content: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this key's signature of ``content``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, content)
        except InvalidSignature:
            return False
        return True


class Signer(Protocol):
    """Whoever can sign with one private key, without showing it."""

    @property
    def public(self) -> PublicKey:
        """The key that others check the signatures with."""
        ...

    def sign(self, content: bytes) -> bytes:
        """64 bytes: the Ed25519 signature of ``content``."""
        ...


def _is_point(height: int) -> bool:
    """Whether a point of this height lies on the curve, is written in the one right way and is not of small order.

    Source:
        RFC 8032, 5.1.3: x**2 = (y**2 - 1) / (d y**2 + 1).
    """
    if height >= _PRIME or height in _SMALL:
        return False
    square = (height**2 - 1) * pow(_CURVE * height**2 + 1, -1, _PRIME) % _PRIME
    return pow(square, (_PRIME - 1) // 2, _PRIME) == 1
