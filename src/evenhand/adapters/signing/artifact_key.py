"""The key that the stored files of a workspace are encrypted with, apart from the workspace itself."""

import base64
import binascii
import os
from pathlib import Path

from evenhand.adapters.signing.log_key import log_folder
from evenhand.adapters.signing.private_file import create_folder, read_private
from evenhand.errors.encryption import ArtifactKeyMissing, ArtifactKeyWrong
from evenhand.errors.people import KeyMissing

VARIABLE = "EVENHAND_ARTIFACT_KEY"
_FOLDER, _FILE, _BYTES = "artifacts", "artifacts.key", 32


def create_artifact_key(home: Path, log: str) -> bytes:
    """Make the key of a workspace.

    Raises:
        KeyExists: there is one; it is never overwritten.
    """
    key = os.urandom(_BYTES)
    create_folder(log_folder(home, log) / _FOLDER, {_FILE: base64.b64encode(key) + b"\n"})
    return key


def open_artifact_key(home: Path, log: str) -> bytes:
    """The key: what ``EVENHAND_ARTIFACT_KEY`` holds, else the file in the config directory.

    Raises:
        ArtifactKeyMissing: there is neither.
        ArtifactKeyWrong: what is there is no key.
        KeyExposed, KeyUnreadable: others may read the file, or it cannot be opened.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return _key(named.encode(), VARIABLE)
    path = artifact_key_path(home, log)
    try:
        return _key(read_private(path), str(path))
    except KeyMissing as mistake:
        fact = f"The files of {log} are encrypted, and there is no key at {path}."
        raise ArtifactKeyMissing(fact, log=log, path=str(path)) from mistake


def artifact_key_path(home: Path, log: str) -> Path:
    """Where the key of a workspace lies when this user holds it."""
    return log_folder(home, log) / _FOLDER / _FILE


def _key(text: bytes, origin: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as mistake:
        raise ArtifactKeyWrong(f"{origin} holds no key.") from mistake
    if len(key) != _BYTES:
        raise ArtifactKeyWrong(f"{origin} holds {len(key)} bytes, and a key has {_BYTES}.")
    return key
