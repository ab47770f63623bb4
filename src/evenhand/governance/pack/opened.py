"""A pack as it is read: every file where the format puts it and as the list of files states it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from evenhand.errors.pack import PackMalformed, PackRefused
from evenhand.governance.access.claim import as_list, as_map, as_texts
from evenhand.governance.access.shape import (
    Shape,
    canonical,
    choice,
    digest,
    from_base64,
    listing,
    record,
    require,
    text,
    whole,
)
from evenhand.governance.access.trust import Trust
from evenhand.governance.pack.archive import NOT_ITS_FORM, Member, content_of, read_archive
from evenhand.governance.pack.parts import CHECKPOINT, INDEX, SCHEMA, TRUST
from evenhand.kernel.canonical import Json

_ABOUT = re.compile(r"[a-z][a-z0-9._-]{0,63}@[1-9][0-9]{0,8}\Z")
_LOG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_FILE = record({"path": text, "digest": digest, "size": whole, "meaning": text})
_INDEX = record({"schema": choice(SCHEMA), "about": text, "log": text, "release": whole, "files": listing(_FILE)})
_PROOF = record({"size": whole, "hashes": listing(text)})
_EARLIER = record({"hashes": listing(text)})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry before anything of it was checked."""

    sequence: int
    leaf: bytes
    payload: bytes
    size: int
    hashes: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a pack holds.

    Attributes:
        about, log, release: what the list of files says it is about.
        n_files: besides the list of files.
        checkpoint: signed note.
        entries: in their order.
        earlier: by size, the proof that the checkpoint continues the first so many entries.
        trust: keys that the pack itself names.
        models: digests of the model files that are in it, their bytes already measured.
    """

    about: str
    log: str
    release: int
    n_files: int
    checkpoint: str
    entries: Sequence[RawEntry]
    earlier: Mapping[int, Sequence[bytes]]
    trust: Trust
    models: frozenset[str]


def open_pack(content: BinaryIO) -> Pack:
    """Read a pack.

    Raises:
        PackRefused: it is not in the form of a pack, or a file is not what the list states.
        PackMalformed: a part is malformed.
    """
    members = read_archive(content)
    if not {INDEX, TRUST, CHECKPOINT} <= members.keys():
        raise PackRefused(NOT_ITS_FORM)
    index = as_map(_json(content, members, INDEX, _INDEX))
    _require_listed(index, members)
    stems = _stems(members)
    about, log, release = str(index["about"]), str(index["log"]), index["release"]
    if not _ABOUT.match(about) or not _LOG.match(log) or not isinstance(release, int):
        raise PackMalformed("The pack is about no version of a log.")
    trust = canonical(content_of(content, members[TRUST]), failure=PackMalformed, path=TRUST)
    return Pack(
        about=about, log=log, release=release, n_files=len(members) - 1,
        checkpoint=_text(content_of(content, members[CHECKPOINT])),
        entries=tuple(_entry(content, members, stem) for stem in stems),
        earlier=dict(_earlier(content, members, name) for name in members if name.startswith("consistency/")),
        trust=Trust.from_json(trust),
        models=frozenset(f"sha256:{name[6:]}" for name in members if name.startswith("model/")),
    )  # fmt: skip


def _require_listed(index: Mapping[str, Json], members: Mapping[str, Member]) -> None:
    listed = list(map(as_map, as_list(index["files"])))
    if [each["path"] for each in listed] != [name for name in members if name != INDEX]:
        raise PackRefused(NOT_ITS_FORM)
    for each in listed:
        member = members[str(each["path"])]
        is_named = not member.name.startswith("model/") or member.digest == f"sha256:{member.name[6:]}"
        if (each["digest"], each["size"]) != (member.digest, member.size) or not is_named:
            raise PackRefused(f"{member.name} is not what the list of files states.")


def _stems(members: Mapping[str, Member]) -> list[str]:
    stems = sorted({name.split(".")[0] for name in members if name.startswith("entries/")}, key=_sequence)
    if len({_sequence(stem) for stem in stems}) < len(stems):
        raise PackRefused(NOT_ITS_FORM)
    for stem in stems:
        if not all(f"{stem}.{kind}.json" in members for kind in ("leaf", "payload", "proof")):
            raise PackRefused(NOT_ITS_FORM)
    return stems


def _sequence(stem: str) -> int:
    return int(stem.removeprefix("entries/"))


def _entry(content: BinaryIO, members: Mapping[str, Member], stem: str) -> RawEntry:
    proof = as_map(_json(content, members, f"{stem}.proof.json", _PROOF))
    size = proof["size"]
    return RawEntry(
        sequence=_sequence(stem), leaf=content_of(content, members[f"{stem}.leaf.json"]),
        payload=content_of(content, members[f"{stem}.payload.json"]), size=size if isinstance(size, int) else 0,
        hashes=_hashes(proof["hashes"]),
    )  # fmt: skip


def _earlier(content: BinaryIO, members: Mapping[str, Member], name: str) -> tuple[int, Sequence[bytes]]:
    stored = as_map(_json(content, members, name, _EARLIER))
    return int(name.removeprefix("consistency/").removesuffix(".json")), _hashes(stored["hashes"])


def _json(content: BinaryIO, members: Mapping[str, Member], name: str, shape: Shape) -> Json:
    value = canonical(content_of(content, members[name]), failure=PackMalformed, path=name)
    require(shape, value, failure=PackMalformed, path=name)
    return value


def _hashes(stored: Json) -> tuple[bytes, ...]:
    return tuple(from_base64(each, "A hash") for each in as_texts(stored))


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as mistake:
        raise PackMalformed("The checkpoint is no text.") from mistake
