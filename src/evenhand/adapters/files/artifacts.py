"""Artifacts as files of a folder, each under the SHA-256 of its content; sealed where the workspace is encrypted."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from evenhand.adapters.files.cipher import MAGIC, Cipher, Writable
from evenhand.adapters.files.durable import explained, sync
from evenhand.adapters.runner.private_folder import private_folder
from evenhand.errors.encryption import ArtifactKeyMissing, EncryptionUndone
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
        cipher: gives what seals the files of an encrypted workspace, or says why it cannot; asked when it is needed.
    """

    def __init__(self, folder: Path, *, cipher: Callable[[], Cipher] | None = None) -> None:
        self._folder = folder
        self._cipher = cipher
        self._may_write = False

    def put(self, content: bytes | Path) -> Digest:
        """See ``Artifacts``."""
        with BytesIO(content) if isinstance(content, bytes) else content.open("rb") as source, explained(self._folder):
            if not self._folder.is_dir():
                self._make()
            self._sweep()
            self._require_plain()
            handle, name = tempfile.mkstemp(suffix=".new", dir=self._folder)
            draft = Path(name)
            try:
                with os.fdopen(handle, "wb") as kept:
                    digest = f"sha256:{self._written(source, kept)}"
                    kept.flush()
                    os.fchmod(kept.fileno(), 0o444)
                    os.fsync(kept.fileno())
                self._keep(draft, digest)
            finally:
                draft.unlink(missing_ok=True)
        return digest

    def read(self, digest: Digest) -> bytes:
        """See ``Artifacts``."""
        plain = BytesIO()
        with self._stored(digest) as stored:
            _check(digest, self._opened(stored, plain, digest))
        return plain.getvalue()

    def open(self, digest: Digest) -> BinaryIO:
        """See ``Artifacts``."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        try:
            with explained(self._folder), self._stored(digest) as stored:
                found = self._opened(stored, copy, digest)
            _check(digest, found)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        return copy  # type: ignore[return-value] # it has the whole interface since Python 3.11

    def has(self, digest: Digest) -> bool:
        """See ``Artifacts``."""
        return self.place(digest).is_file()

    def examined(self) -> tuple[int, Mapping[Digest, str]]:
        """How many contents are kept, and what is wrong with those whose bytes are not what their names say.

        Raises:
            ArtifactKeyMissing, ArtifactKeyWrong: they are encrypted and cannot be read.
        """
        n, wrong = 0, dict[Digest, str]()
        for path in sorted(self._folder.glob("??/*")):
            digest = f"sha256:{path.parent.name}{path.name}"
            if not is_digest(digest):
                continue
            n += 1
            try:
                with self._stored(digest) as stored:
                    _check(digest, self._opened(stored, None, digest))
            except ArtifactMissing:  # taken away since the folder was listed
                n -= 1
            except ArtifactDamaged as damage:
                wrong[digest] = damage.fact
        return n, wrong

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
                return digest == f"sha256:{self._opened(stored, None, digest)}"
        except (ArtifactDamaged, ArtifactMissing):
            return False

    @contextmanager
    def laid_out(self, digests: Iterable[Digest]) -> Iterator[Callable[[Digest], Path]]:
        """Where contents lie in the clear, for a reader that checks the digests itself.

        Those of an encrypted workspace are opened into a folder that only this user can enter; it is removed at the end
        of the block, or by whoever opens a model next when this process was killed.

        Raises:
            ArtifactMissing, ArtifactDamaged: as ``read``, of an encrypted workspace.
            ArtifactKeyMissing, ArtifactKeyWrong: it cannot be opened.
        """
        if self._cipher is None:
            yield self.place
            return
        with private_folder() as room, explained(room):
            for digest in dict.fromkeys(digests):
                with self._stored(digest) as stored, (room / digest[7:]).open("xb") as plain:
                    _check(digest, self._opened(stored, plain, digest))
            yield lambda digest: room / digest[7:]

    def _written(self, source: BinaryIO, kept: BinaryIO) -> str:
        return _pour(source, kept) if self._cipher is None else self._cipher().seal(source, kept)

    def _opened(self, stored: BinaryIO, target: Writable | None, digest: Digest) -> str:
        """Pour out what is stored in the clear; its SHA-256."""
        try:
            if self._cipher is not None:
                return self._cipher().unseal(stored, target)
        except ArtifactDamaged as mistake:
            raise ArtifactDamaged(f"{mistake.fact} It is {digest}.", digest=digest) from mistake
        if _is_sealed(stored, digest):
            raise ArtifactKeyMissing(f"What is stored under {digest} is encrypted.", digest=digest)
        return _pour(stored, target)

    def _require_plain(self) -> None:
        """Whoever does not know that the workspace is encrypted writes nothing to it in the clear."""
        if self._cipher is not None or self._may_write:
            return
        path = next(self._folder.glob("??/*"), None)
        if path is not None:
            with path.open("rb") as stored:
                if _is_sealed(stored, f"sha256:{path.parent.name}{path.name}"):
                    raise EncryptionUndone(f"{self._folder} holds encrypted files, and nothing says so any more.")
        self._may_write = True

    def place(self, digest: Digest) -> Path:
        """Where the content lies as it is stored, for a reader that checks the digest itself.

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


def _is_sealed(stored: BinaryIO, digest: Digest) -> bool:
    """Whether a stored file is encrypted: what was stored in the clear may begin as such a file does."""
    begins = stored.read(len(MAGIC)) == MAGIC
    stored.seek(0)
    if not begins:
        return False
    found = _pour(stored, None)
    stored.seek(0)
    return f"sha256:{found}" != digest


def _pour(source: BinaryIO, target: Writable | None) -> str:
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
