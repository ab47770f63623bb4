"""A file under an address (``s3://``, ``gs://``, ``https://`` ...), opened by fsspec."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from shutil import copyfileobj
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from evenhand.errors.table import TableChanged, TableEmpty, TableUnreadable
from evenhand.errors.workspace import ExtraMissing


@dataclass(frozen=True, kw_only=True)
class Remote:
    """See ``Place``.

    Attributes:
        url: the address.
        files: the file system that fsspec made for it.
        path: of the file in there.
        stamp: what the file system knew of the file when it was first seen.
    """

    url: str
    files: Any
    path: str
    stamp: tuple[str, ...]

    @classmethod
    def of(cls, url: str) -> "Remote":
        """The file at ``url`` as it is now.

        Raises:
            ExtraMissing: fsspec, or what it needs for this kind of address, is not installed.
            TableUnreadable: there is none, or it may not be read.
        """
        files, path = file_system(url)
        return cls(url=url, files=files, path=path, stamp=_stamp(files, path, url))

    @property
    def origin(self) -> str:
        """See ``Place``."""
        return PurePosixPath(urlsplit(self.url).path).name or self.url

    @property
    def suffix(self) -> str:
        """See ``Place``."""
        return PurePosixPath(urlsplit(self.url).path).suffix.lower()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """See ``Place``."""
        self._require_same()
        try:
            file = self.files.open(self.path, "rb")
        except Exception as mistake:
            raise _unreadable(self.url, mistake) from mistake
        with file:
            try:
                yield from self._sought(file)
            except (OSError, TableUnreadable) as mistake:
                self._require_same()
                raise mistake if isinstance(mistake, TableUnreadable) else _unreadable(self.url, mistake) from mistake
        self._require_same()

    def _sought(self, file: BinaryIO) -> Iterator[BinaryIO]:
        """The file where it can be sought in, else a copy of it that lasts as long as it is open."""
        if file.seekable():
            if not file.seek(0, 2):
                raise TableEmpty(f"{self.url} holds no byte.", path=self.url)
            file.seek(0)
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            copyfileobj(file, copy)
            if not copy.tell():
                raise TableEmpty(f"{self.url} holds no byte.", path=self.url)
            copy.seek(0)
            yield cast("BinaryIO", copy)

    def _require_same(self) -> None:
        if _stamp(self.files, self.path, self.url) != self.stamp:
            raise TableChanged(f"{self.url} changed since it was first read.", path=self.url)


def is_address(source: str) -> bool:
    """Whether a text is an address and no path.

    Examples:
        >>> is_address("s3://bucket/table.parquet"), is_address("C:/table.csv"), is_address("table.csv")
        (True, False, False)
    """
    scheme, mark, _ = source.partition("://")
    return bool(mark) and len(scheme) > 1 and scheme.replace("+", "").replace("-", "").isalnum()


def file_system(url: str) -> tuple[Any, str]:
    """The file system of an address, and the path in there.

    Raises:
        ExtraMissing: fsspec, or what it needs for this kind of address, is not installed.
        TableUnreadable: nobody knows this kind of address.
    """
    try:
        import fsspec
    except ImportError as mistake:
        remedy = "Install it with: pip install 'evenhand-core[remote]'."
        raise ExtraMissing(f"{url} needs fsspec, which is not installed.", remedy=remedy, library="fsspec") from mistake
    try:
        files, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as mistake:
        remedy = "Install what it names beside evenhand."
        raise ExtraMissing(f"{url} cannot be opened: {mistake}.", remedy=remedy) from mistake
    except Exception as mistake:
        raise _unreadable(url, mistake) from mistake
    return files, str(path)


def _stamp(files: Any, path: str, url: str) -> tuple[str, ...]:  # noqa: ANN401 - any file system
    try:
        found = files.info(path)
    except Exception as mistake:
        raise _unreadable(url, mistake) from mistake
    return tuple(str(found.get(key)) for key in _KNOWN)


_KNOWN = ("size", "type", "mtime", "created", "LastModified", "last_modified", "ETag", "etag", "md5Hash", "generation")


def _unreadable(url: str, mistake: BaseException) -> TableUnreadable:
    said = str(mistake).strip().splitlines() or [type(mistake).__name__]
    return TableUnreadable(f"{url} cannot be read: {type(mistake).__name__}: {said[0].rstrip('.')}.", path=url)
