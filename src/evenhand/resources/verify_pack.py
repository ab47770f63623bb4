"""Verify an evidence pack with the standard library and ``cryptography`` alone; nothing of evenhand is needed.

    python verify_pack.py PACK [--trust FILE|SHA256:...] [--witness FILE] [--at 2026-11-23T07:13:44Z]

It ends with 0 (established), 1 (refused), 2 (wrong use) or 3 (not established) and prints what ``evenhand verify``
prints. docs/reference/evidence-pack.md describes the format and every question that is asked here.
"""

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile, ZipInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

J: TypeAlias = Any  # what json.loads gives
Answer: TypeAlias = Iterator[tuple[str, str, str]]
NAMES = r"pack\.json|trust\.json|checkpoint|consistency/[1-9]\d{0,14}\.json|model/[0-9a-f]{64}"
NAMES += r"|entries/\d{8,15}\.(leaf|payload|proof)\.json"
SSH = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022
SMALL = (0, 1, 2**255 - 20, EIGHTH, 2**255 - 19 - EIGHTH)  # heights of the points for which anybody can sign
GATES = ("training-validation", "deployment-approval")
HIDDEN = "The archive is not in the one form that a pack has: something is hidden, missing or repeated."
CLAIMS = {  # kind of statement: its subject, then the fields of its predicate; one with ? may be absent
    "act": "document action about actor log at",
    "approval": "submission about policy role decision reason conditions actor at mode log",
    "confirmation": "proposal actor at",
    "release": "manifest about environment mode decision_rule submission evidence policy approvals verdict use_case "
    "log at until?",
    "waiver": "manifest about gate check reason compensating_control until actor role at mode",
}
KINDS = {"approval.given": "approval", "waiver.proposed": "waiver", "waiver.given": "waiver", "release.made": "release",
         "policy.confirmed": "confirmation", "use-case.confirmed": "confirmation"}  # fmt: skip


class Refused(Exception):  # noqa: N818 - named after the fact
    """The pack does not show what it claims; the sentence says why."""


def need(holds: object, sentence: str = "") -> None:
    """Go on only when it holds; without a sentence the part is malformed."""
    if not holds:
        raise Refused(sentence) if sentence else ValueError


def fits(value: J, form: str) -> J:
    """The same map, when it has exactly the fields of the form."""
    names = {name.rstrip("?") for name in form.split()}
    need(isinstance(value, dict) and {name for name in form.split() if "?" not in name} <= value.keys() <= names)
    return value


def when(instant: str) -> datetime:
    """The time that an instant stands for."""
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,6})?Z", instant, re.ASCII))
    return datetime.fromisoformat(instant)


def digest(content: bytes) -> str:
    """The name of a content."""
    return f"sha256:{sha256(content).hexdigest()}"


def write(value: J, deep: int = 100) -> bytes:
    """Canonical JSON (RFC 8785) of what a pack holds: no floats, whole numbers below 2**53, at most 100 levels."""
    need(deep or not isinstance(value, dict | list))
    if isinstance(value, dict):
        parts = sorted(value.items(), key=lambda part: part[0].encode("utf-16-be"))
        return b"{" + b",".join(write(name) + b":" + write(part, deep - 1) for name, part in parts) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(write(part, deep - 1) for part in value) + b"]"
    need(value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) < 2**53))
    return json.dumps(value, ensure_ascii=False).encode()


def read(content: bytes) -> J:
    """JSON, when it is written in the one canonical way."""
    value = json.loads(content.decode())
    need(write(value) == content)
    return value


def unbase64(value: str) -> bytes:
    """The bytes behind the one standard base64 text for them."""
    content = b64decode(value, validate=True)
    need(b64encode(content).decode() == value)
    return content


def key(line: str) -> bytes:
    """The 32 bytes of an OpenSSH public key line; none for which anybody can sign."""
    content = unbase64(line.split()[1])
    need(line.split()[0] == "ssh-ed25519" and content[:-32] == SSH)
    need(int.from_bytes(content[-32:], "little") % 2**255 not in SMALL)
    return content[-32:]


def fingerprint(content: bytes) -> str:
    """As ``ssh-keygen -l`` prints it."""
    return "SHA256:" + b64encode(sha256(content).digest()).decode().rstrip("=")


def made(raw: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the key made the signature."""
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def keyring(trust: J) -> J:
    """The same list of keys, when each is one and stands for one person."""
    need(fits(trust, "schema logs release_keys people")["schema"] == "evenhand/trust/v1")
    persons = {(key(fits(each, "person key roles")["key"]), each["person"]) for each in trust["people"]}
    need(len({raw for raw, _ in persons}) == len(persons) and all(map(key, trust["release_keys"])))
    for name, key_id, blob in (vkey.split("+", 2) for vkey in trust["logs"]):
        raw = unbase64(blob)
        need(raw[:1] == b"\1" and sha256(f"{name}\n".encode() + raw).digest()[:4].hex() == key_id)
        key(f"ssh-ed25519 {b64encode(SSH + raw[1:]).decode()}")
    return trust


def checkpoint(note: str, vkeys: list[str], origin: str) -> tuple[int, bytes]:
    """Size and root of the log, signed by each of its C2SP verifier keys that signed at all, and by one at least."""
    body, _, lines = note.rpartition("\n\n")
    signatures: dict[tuple[str, str], bytes] = {}
    for line in lines.removesuffix("\n").split("\n"):
        dash, name, blob = line.split(" ")
        need(dash == "\u2014" and "+" not in name)
        signatures.setdefault((name, unbase64(blob)[:4].hex()), unbase64(blob)[4:])
    keys = {(name, key_id): unbase64(blob)[1:] for name, key_id, blob in (vkey.split("+", 2) for vkey in vkeys)}
    marks = [made(raw, signatures[name], f"{body}\n".encode()) for name, raw in keys.items() if name in signatures]
    stated, size, root = body.split("\n")[:3]
    need(marks and all(marks) and stated == origin and re.fullmatch("0|[1-9][0-9]{0,18}", size))
    return int(size), unbase64(root)


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees (RFC 6962)."""
    need(len(left) == len(right) == 32)
    return sha256(b"\1" + left + right).digest()


def climb(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads."""
    if size == 1:
        need(index == 0 and not path)
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return node(climb(index, half, leaf, path[:-1]), path[-1])
    return node(path[-1], climb(index - half, size - half, leaf, path[:-1]))


def grow(old: int, new: int, path: list[bytes], root: bytes | None) -> tuple[bytes, bytes]:
    """The roots of two sizes to which a consistency proof leads; ``root`` while the old tree is a whole subtree."""
    if old == new:
        need(len(path) == (root is None))
        return (path[0], path[0]) if root is None else (root, root)
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        before, after = grow(old, half, path[:-1], root)
        return before, node(after, path[-1])
    before, after = grow(old - half, new - half, path[:-1], None)
    return node(path[-1], before), node(path[-1], after)


def unzip(blob: bytes) -> dict[str, bytes]:
    """The files of the archive, when packing them again gives the same archive byte for byte."""
    need(blob[-22:-18] == b"PK\5\6", "The file is no evidence pack.")
    files, again = {}, BytesIO()
    try:
        with ZipFile(BytesIO(blob)) as packed, ZipFile(again, "w") as copy:
            need(all(not each.compress_type and re.fullmatch(NAMES, each.filename) for each in packed.infolist()))
            for name in sorted(packed.namelist()):
                files[name], entry = packed.read(name), ZipInfo(name)
                entry.create_system = 3
                copy.writestr(entry, files[name])
        need(again.getvalue() == blob)
    except Exception as mistake:
        raise Refused(HIDDEN) from mistake
    return files


def claim(envelope: J, kind: str) -> tuple[J, J, Callable[[bytes], bool]]:
    """Subjects and predicate of a DSSE envelope around an in-toto statement, and who signed it."""
    listed = [fits(each, "keyid sig") for each in fits(envelope, "payload payloadType signatures")["signatures"]]
    signatures = {each["keyid"]: unbase64(each["sig"]) for each in listed}
    need(len(signatures) == len(listed) > 0 and {len(each) for each in signatures.values()} == {64})
    payload, (first, fields) = unbase64(envelope["payload"]), CLAIMS[kind].split(" ", 1)
    statement = fits(read(payload), "_type subject predicateType predicate")
    said, subjects = fits(statement["predicate"], fields), statement["subject"]
    named = {fits(each, "name digest")["name"]: f"sha256:{fits(each['digest'], 'sha256')['sha256']}" for each in subjects}
    kinds = ("application/vnd.in-toto+json", "https://in-toto.io/Statement/v1", f"https://evenhand.dev/{kind}/v1")
    need((envelope["payloadType"], statement["_type"], statement["predicateType"]) == kinds)
    need(len(named) == len(subjects) and [*named][0] == first and (kind == "release" or len(named) == 1))
    need(all(name.startswith("files/") for name in [*named][1:]) and when(said["at"]))
    for name in said.keys() - {"conditions", "decision_rule", "evidence", "approvals"}:
        need(said[name].strip())
    need("until" not in said or when(said["at"]) < when(said["until"]))
    signed = b"DSSEv1 28 application/vnd.in-toto+json %d %s" % (len(payload), payload)
    return named, said, lambda raw: made(raw, signatures.get(fingerprint(SSH + raw), b""), signed)


class Verifier:
    """The questions, in order; each leaves behind what the later ones build on."""

    def __init__(self, blob: bytes, trust: J, witness: list[str] | None, now: str) -> None:
        self.blob, self.trust, self.witness, self.now = blob, trust, witness, now
        self.notes: list[str] = []
        self.documents: dict[tuple[str, str], J] = {}
        self.in_force: dict[str, J] = {}
        self.signed: list[J] = []

    def archive(self) -> str:
        """Is the file a pack, and is every file in it what its list states?"""
        self.files = files = unzip(self.blob)
        need({"pack.json", "trust.json", "checkpoint"} <= files.keys(), HIDDEN)
        index = fits(read(files["pack.json"]), "schema about log release files")
        need([each["path"] for each in index["files"]] == [name for name in files if name != "pack.json"], HIDDEN)
        for each in index["files"]:
            path, name = fits(each, "path digest size meaning")["path"], digest(files[each["path"]])
            is_listed = (each["digest"], each["size"]) == (name, len(files[path]))
            need(is_listed and path[6:] in (name[7:], path[6:] * (path[:6] != "model/")),
                 f"{path} is not what the list of files states.")
        stems = {int(name[8:].split(".")[0]): name.split(".")[0] for name in files if name.startswith("entries/")}
        self.stems = dict(sorted(stems.items()))
        need(all(f"{stem}.{kind}.json" in files for stem in stems.values() for kind in ("leaf", "payload", "proof"))
             and 3 * len(stems) == sum(name.startswith("entries/") for name in files), HIDDEN)
        self.about, self.log_id, self.last = index["about"], index["log"], index["release"]
        need(index["schema"] == "evenhand/pack/v1" and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", self.log_id))
        need(re.fullmatch(r"[a-z][a-z0-9._-]{0,63}@[1-9][0-9]{0,8}", self.about))
        self.own = keyring(read(files["trust.json"]))
        return f"The archive holds {len(files) - 1} files, each with the digest and size that its list states."
