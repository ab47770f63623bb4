"""The one form that a pack has as a file: a zip archive in which nothing can hide.

Files are stored, not compressed, in the order of their names, each header with the same constants. So one content has
one archive, no member can expand or overlap, and nothing stands before, between or after the members.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct, error
from typing import BinaryIO, TypeAlias
from zlib import crc32

from evenhand.errors.pack import PackRefused, PackTooLarge
from evenhand.kernel.digest import Digest

Source: TypeAlias = bytes | Callable[[], BinaryIO]
"""Bytes, or how to open them, as often as needed."""

LARGEST = 2**31 - 1
LARGEST_DOCUMENT = 64 * 2**20
MOST_FILES = 20_000
NO_PACK = "The file is no evidence pack."
NOT_ITS_FORM = "The archive is not in the one form that a pack has: something is hidden, missing or repeated."

_NAME = re.compile(
    r"(?:pack\.json|trust\.json|checkpoint|consistency/[1-9][0-9]{0,14}\.json"
    r"|entries/[0-9]{8,15}\.(?:leaf|payload|proof)\.json|model/[0-9a-f]{64})\Z"
)
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_DAY = 0x21
_MODE = 0o600 << 16
_CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive.

    Attributes:
        name: for example ``entries/00000003.leaf.json``.
        size: in bytes.
        crc: checksum of the archive's format.
        digest: of the bytes.
        offset: of its header.
    """

    name: str
    size: int
    crc: int
    digest: Digest
    offset: int

    @property
    def local(self) -> bytes:
        """The header before the bytes."""
        name = self.name.encode()
        return _LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, _DAY, self.crc, self.size, self.size, len(name), 0) + name

    @property
    def central(self) -> bytes:
        """The entry in the archive's directory."""
        name = self.name.encode()
        numbers = (0x0314, 20, 0, 0, 0, _DAY, self.crc, self.size, self.size, len(name), 0, 0, 0, 0, _MODE, self.offset)
        return _CENTRAL.pack(b"PK\1\2", *numbers) + name

    @property
    def end(self) -> int:
        """Where the next member begins."""
        return self.offset + _LOCAL.size + len(self.name) + self.size


def write_archive(files: Mapping[str, Source], into: BinaryIO) -> None:
    """Write ``files``; the same content gives the same bytes.

    Raises:
        PackTooLarge: more than 2 GiB, or too many files.
        ValueError: a name that no pack has, or a source that changed while it was read.
    """
    if len(files) > MOST_FILES:
        raise PackTooLarge(f"The pack would hold {len(files)} files, more than {MOST_FILES}.")
    members: list[Member] = []
    for name in sorted(files):
        if not _NAME.match(name):
            raise ValueError(f"{name!r} is no file of a pack")
        member = _measured(name, _chunks(files[name]), members[-1].end if members else 0)
        if member.end > LARGEST or (member.size > LARGEST_DOCUMENT and not name.startswith("model/")):
            raise PackTooLarge(f"With {name} of {member.size} bytes the pack grows beyond what its format allows.")
        into.write(member.local)
        _copy(files[name], member, into)
        members.append(member)
    into.write(_directory(members))


def read_archive(content: BinaryIO) -> Mapping[str, Member]:
    """The members of a pack, with the digests that their bytes really have.

    Raises:
        PackRefused: it is no zip archive, or not in the one form.
    """
    size = content.seek(0, 2)
    content.seek(max(0, size - _END.size))
    tail = content.read(_END.size)
    try:
        mark, _, _, _, count, length, offset, _ = _END.unpack(tail)
    except error as mistake:
        raise PackRefused(NO_PACK) from mistake
    if mark != b"PK\5\6":
        raise PackRefused(NO_PACK)
    if count > MOST_FILES or length > 200 * count or offset + length + _END.size != size:
        raise PackRefused(NOT_ITS_FORM)
    content.seek(offset)
    members = _members(content.read(length), content)
    names = [member.name for member in members]
    written = _directory(members)
    content.seek(offset)
    if names != sorted(set(names)) or content.read() != written or (members[-1].end if members else 0) != offset:
        raise PackRefused(NOT_ITS_FORM)
    return {member.name: member for member in members}


def measured(name: str, source: Source) -> Member:
    """Size, checksum and digest of a file that is to be written."""
    return _measured(name, _chunks(source), 0)


def content_of(content: BinaryIO, member: Member) -> bytes:
    """The bytes of a member."""
    content.seek(member.end - member.size)
    return content.read(member.size)


def _measured(name: str, chunks: Iterable[bytes], offset: int) -> Member:
    size, crc, digest = 0, 0, sha256()
    for chunk in chunks:
        size, crc = size + len(chunk), crc32(chunk, crc)
        digest.update(chunk)
    return Member(name=name, size=size, crc=crc, digest=f"sha256:{digest.hexdigest()}", offset=offset)


def _members(directory: bytes, content: BinaryIO) -> list[Member]:
    members: list[Member] = []
    at = 0
    while at < len(directory):
        try:
            fields = _CENTRAL.unpack_from(directory, at)
        except error as mistake:
            raise PackRefused(NOT_ITS_FORM) from mistake
        length = fields[10]
        name = directory[at + _CENTRAL.size : at + _CENTRAL.size + length].decode("ascii", "replace")
        member = Member(name=name, size=fields[9], crc=fields[7], digest="", offset=members[-1].end if members else 0)
        members.append(_checked(member, content))
        at += _CENTRAL.size + length
    return members


def _checked(member: Member, content: BinaryIO) -> Member:
    """The member with the digest of its bytes, when name, header and checksum are those that the directory states."""
    is_large = member.size > LARGEST_DOCUMENT and not member.name.startswith("model/")
    content.seek(member.offset)
    if is_large or not _NAME.match(member.name) or content.read(len(member.local)) != member.local:
        raise PackRefused(NOT_ITS_FORM)
    found = _measured(member.name, _span(content, member.size), member.offset)
    if (found.size, found.crc) != (member.size, member.crc):
        raise PackRefused(NOT_ITS_FORM)
    return found


def _directory(members: list[Member]) -> bytes:
    entries = b"".join(member.central for member in members)
    offset = members[-1].end if members else 0
    return entries + _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(entries), offset, 0)


def _copy(source: Source, member: Member, into: BinaryIO) -> None:
    digest = sha256()
    for chunk in _chunks(source):
        digest.update(chunk)
        into.write(chunk)
    if f"sha256:{digest.hexdigest()}" != member.digest:
        raise ValueError(f"{member.name} changed while it was read")


def _chunks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source() as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _span(content: BinaryIO, size: int) -> Iterator[bytes]:
    while size and (chunk := content.read(min(size, _CHUNK))):
        size -= len(chunk)
        yield chunk
