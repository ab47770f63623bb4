"""Trust files: the reader's own, and the one that this user's config directory keeps for each log."""

import os
import stat
import tempfile
from pathlib import Path

from evenhand.adapters.signing.log_key import log_folder
from evenhand.adapters.signing.private_file import sync_folder
from evenhand.errors.people import TrustUnreadable
from evenhand.governance.access.trust import Trust

_LARGEST = 1024 * 1024


def read_trust(path: Path) -> Trust:
    """Read a trust file that the user names.

    Raises:
        TrustUnreadable: it cannot be opened, everybody may write to it, is an evidence pack, or is no trust file.
    """
    path = path.expanduser()
    try:
        if path.exists() and not path.is_file():
            raise TrustUnreadable(f"{path} is no regular file.", path=str(path))
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & stat.S_IWOTH:
                raise TrustUnreadable(
                    f"Everybody on this machine may write to {path}, so it shows whom nobody trusts.",
                    remedy="Ask for it anew, and keep it so that only those whom you trust can write: chmod o-w FILE.",
                    path=str(path),
                )  # fmt: skip
            content = file.read(_LARGEST + 1)
    except OSError as mistake:
        raise TrustUnreadable(f"{path} cannot be opened: {mistake.strerror}.", path=str(path)) from mistake
    if content.startswith(b"PK"):
        raise TrustUnreadable(
            f"{path} is a pack: keys inside a pack are never trust roots.",
            remedy="Ask the people who answer for the model for their trust file, by another way than the pack's.",
        )
    if len(content) > _LARGEST:
        raise TrustUnreadable(f"{path} is too large to be a trust file.", path=str(path))
    return Trust.parse(content)


def own_trust_path(home: Path, log: str) -> Path:
    """Where the config directory ``home`` keeps whom this user trusts in one log."""
    return log_folder(home, log) / "trust.json"


def write_trust(path: Path, trust: Trust) -> None:
    """Write a trust file, replacing an older one whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, made = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(trust.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
