"""The two keys of a workspace: the log's, which signs checkpoints, and the release key.

They lie in the user's config directory under the id of the log, never inside the workspace.
"""

import re
from pathlib import Path

from evenhand.adapters.signing.key_file import PRIVATE, KeyFile, new_key, open_key
from evenhand.adapters.signing.private_file import create_folder
from evenhand.errors.people import KeyMissing, KeyUnreadable
from evenhand.governance.audit.checkpoint import origin_of
from evenhand.governance.audit.note import VerifierKey

FOLDER = "logs"
_LOG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")


class LogKey:
    """Signs checkpoints of one log."""

    __slots__ = ("_key", "_verifier")

    def __init__(self, log: str, key: KeyFile) -> None:
        self._key = key
        self._verifier = VerifierKey(name=origin_of(log), public=key.public.raw)

    def __repr__(self) -> str:
        return f"LogKey({self._verifier})"

    @property
    def verifier(self) -> VerifierKey:
        """The public half, as a C2SP verifier key."""
        return self._verifier

    def sign(self, message: bytes) -> bytes:
        """64 bytes: the Ed25519 signature of ``message``."""
        return self._key.sign(message)


def create_log_key(home: Path, log: str) -> LogKey:
    """Make the key of a log.

    Raises:
        KeyExists: the log has one; it is never overwritten.
    """
    return LogKey(log, _create(home, log, "log"))


def open_log_key(home: Path, log: str) -> LogKey:
    """Read the key of a log.

    Raises:
        KeyMissing: this user holds none.
        KeyExposed: others may read it.
    """
    return LogKey(log, open_key(log_folder(home, log) / "log" / PRIVATE))


def create_release_key(home: Path, log: str) -> KeyFile:
    """Make the release key of a workspace.

    Raises:
        KeyExists: the workspace has one; it is never overwritten.
    """
    return _create(home, log, "release")


def open_release_key(home: Path, log: str) -> KeyFile:
    """Read the release key of a workspace.

    Raises:
        KeyMissing: this user holds none.
        KeyExposed: others may read it.
    """
    path = log_folder(home, log) / "release" / PRIVATE
    if not path.exists():
        raise KeyMissing(
            f"The release key of {log} is not in {home}.",
            remedy="Releases are signed on the machine that created the workspace: its owner runs this command.",
        )
    return open_key(path)


def log_folder(home: Path, log: str) -> Path:
    """Where the keys of a log lie.

    Raises:
        KeyUnreadable: the id of the log cannot name a folder.
    """
    if not _LOG.match(log):
        raise KeyUnreadable(f"{log!r} is no id of a log.", remedy="Use letters, digits, '.', '_' and '-'.")
    return home / FOLDER / log


def _create(home: Path, log: str, purpose: str) -> KeyFile:
    key, files = new_key(f"{purpose}-key-of-{log}")
    create_folder(log_folder(home, log) / purpose, files)
    return key
