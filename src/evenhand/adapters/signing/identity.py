"""The keys of this user: identities in the user's config directory, or a key that ssh uses already."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.adapters.signing.key_file import PRIVATE, PUBLIC, KeyFile, Passphrase, new_key, open_key
from evenhand.adapters.signing.private_file import create_folder
from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.people import KeyMissing, KeyUnreadable
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.reference import is_name

FOLDER = "identities"


def create_identity(home: Path, name: str, passphrase: str | None = None) -> KeyFile:
    """Make a key pair in ``home/identities/NAME``, which nobody else may read.

    Raises:
        ReferenceUnreadable: ``name`` cannot name an identity.
        KeyExists: there is one of that name; a key is never overwritten.
    """
    folder = _folder(home, name)
    key, files = new_key(name, passphrase)
    create_folder(folder, files)
    return key


def open_identity(home: Path, name: str, passphrase: Passphrase = None) -> KeyFile:
    """Read the key of an identity.

    Raises:
        KeyMissing: there is none of that name; the fact lists those that there are.
        KeyExposed: others may read it.
        PassphraseRefused: it is locked and the passphrase does not open it.
    """
    folder = _folder(home, name)
    if not _is_folder(folder):
        names = ", ".join(list_identities(home)) or "none"
        raise KeyMissing(f"There is no identity {name!r} in {home / FOLDER}; there are: {names}.", name=name)
    return open_key(folder / PRIVATE, passphrase)


def open_ssh_key(path: Path, passphrase: Passphrase = None) -> KeyFile:
    """Read an existing key such as ``~/.ssh/id_ed25519``.

    Raises:
        KeyMissing, KeyExposed, KeyUnreadable, PassphraseRefused: as ``open_key`` says.
    """
    return open_key(path.expanduser(), passphrase)


def list_identities(home: Path) -> Mapping[str, PublicKey]:
    """Name to public key of each identity, sorted by name.

    Raises:
        KeyUnreadable: a public key file is missing or damaged, or you may not look; the path is named.
    """
    folder = home / FOLDER
    if not _is_folder(folder):
        return {}
    return {found.name: _public(found / PUBLIC) for found in sorted(folder.iterdir()) if is_name(found.name)}


def _folder(home: Path, name: str) -> Path:
    if not is_name(name):
        raise ReferenceUnreadable(f"{name!r} is no name.", remedy="Use lower-case words joined by '-'.")
    return home / FOLDER / name


def _is_folder(path: Path) -> bool:
    try:
        if not path.is_dir():
            return False
        next(path.iterdir(), None)
    except OSError as mistake:
        raise KeyUnreadable(
            f"{path} cannot be looked into: {mistake.strerror}.",
            path=str(path),
            remedy="The folder must be yours: see its owner and its rights.",
        ) from mistake
    return True


def _public(path: Path) -> PublicKey:
    try:
        return PublicKey.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as mistake:
        raise KeyUnreadable(f"{path} cannot be read.", path=str(path)) from mistake
