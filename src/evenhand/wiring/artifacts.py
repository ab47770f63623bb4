"""The stored files of a workspace, encrypted where it was created so; the key comes from elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path

from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.files.cipher import Cipher
from evenhand.adapters.signing.artifact_key import artifact_key_path, create_artifact_key, open_artifact_key
from evenhand.errors.encryption import ArtifactKeyWrong, EncryptionUndone
from evenhand.errors.people import KeyExists
from evenhand.wiring.settings import Settings

MARKER = "encryption.json"
_SCHEMA = "evenhand/encryption/v1"


def artifacts_for(settings: Settings) -> FileArtifacts:
    """The stored files; a key that is missing or wrong is told when one of them is written or read, not before.

    Raises:
        WorkspaceMissing: there is no workspace.
        EncryptionUndone: what says that it is encrypted cannot be read.
    """
    folder = settings.found / "artifacts"
    marker = _marker(settings.found)
    if marker is None:
        return FileArtifacts(folder)
    return FileArtifacts(folder, cipher=lambda: _cipher(settings, marker))


def encrypt(settings: Settings, log: str, folder: Path) -> None:
    """Make the key of a new workspace in the config directory, and say in its ``folder`` that it is encrypted."""
    try:
        key = create_artifact_key(settings.config_home, log)
    except KeyExists:  # whoever began this founding was interrupted
        key = open_artifact_key(settings.config_home, log)
    document = {"schema": _SCHEMA, "log": log, "cipher": "AES-256-GCM", "key_id": Cipher(key).key_id}
    (folder / MARKER).write_text(json.dumps(document, indent=2) + "\n", encoding="ascii")


def require_marker(settings: Settings, log: str) -> None:
    """Refuse a workspace that this user holds a key of and that says no longer that it is encrypted.

    Raises:
        EncryptionUndone: it is so, or it names another ledger.
    """
    marker = _marker(settings.found)
    if marker is None and artifact_key_path(settings.config_home, log).exists():
        raise EncryptionUndone(f"{settings.found} was created encrypted, and {MARKER} is gone.")
    if marker is not None and marker["log"] != log:
        raise EncryptionUndone(f"{settings.found / MARKER} is of the ledger {marker['log']}, not of {log}.")


def _cipher(settings: Settings, marker: Mapping[str, str]) -> Cipher:
    cipher = Cipher(open_artifact_key(settings.config_home, marker["log"]))
    if cipher.key_id != marker["key_id"]:
        raise ArtifactKeyWrong(f"The key has the id {cipher.key_id}; the workspace names {marker['key_id']}.")
    return cipher


def _marker(folder: Path) -> Mapping[str, str] | None:
    path = folder / MARKER
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        found = {name: str(stored[name]) for name in ("schema", "log", "key_id")}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as mistake:
        raise EncryptionUndone(f"{path} cannot be read as what it should be.", path=str(path)) from mistake
    if found["schema"] != _SCHEMA:
        raise EncryptionUndone(f"{path} is of the schema {found['schema']}.", path=str(path))
    return found
