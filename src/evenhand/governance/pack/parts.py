"""What goes into a pack, and how it is laid out; ``docs/reference/evidence-pack.md`` describes it for outsiders."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

from evenhand.errors.pack import PackIncomplete
from evenhand.governance.access.trust import Trust
from evenhand.governance.audit.entry import Entry, entry_of
from evenhand.governance.audit.proof import ConsistencyProof, InclusionProof
from evenhand.governance.pack.archive import Source, measured, write_archive
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.kernel.digest import Digest

SCHEMA = "evenhand/pack/v1"
INDEX = "pack.json"
TRUST = "trust.json"
CHECKPOINT = "checkpoint"

_RULES = ("policy", "use-case")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntry:
    """One entry of the ledger, as it is stored, with its proof.

    Attributes:
        leaf: the bytes that the tree commits to.
        payload: the canonical bytes of its document.
        proof: that the leaf stands in the tree of the pack's checkpoint.
    """

    leaf: bytes
    payload: bytes
    proof: InclusionProof


@dataclass(frozen=True, slots=True, kw_only=True)
class PackParts:
    """All that a pack is made of.

    Attributes:
        about: the version, for example ``credit@3``.
        log: id of the ledger.
        release: sequence of the entry that released it.
        checkpoint: the signed note that all proofs lead to.
        entries: those for which ``belongs`` says so, in any order.
        earlier: for the size of every checkpoint that was published before, the proof that this one continues it.
        trust: the keys as the workspace knows them; for readers they are claims, never trust roots.
        models: model files and code by digest, when they are to go along.
    """

    about: str
    log: str
    release: int
    checkpoint: str
    entries: Sequence[PackEntry]
    earlier: Sequence[ConsistencyProof]
    trust: Trust
    models: Mapping[Digest, Source] = field(default_factory=lambda: MappingProxyType({}))


def belongs(entry: Entry, about: str) -> bool:
    """Whether a pack about the version ``about`` holds this entry.

    All about the version, and all that says which policy and which use case are in force.
    """
    kind, _, key = entry.about.partition(":")
    return kind in _RULES or (kind == "version" and key == about)


def write_pack(parts: PackParts, into: BinaryIO) -> None:
    """Write a pack; the same parts give the same bytes.

    Raises:
        PackIncomplete: the release is not among the entries, or an entry stands twice.
        PackTooLarge: more than 2 GiB.
        LedgerDamaged: a leaf is no entry of the log.
    """
    files: dict[str, Source] = {CHECKPOINT: parts.checkpoint.encode(), TRUST: parts.trust.as_bytes()}
    meanings = {CHECKPOINT: "size and root of the log, signed", TRUST: "keys as the workspace knows them, never roots"}
    sequences = []
    for each in parts.entries:
        entry = entry_of(each.leaf, parts.log)
        sequences.append(entry.sequence)
        for kind, (content, meaning) in _files(each, entry).items():
            name = f"entries/{entry.sequence:08d}.{kind}.json"
            files[name], meanings[name] = content, meaning
    if parts.release not in sequences or len(set(sequences)) < len(sequences):
        raise PackIncomplete(f"The release of {parts.about} is missing, or an entry stands twice.", about=parts.about)
    for earlier in parts.earlier:
        name = f"consistency/{earlier.old}.json"
        files[name] = canonical_bytes({"hashes": _texts(earlier.hashes)})
        meanings[name] = f"that the log continues its checkpoint of {earlier.old} entries"
    for digest, source in parts.models.items():
        name = f"model/{digest.removeprefix('sha256:')}"
        files[name], meanings[name] = source, "file of the model, named in the manifest"
    write_archive({**files, INDEX: _index(parts, files, meanings)}, into)


def _files(each: PackEntry, entry: Entry) -> Mapping[str, tuple[bytes, str]]:
    proof: Json = {"size": each.proof.size, "hashes": _texts(each.proof.hashes)}
    return {
        "leaf": (each.leaf, f"entry {entry.sequence}: {entry.action} {entry.about}"),
        "payload": (each.payload, f"what entry {entry.sequence} puts down"),
        "proof": (canonical_bytes(proof), f"that entry {entry.sequence} stands in the log"),
    }


def _index(parts: PackParts, files: Mapping[str, Source], meanings: Mapping[str, str]) -> bytes:
    members = [measured(name, files[name]) for name in sorted(files)]
    for member in members:
        if member.name.startswith("model/") and member.digest != f"sha256:{member.name.removeprefix('model/')}":
            raise PackIncomplete(f"A file of {parts.about} is not what its digest names.", name=member.name)
    listed: list[Json] = [
        {"path": member.name, "digest": member.digest, "size": member.size, "meaning": meanings[member.name]}
        for member in members
    ]
    return canonical_bytes({
        "schema": SCHEMA, "about": parts.about, "log": parts.log, "release": parts.release, "files": listed,
    })  # fmt: skip


def _texts(hashes: Sequence[bytes]) -> list[Json]:
    return [b64encode(each).decode() for each in hashes]
