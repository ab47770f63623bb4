"""One Ed25519 key in OpenSSH's file format, ours or the user's own from ``~/.ssh``, locked or not."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    SSHPrivateKeyTypes,
    load_ssh_private_key,
)

from evenhand.adapters.signing.private_file import read_private
from evenhand.errors.people import KeyUnreadable, PassphraseLibraryMissing, PassphraseRefused
from evenhand.governance.access.signature import PublicKey

Passphrase: TypeAlias = str | Callable[[str], str] | None
"""The passphrase, or who is asked for it (with the path of the key) when the key turns out to be locked."""

PRIVATE = "id_ed25519"
PUBLIC = "id_ed25519.pub"


class KeyFile:
    """A signer whose private key was read from a file.

    Examples:
        >>> key = KeyFile(Ed25519PrivateKey.from_private_bytes(bytes(32)))
        >>> key
        KeyFile(SHA256:tAXFyTXI8xtDaujAEcwJslAYc9/6FKcUkd2Lw0xDhPo)
        >>> key.public.verify(b"yes", key.sign(b"yes"))
        True
    """

    __slots__ = ("_private", "_public")

    def __init__(self, private: Ed25519PrivateKey, comment: str = "") -> None:
        self._private = private
        self._public = PublicKey(raw=private.public_key().public_bytes_raw(), comment=comment)

    def __repr__(self) -> str:
        return f"KeyFile({self._public.fingerprint})"

    @property
    def public(self) -> PublicKey:
        """The key that others check the signatures with."""
        return self._public

    def sign(self, content: bytes) -> bytes:
        """64 bytes: the Ed25519 signature of ``content``."""
        return self._private.sign(content)


def open_key(path: Path, passphrase: Passphrase = None) -> KeyFile:
    """Read a private key.

    Raises:
        KeyMissing: nothing is there.
        KeyExposed: others may read or replace it, or it is a link.
        KeyUnreadable: another algorithm or another format.
        PassphraseRefused: it is locked and the passphrase does not open it.
    """
    content = read_private(path)
    try:
        private = load_ssh_private_key(content, password=None)
    except TypeError:
        private = _unlocked(content, path, passphrase)
    except (ValueError, UnsupportedAlgorithm) as mistake:
        raise KeyUnreadable(f"{path} holds no private key in OpenSSH's format.", path=str(path)) from mistake
    if not isinstance(private, Ed25519PrivateKey):
        kind = type(private).__name__.lstrip("_")
        raise KeyUnreadable(f"{path} holds a key of another algorithm ({kind}), not Ed25519.", path=str(path))
    return KeyFile(private)


def new_key(comment: str, passphrase: str | None = None) -> tuple[KeyFile, Mapping[str, bytes]]:
    """Make a key, and the two files it is kept in.

    Raises:
        PassphraseRefused: the passphrase is empty.
        PassphraseLibraryMissing: a passphrase needs the library ``bcrypt``.
    """
    if passphrase == "":
        raise PassphraseRefused("The passphrase is empty.", remedy="Give one, or none at all.")
    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase is not None else NoEncryption()
    try:
        private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock)
    except UnsupportedAlgorithm as mistake:
        raise PassphraseLibraryMissing("Locking a key needs the library bcrypt.") from mistake
    made = KeyFile(key, comment)
    return made, {PRIVATE: private, PUBLIC: f"{made.public.text} {comment}\n".encode()}


def _unlocked(content: bytes, path: Path, passphrase: Passphrase) -> SSHPrivateKeyTypes:
    given = passphrase(str(path)) if callable(passphrase) else passphrase
    if not given:
        raise PassphraseRefused(f"{path} is locked, and no passphrase was given.", path=str(path))
    try:
        return load_ssh_private_key(content, password=given.encode())
    except UnsupportedAlgorithm as mistake:
        raise PassphraseLibraryMissing(f"{path} is locked, and opening it needs the library bcrypt.") from mistake
    except ValueError as mistake:
        raise PassphraseRefused(f"The passphrase does not open {path}.", path=str(path)) from mistake
