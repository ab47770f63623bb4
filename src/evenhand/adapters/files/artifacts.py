"""Artifacts as files of a folder, each under the SHA-256 of its content."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from evenhand.adapters.files.durable import explained, sync
from evenhand.errors.ledger import ArtifactDamaged, ArtifactMissing
from evenhand.kernel.digest import Digest, is_digest

CHUNK = 1 << 20
IN_MEMORY = 1 << 24
"""Copies up to 16 MiB are checked in memory, larger ones in a file that has no name."""
LEFT_OVER_SECONDS = 86_400


class FileArtifacts:
    """One file for each content: ``ab/cdef...`` below the folder, read-only, never overwritten by other bytes.

    Args:
        folder: made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes | Path) -> Digest:
        """See ``Artifacts``."""
        with BytesIO(content) if isinstance(content, bytes) else content.open("rb") as source, explained(self._folder):
            if not self._folder.is_dir():
                self._make()
            self._sweep()
            handle, name = tempfile.mkstemp(suffix=".new", dir=self._folder)
            draft = Path(name)
            try:
                with os.fdopen(handle, "wb") as kept:
                    digest = f"sha256:{_pour(source, kept)}"
                    kept.flush()
                    os.fchmod(kept.fileno(), 0o444)
                    os.fsync(kept.fileno())
                self._keep(draft, digest)
            finally:
                draft.unlink(missing_ok=True)
        return digest

    def read(self, digest: Digest) -> bytes:
        """See ``Artifacts``."""
        with self._stored(digest) as stored:
            content = stored.read()
        _check(digest, sha256(content).hexdigest())
        return content

    def open(self, digest: Digest) -> BinaryIO:
        """See ``Artifacts``."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        try:
            with explained(self._folder), self._stored(digest) as stored:
                found = _pour(stored, copy)
            _check(digest, found)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        return copy  # type: ignore[return-value] # it has the whole interface since Python 3.11

    def has(self, digest: Digest) -> bool:
        """See ``Artifacts``."""
        return self.place(digest).is_file()

    def _make(self) -> None:
        """All folders at once: a folder made later would cost every first file in it one more wait for the disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in range(256):
            (self._folder / f"{name:02x}").mkdir(exist_ok=True)
        sync(self._folder)

    def _keep(self, draft: Path, digest: Digest) -> None:
        path = self.place(digest)
        if path.exists() and self._is_whole(digest):
            return
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            sync(self._folder)
        draft.replace(path)
        sync(path.parent)

    def _is_whole(self, digest: Digest) -> bool:
        try:
            with self._stored(digest) as stored:
                return digest == f"sha256:{_pour(stored, None)}"
        except (ArtifactDamaged, ArtifactMissing):
            return False

    def place(self, digest: Digest) -> Path:
        """Where the content lies, for a reader that checks the digest itself.

        Raises:
            ArtifactMissing: ``digest`` is none.
        """
        if not is_digest(digest):
            raise ArtifactMissing(f"{digest!r} is no digest.", digest=digest)
        name = digest.removeprefix("sha256:")
        return self._folder / name[:2] / name[2:]

    @contextmanager
    def _stored(self, digest: Digest) -> Iterator[BinaryIO]:
        path = self.place(digest)
        try:
            stored = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError as gone:
            raise ArtifactMissing(f"Nothing is stored under {digest}.", digest=digest) from gone
        except OSError as refused:
            raise ArtifactDamaged(f"{path} cannot be opened: {refused.strerror}.", digest=digest) from refused
        with stored:
            yield stored

    def _sweep(self) -> None:
        """Drop what a killed process left behind long ago."""
        for left in self._folder.glob("*.new"):
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > LEFT_OVER_SECONDS:
                    left.unlink()


def _pour(source: BinaryIO, target: "BinaryIO | tempfile.SpooledTemporaryFile[bytes] | None") -> str:
    hashed = sha256()
    while chunk := source.read(CHUNK):
        hashed.update(chunk)
        if target is not None:
            target.write(chunk)
    return hashed.hexdigest()


def _check(digest: Digest, found: str) -> None:
    if digest != f"sha256:{found}":
        raise ArtifactDamaged(
            f"The bytes stored under {digest} are those of sha256:{found}.", digest=digest, found=f"sha256:{found}"
        )
