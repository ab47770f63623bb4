"""The files of one model on their way to the child: opened once, and the bytes that were hashed are handed over."""

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from evenhand.errors.model import ModelPathUnsafe, ModelTampered, ModelTooLarge, RunnerUnavailable
from evenhand.kernel.digest import Digest, short

_PART = re.compile(r"[^\x00-\x1f\x7f/\\:]{1,255}\Z")
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model.

    Attributes:
        path: where it stands in the model's folder; relative, with ``/``.
        source: where its bytes are now.
        digest: what they must be; ``None`` when the file is being registered and no manifest names it yet.
    """

    path: str
    source: Path
    digest: Digest | None = None

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        if any(part in ("", ".", "..") or not _PART.match(part) for part in parts):
            raise ModelPathUnsafe(f"{self.path!r} is no path inside a model's folder.", path=self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """All that the child gets of one model.

    Attributes:
        loader: how the files are parsed, for example ``pickle`` or ``python:scoring``.
        files: of the model.
        code: Python files that the model imports, by their place below the folder of code.
    """

    loader: str
    files: Sequence[ModelFile]
    code: Sequence[ModelFile] = ()

    def __post_init__(self) -> None:
        for files in (self.files, self.code):
            taken: set[str] = set()
            for path in sorted(file.path.casefold() for file in files):
                if path in taken or any(str(above) in taken for above in PurePosixPath(path).parents):
                    raise ModelPathUnsafe(f"Two files of the model claim the path {path!r}.", path=path)
                taken.add(path)

    def copy_to(self, model: Path, code: Path, *, largest: int) -> dict[str, Digest]:
        """Copy every file below ``model`` or ``code`` and return the digests of what was copied.

        Raises:
            ModelTampered: a file is missing, or its bytes are not those of its digest.
            ModelPathUnsafe: a file is a link or no regular file.
            ModelTooLarge: all together are larger than ``largest`` bytes.
            RunnerUnavailable: the copy cannot be written.
        """
        left = largest
        digests = {}
        for folder, files in ((model, self.files), (code, self.code)):
            for file in files:
                digests[file.path], size = _copy(file, folder / file.path, left)
                left -= size
        return digests


def folder_files(folder: Path, *, below: str = "") -> list[ModelFile]:
    """Every file in ``folder``, for a model that is a folder; compiled Python is left out.

    Raises:
        ModelPathUnsafe: something in it is a link, or neither file nor folder.
    """
    found: list[ModelFile] = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                found += folder_files(Path(entry.path), below=f"{path}/")
        elif entry.is_file(follow_symlinks=False):
            found.append(ModelFile(path=path, source=Path(entry.path)))
        else:
            raise ModelPathUnsafe(f"{path} is a link or no regular file.", path=path)
    return found


def _copy(file: ModelFile, target: Path, largest: int) -> tuple[Digest, int]:
    source = _open(file)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o400)
        try:
            digest, size = _pour(source, written, file, largest)
        finally:
            os.close(written)
    except OSError as mistake:
        raise RunnerUnavailable(f"{file.path} cannot be copied: {mistake.strerror}.", path=file.path) from mistake
    finally:
        os.close(source)
    if file.digest is not None and digest != file.digest:
        raise ModelTampered(
            f"{file.path} is {short(digest)}, and the manifest says {short(file.digest)}.",
            path=file.path, found=digest, expected=file.digest,
        )  # fmt: skip
    return digest, size


def _open(file: ModelFile) -> int:
    try:
        source = os.open(file.source, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as mistake:
        raise ModelTampered(f"{file.path} is missing.", path=file.path) from mistake
    except OSError as mistake:
        raise ModelPathUnsafe(f"{file.path} cannot be opened: {mistake.strerror}.", path=file.path) from mistake
    if not stat.S_ISREG(os.fstat(source).st_mode):
        os.close(source)
        raise ModelPathUnsafe(f"{file.path} is no regular file.", path=file.path)
    return source


def _pour(source: int, written: int, file: ModelFile, largest: int) -> tuple[Digest, int]:
    hashed, size = sha256(), 0
    while content := os.read(source, _AT_ONCE):
        size += len(content)
        if size > largest:
            raise ModelTooLarge(f"With {file.path} the model is larger than allowed.", path=file.path)
        hashed.update(content)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(written, rest) :]
    return f"sha256:{hashed.hexdigest()}", size
