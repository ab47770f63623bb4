"""Verify an evidence pack with the standard library and ``cryptography`` alone; nothing of evenhand is needed.

    python verify_pack.py PACK [--trust FILE|SHA256:...] [--witness FILE] [--at 2026-11-23T07:13:44Z]

It ends with 0 (established), 1 (refused), 2 (wrong use) or 3 (not established) and prints the last sentence of
``evenhand verify``. docs/reference/evidence-pack.md describes the format and every question that is asked here.
"""

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile, ZipInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

J: TypeAlias = Any  # what json.loads gives
NAMES = r"pack\.json|trust\.json|checkpoint|consistency/[1-9]\d{0,14}\.json|model/[0-9a-f]{64}"
NAMES += r"|entries/\d{8,15}\.(leaf|payload|proof)\.json"
SSH = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022
SMALL = (0, 1, 2**255 - 20, EIGHTH, 2**255 - 19 - EIGHTH)  # heights of the points for which anybody can sign
GATES = ("training-validation", "deployment-approval")
NOTE = "\n*((?:(?!\u2014 ).*\n)+?\n(?:\u2014 .*\n)+)"
HIDDEN = "The archive is not in the one form that a pack has: something is hidden, missing or repeated."
PARTS = ("leaf", "payload", "proof")
CLAIMS = {  # kind of statement: its subject, then the fields of its predicate; one with ? may be absent
    "act": "document action about actor log at",
    "approval": "submission about policy role decision reason conditions actor at mode log",
    "confirmation": "proposal about actor log at",
    "release": "manifest about environment mode decision_rule submission evidence policy approvals verdict use_case "
    "log at until? exposure?",
    "waiver": "manifest about gate check reason compensating_control until actor role at mode log",
}
KINDS = {"approval.given": "approval", "waiver.proposed": "waiver", "waiver.given": "waiver", "release.made": "release",
         "policy.confirmed": "confirmation", "use-case.confirmed": "confirmation"}  # fmt: skip


class Refused(Exception):
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


def write(value: J) -> bytes:
    """Canonical JSON, as RFC 8785 has it for maps, lists, texts and whole numbers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read(content: bytes) -> J:
    """JSON without fractions, when it is written in the one canonical way."""
    value = json.loads(content.decode(), parse_float=lambda part: need(not part))
    need(write(value) == content)
    return value


def unbase64(text: str) -> bytes:
    """The bytes behind the one standard base64 text for them."""
    need(b64encode(b64decode(text, validate=True)).decode() == text)
    return b64decode(text)


def key(line: str) -> bytes:
    """The 32 bytes of an OpenSSH public key line; none for which anybody can sign."""
    kind, blob, *_ = line.split()
    content = unbase64(blob)
    need(kind == "ssh-ed25519" and content[:-32] == SSH)
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
        need(sha256(f"{name}\n".encode() + unbase64(blob)).digest()[:4].hex() == key_id and unbase64(blob)[0] == 1)
    return trust


def checkpoint(note: str, vkeys: list[str], log: str, sentence: str) -> tuple[int, bytes]:
    """Size and root of the log, signed by each of its C2SP verifier keys that signed at all, and by one at least."""
    signatures: dict[tuple[str, str], bytes] = {}
    try:
        body, _, lines = note.rpartition("\n\n")
        for dash, name, blob in (line.split(" ") for line in lines.removesuffix("\n").split("\n")):
            need(dash == "\u2014")
            signatures.setdefault((name, unbase64(blob)[:4].hex()), unbase64(blob)[4:])
        keys = {(name, key_id): unbase64(blob)[1:] for name, key_id, blob in (vkey.split("+", 2) for vkey in vkeys)}
        marks = [made(raw, signatures[name], f"{body}\n".encode()) for name, raw in keys.items() if name in signatures]
        origin, size, root = body.split("\n")[:3]
        need(marks and all(marks) and origin == f"evenhand/{log}" and re.fullmatch("0|[1-9][0-9]{0,18}", size))
        return int(size), unbase64(root)
    except Exception as mistake:
        raise Refused(sentence) from mistake


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees (RFC 6962); of something else nothing."""
    return sha256(b"\1" + left + right).digest() if len(left) == len(right) == 32 else b""


def climb(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads; nothing when it is too long or too short."""
    if size == 1 or not path:
        return leaf if size == 1 and not path else b""
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return node(climb(index, half, leaf, path[:-1]), path[-1])
    return node(path[-1], climb(index - half, size - half, leaf, path[:-1]))


def grow(old: int, new: int, path: list[bytes], root: bytes) -> tuple[bytes, bytes]:
    """The roots of two sizes to which a consistency proof leads; ``root`` while the old tree is a whole subtree."""
    if old == new or not path:
        left = (root or path[-1]) if old == new and len(path) == (not root) else b""
        return left, left
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        before, after = grow(old, half, path[:-1], root)
        return before, node(after, path[-1])
    before, after = grow(old - half, new - half, path[:-1], b"")
    return node(path[-1], before), node(path[-1], after)


def unzip(blob: bytes) -> tuple[dict[str, bytes], J]:
    """The files of the archive and their list, when packing them again gives the same archive byte for byte."""
    need(blob[-22:-18] == b"PK\5\6", "The file is no evidence pack.")
    files, again = {}, BytesIO()
    try:
        with ZipFile(BytesIO(blob)) as packed, ZipFile(again, "w") as copy:
            need(all(not each.compress_type and re.fullmatch(NAMES, each.filename) for each in packed.infolist()))
            for name in sorted(packed.namelist()):
                files[name], entry = packed.read(name), ZipInfo(name)
                entry.create_system = 3
                copy.writestr(entry, files[name])
        need(again.getvalue() == blob and {"pack.json", "trust.json", "checkpoint"} <= files.keys())
    except Exception as mistake:
        raise Refused(HIDDEN) from mistake
    index = fits(read(files["pack.json"]), "schema about log release files")
    need([each["path"] for each in index["files"]] == [name for name in files if name != "pack.json"], HIDDEN)
    for each in index["files"]:
        path, content = fits(each, "path digest size meaning")["path"], files[each["path"]]
        is_named = not path.startswith("model/") or digest(content) == f"sha256:{path[6:]}"
        is_stated = is_named and (each["digest"], each["size"]) == (digest(content), len(content))
        need(is_stated, f"{path} is not what the list of files states.")
    stems = [name[:-10] for name in files if name.endswith(".leaf.json")]
    need(len({int(stem[8:]) for stem in stems}) * 3 == sum(name.startswith("entries/") for name in files), HIDDEN)
    need(all(f"{stem}.{part}.json" in files for stem in stems for part in PARTS), HIDDEN)
    need(index["schema"] == "evenhand/pack/v1" and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", index["log"]))
    need(re.fullmatch(r"[a-z][a-z0-9._-]{0,63}@[1-9][0-9]{0,8}", index["about"]))
    return files, index


def claim(envelope: J, kind: str) -> tuple[J, J, Callable[[bytes], bool]]:
    """Subjects and predicate of a DSSE envelope around an in-toto statement, and who signed it."""
    listed = [fits(each, "keyid sig") for each in fits(envelope, "payload payloadType signatures")["signatures"]]
    signatures = {each["keyid"]: unbase64(each["sig"]) for each in listed}
    need(len(signatures) == len(listed) > 0 and {len(each) for each in signatures.values()} == {64})
    payload, (first, fields) = unbase64(envelope["payload"]), CLAIMS[kind].split(" ", 1)
    statement = fits(read(payload), "_type subject predicateType predicate")
    said, subjects = fits(statement["predicate"], fields), statement["subject"]
    named = {fits(each, "name digest")["name"]: fits(each["digest"], "sha256")["sha256"] for each in subjects}
    kinds = ("application/vnd.in-toto+json", "https://in-toto.io/Statement/v1", f"https://evenhand.dev/{kind}/v1")
    need((envelope["payloadType"], statement["_type"], statement["predicateType"]) == kinds)
    need(len(named) == len(subjects) and next(iter(named)) == first and (kind == "release" or len(named) == 1))
    need(all(name.startswith("files/") for name in [*named][1:]) and when(said["at"]))
    need(said.get("mode", "governed") in ("governed", "demonstration"))
    need(all(said[name].strip() for name in said.keys() - {"conditions", "decision_rule", "evidence", "approvals"}))
    need("until" not in said or when(said["at"]) < when(said["until"]))
    signed = b"DSSEv1 28 application/vnd.in-toto+json %d %s" % (len(payload), payload)
    named = {name: f"sha256:{each}" for name, each in named.items()}
    return named, said, lambda raw: made(raw, signatures.get(fingerprint(SSH + raw), b""), signed)


def entries(files: dict[str, bytes], log: str, size: int, root: bytes) -> list[tuple[J, J]]:
    """Leaf and document of each entry, shown to stand in the log."""
    shown = []
    for stem in sorted((name[:-10] for name in files if name.endswith(".leaf.json")), key=lambda stem: int(stem[8:])):
        place, (leaf, payload, proof) = int(stem[8:]), (files[f"{stem}.{part}.json"] for part in PARTS)
        path = fits(read(proof), "size hashes")
        hashes, start = [unbase64(each) for each in path["hashes"]], sha256(b"\0" + leaf).digest()
        is_there = place < size and climb(place, size, start, hashes) == root
        need(is_there, f"Entry {place} does not lead to the checkpoint.")
        entry = fits(read(leaf), "schema log sequence at actor action about expects payload sealed policy")
        need((entry["schema"], entry["log"], entry["sequence"]) == ("evenhand/entry/v1", log, place))
        need(path["size"] == size and bool(when(entry["at"]).tzinfo))
        is_named = digest(payload) == (entry["payload"] or digest(b"{}"))
        need(is_named, f"The document of entry {place} is not the one that the log names.")
        shown.append((entry, read(payload)))
    return shown


def whole(shown: list[tuple[J, J]], last: J) -> None:
    """Refuse a pack that leaves out what came before the release: each entry names the one before on its subject."""
    known = {leaf["sequence"]: leaf["expects"] for leaf, _ in shown}
    for subject in sorted(last["expects"]):
        at, below = last["expects"][subject], last["sequence"]
        while at is not None:
            told = f"The pack leaves out entry {at} about {subject}, which the release builds on."
            need(at < below and subject in known.get(at, {}), told)
            at, below = known[at][subject], at


def compare(files: dict[str, bytes], seen: list[tuple[int, bytes]], size: int, root: bytes) -> bool:
    """Whether a witness saw no other history, and not more of it."""
    for old, old_root in (each for each in seen if 0 < each[0] <= size):
        name = f"consistency/{old}.json"
        sentence = f"The pack does not prove that its history continues the {old} entries that the witness saw."
        need(old == size or name in files, sentence)
        path = fits(read(files[name]), "hashes")["hashes"] if old < size else []
        roots = grow(old, size, [unbase64(each) for each in path], old_root)
        need(roots == (old_root, root), f"The witness saw another history: its first {old} entries differ.")
    return any(old for old, _ in seen) and max(old for old, _ in seen) <= size


class Pack:
    """What the pack holds about one release, and which known persons signed it."""

    def __init__(self, shown: list[tuple[J, J]], about: str, log: str, people: list[J]) -> None:
        self.about, self.log, self.unknown, self.alone = about, log, 0, list[int]()
        self.documents: dict[tuple[str, str], tuple[J, J, set[str]]] = {}
        self.in_force: dict[str, J] = {}
        self.signed: list[tuple[J, J, J, list[J]]] = []
        for leaf, payload in shown:
            kind = KINDS.get(leaf["action"], "act")
            fits(payload, "document envelope" if kind == "act" else "envelope")
            named, said, is_by = claim(payload["envelope"], kind)
            known = [each for each in people if is_by(key(each["key"]))]
            self.unknown += not known
            if kind in ("act", "confirmation"):
                self.put_down(leaf, payload.get("document"), named, said, {each["person"] for each in known})
            else:
                self.signed.append((leaf, named, said, known))

    def put_down(self, leaf: J, document: J, named: J, said: J, persons: set[str]) -> None:
        """A document that somebody signed, or a policy or use case that takes effect."""
        if document is not None:
            stated = (leaf["action"], leaf["about"], leaf["actor"], {"document": digest(write(document))}, self.log)
            holds = (said["action"], said["about"], said["actor"], named, said["log"]) == stated
            need(holds, f"Entry {leaf['sequence']} puts down another document than the one that was signed.")
            if leaf["action"].endswith(".proposed") or (leaf["action"], named["document"]) not in self.documents:
                self.documents[leaf["action"], named["document"]] = (leaf, document, persons)
            return
        asked = (leaf["action"].replace("confirmed", "proposed"), named["proposal"])
        proposal, document, proposers = self.documents.get(asked, ({}, {}, set()))
        confirmed = (said["about"], said["actor"], said["log"])
        holds = proposal.get("about") == leaf["about"] and confirmed == (leaf["about"], leaf["actor"], self.log)
        need(holds, f"Entry {leaf['sequence']} confirms what the pack holds no proposal for.")
        self.alone += [leaf["sequence"]] if persons & proposers else []
        self.in_force[leaf["about"]] = document["content"]

    def get(self, action: str, name: str, what: str) -> tuple[J, set[str]]:
        """A document about this version that the release names, and who signed it."""
        leaf, body, persons = self.documents.get((action, name), ({}, {}, set()))
        is_there = leaf.get("about") == f"version:{self.about}"
        need(is_there, f"The pack holds no {what} of the digest that the release names.")
        return body, persons


def model(pack: Pack, named: J, said: J, files: dict[str, bytes]) -> J:
    """The manifest, when the release covers it and its files."""
    manifest, _ = pack.get("version.registered", named["manifest"], "manifest")
    need(f"{manifest['model']}@{manifest['version']}" == pack.about, "The manifest is of another version.")
    paths = {f"files/{each['path']}": each["digest"] for each in (*manifest["files"], *manifest["code"])}
    need({**paths, "manifest": named["manifest"]} == named, "The release names other files than the manifest.")
    is_same = manifest["decision_rule"] == said["decision_rule"]
    need(is_same, "The release states another decision rule than the manifest.")
    packed = {f"sha256:{name[6:]}" for name in files if name.startswith("model/")}
    need(packed <= set(paths.values()), "The pack holds a file that the manifest does not name.")
    return manifest


def substance(pack: Pack, named: J, said: J, manifest: J) -> tuple[J, list[J]]:
    """The policy and the verdicts of both gates, when what was reviewed and judged is what was released."""
    body, _ = pack.get("submission.made", said["submission"], "submission")
    stated = [body[name] for name in ("about", "manifest", "policy", "use_case", "mode")]
    wanted = [pack.about, named["manifest"], said["policy"], said["use_case"], said["mode"]]
    holds = stated == wanted and sorted(body["evidence"]) == sorted(said["evidence"])
    need(holds, "The submission is of another manifest, policy, use case or evidence than the release.")
    for each in said["evidence"]:
        evidence, _ = pack.get("evidence.filed", each, f"evidence {each[7:19]}")
        holds = evidence["about"] == pack.about and named["manifest"] in evidence["inputs"]
        need(holds, f"Evidence {each[7:19]} is not about this manifest.")
    use_case = pack.in_force.get(f"use-case:{manifest['use_case']}")
    need(digest(write(use_case)) == said["use_case"], "The use case that the release names was not in force.")
    policies = [each for about, each in pack.in_force.items() if about.startswith("policy:")]
    policies = [each for each in policies if digest(write(each)) == said["policy"]]
    need(policies, "The policy that the release names was not in force.")
    subjects = {f"use-case:{manifest['use_case']}", f"policy:{policies[0]['policy']}", f"version:{pack.about}"}
    sentence = "The release does not say which entries about policy, use case and version came before it."
    need(subjects <= pack.signed[-1][0]["expects"].keys(), sentence)
    verdicts = [gate(pack, named, said, each) for each in GATES]
    judged = {check["id"] for check in verdicts[0]["checks"]}
    for each in (use_case or {}).get("success_criteria", []):
        over = each["by"] if isinstance(each["by"], str) else ",".join(each["by"])
        is_there = (f"criterion {each['metric']} by {over}" if over else f"criterion {each['metric']}") in judged
        need(is_there, f"The gate {GATES[0]} left out a success criterion of the use case.")
    return policies[0], verdicts


def gate(pack: Pack, named: J, said: J, name: str) -> J:
    """The last verdict of a gate before the release, which opened."""
    judged = [(leaf, body) for (action, _), (leaf, body, _) in pack.documents.items() if action == "gate.judged"]
    judged = [(leaf, body) for leaf, body in judged if leaf["about"] == f"version:{pack.about}"]
    judged = [(leaf, body) for leaf, body in judged if body["verdict"]["gate"] == name]
    need(judged, f"The pack holds no verdict of the gate {name}.")
    _, body = max(judged, key=lambda pair: pair[0]["sequence"])
    verdict, subject = body["verdict"], body["facts"]["subject"]
    need(verdict["verdict"] in ("pass", "waived") and verdict["opens"] is True, f"The gate {name} did not open.")
    holds = (verdict["policy_digest"], subject["manifest"]) == (said["policy"], named["manifest"])
    need(holds, f"The gate {name} was judged on another policy or manifest.")
    holds = name != GATES[1] or (digest(write(body)), subject["submission"]) == (said["verdict"], said["submission"])
    need(holds, "The release names another verdict or submission than those of the gate that let it through.")
    return verdict


def waivers(pack: Pack, named: J, said: J, policy: J, verdicts: list[J], barred: set[str]) -> bool:
    """Whether any check was waived; each by the people and for the time that the policy asks."""
    rule, is_demo, found = policy.get("waivers") or {"roles": []}, said["mode"] == "demonstration", set()
    for leaf, subjects, waiver, known in (each for each in pack.signed if each[0]["action"] == "waiver.given"):
        persons, roles = {each["person"] for each in known}, {role for each in known for role in each["roles"]}
        lasts = (when(waiver["until"]) - when(leaf["at"])).total_seconds() <= rule.get("at_most_days", 90) * 86400
        holds = lasts and when(waiver["until"]) > when(said["at"]) and bool(roles & set(rule["roles"]))
        is_same = (waiver["about"], waiver["mode"], waiver["log"]) == (pack.about, said["mode"], pack.log)
        is_same = is_same and subjects["manifest"] == named["manifest"]
        if holds and is_same and (is_demo or (len(persons) > 1 and not persons & barred)):
            found.add((waiver["gate"], waiver["check"]))
    checks = [(each["gate"], check) for each in verdicts for check in each["checks"]]
    waived = [(gate_name, check["id"]) for gate_name, check in checks if check["verdict"] == "waived"]
    for place in waived:
        need(place in found, f"{place[1]} was waived, and the pack holds no waiver of it that the policy allows.")
    return bool(waived)


def approvals(pack: Pack, said: J, policy: J, barred: set[str]) -> None:
    """Whether the last word of each person in each role is a yes, and every place of the policy is filled."""
    given = [each for each in pack.signed if each[0]["action"] == "approval.given"]
    given = [each for each in given if each[1]["submission"] == said["submission"]]
    holds = {leaf["payload"] for leaf, *_ in given} == set(said["approvals"])
    need(holds, "The release names other decisions than those that the pack holds on its submission.")
    last: dict[tuple[str, str], str] = {}
    for at, (leaf, _, stated, known) in enumerate(given):
        names, persons = ("policy", "log", "mode"), {each["person"] for each in known}
        is_same = all(stated[each] == said[each] for each in names)
        holds = is_same and (stated["about"], stated["actor"]) == (pack.about, leaf["actor"])
        need(holds, f"The decision in entry {leaf['sequence']} is on another version, policy, log or mode.")
        holds = len(persons) == 1
        need(holds, f"The decision in entry {leaf['sequence']} is signed by nobody who is trusted, or by two persons.")
        role, person = stated["role"], min(persons)
        need(any(role in each["roles"] for each in known), f"{person} is not trusted in the role {role}.")
        if stated not in [each[2] for each in given[:at]]:
            last[person, role] = stated["decision"]
    offered: dict[str, set[str]] = {}
    is_demo = said["mode"] == "demonstration"
    for (person, role), word in sorted(last.items()):
        need(word in ("approve", "approve-with-conditions"), f"{person} said {word} in the role {role}.")
        need(is_demo or person not in barred, f"{person} approved, and is author or submitter.")
        offered.setdefault(person, set()).add(role)
    for check in (each for each in policy["gates"][GATES[1]] if "approvals" in each):
        asked, is_shared = check["approvals"], is_demo and policy.get("demonstration") is True
        wanted = ", ".join(f"{each} {count}" for each, count in sorted(asked.items()))
        is_counted = all(isinstance(count, int) for count in asked.values())
        are_there = is_counted and filled(asked, offered, is_shared=is_shared)
        need(are_there, f"The policy asks for approvals by {wanted}, and they are not all there.")


def filled(asked: dict[str, int], offered: dict[str, set[str]], *, is_shared: bool) -> bool:
    """Whether every place has a person of its own (Hall's theorem); in a demonstration one may take several."""
    need(len(asked) <= 16)
    subsets = ({role for at, role in enumerate(asked) if mask >> at & 1} for mask in range(1 << len(asked)))
    groups = [{role} for role in asked] if is_shared else list(subsets)
    takers = [sum(bool(roles & group) for roles in offered.values()) for group in groups]
    return all(sum(asked[role] for role in group) <= count for group, count in zip(groups, takers, strict=True))


def verify(blob: bytes, trust: J, witness: list[str] | None, now: str) -> tuple[str, list[str]]:
    """What the pack shows, and the names of the questions that stay open."""
    files, index = unzip(blob)
    log, own = index["log"], keyring(read(files["trust.json"]))
    is_known = not isinstance(trust, str) or fingerprint(files["trust.json"]) == trust
    need(is_known, "The keys that the pack names have another fingerprint than the one that you trust.")
    brought = own if isinstance(trust, str) else trust or {}
    roots = {kind: brought.get(kind) or own[kind] for kind in ("logs", "release_keys", "people")}
    sentence = f"The checkpoint is not signed by a key for the log {log} that is trusted."
    size, root = checkpoint(files["checkpoint"].decode(), roots["logs"], log, sentence)
    shown = entries(files, log, size, root)
    sentence = "A checkpoint of the witness is signed by another key than that of the log."
    notes = [note for note in witness or () if note.startswith(f"evenhand/{log}\n")]
    has_seen = compare(files, [checkpoint(note, roots["logs"], log, sentence) for note in notes], size, root)
    shown = [each for each in shown if each[0]["sequence"] <= index["release"]]
    need(shown[-1][0]["sequence"] == index["release"])
    named, said = release(*shown[-1], roots["release_keys"], index, now)
    whole(shown, shown[-1][0])
    pack = Pack(shown, index["about"], log, roots["people"])
    is_alone = said["mode"] == "governed" and pack.alone
    need(not is_alone, f"Entry {(pack.alone or [0])[0]} was proposed and confirmed by one person.")
    manifest = model(pack, named, said, files)
    policy, verdicts = substance(pack, named, said, manifest)
    barred = pack.get("version.registered", named["manifest"], "manifest")[1]
    barred = barred | pack.get("submission.made", said["submission"], "submission")[1]
    is_waived = waivers(pack, named, said, policy, verdicts, barred)
    approvals(pack, said, policy, barred)
    left = {"log": not brought.get("logs"), "history": witness is not None and not has_seen,
            "release": not brought.get("release_keys"), "signatures": pack.unknown or not brought.get("people"),
            "waivers": is_waived and not brought.get("people"), "approvals": not brought.get("people")}  # fmt: skip
    stamp = " in mode=demonstration, where one person may play every part" if said["mode"] != "governed" else ""
    what = f"{pack.about} was released for {said['environment']}{stamp}"
    return what, [name for name, is_open in left.items() if is_open]


def release(leaf: J, payload: J, keys: list[str], index: J, now: str) -> tuple[J, J]:
    """Subjects and predicate of the release, signed by a release key, when it holds now."""
    need(leaf["action"] == "release.made")
    named, said, is_by = claim(fits(payload, "envelope")["envelope"], "release")
    is_same = (said["about"], said["log"], leaf["about"]) == (index["about"], index["log"], f"version:{index['about']}")
    need(is_same, "The release is of another version or log than the pack.")
    need(any(is_by(key(line)) for line in keys), "The release is signed by no release key that is trusted.")
    may_serve = said["mode"] == "governed" or said["environment"] == "demo"
    need(may_serve, f"A release in mode=demonstration cannot serve in {said['environment']}.")
    need("exposure" not in said, "The release is a shadow's: it lets the version answer nobody.")
    need(when(said["at"]) <= when(now), f"The release is dated {said['at']}, after {now}.")
    has_ended = "until" in said and when(said["until"]) <= when(now)
    need(not has_ended, f"The release ended at {said.get('until')}.")
    return named, said


def answer(blob: bytes, trust: J, witness: list[str] | None, now: str) -> tuple[int, str]:
    """Exit code and sentence."""
    try:
        what, left = verify(blob, trust, witness, now)
    except Refused as refusal:
        return 1, f"Refused: {refusal}"
    except Exception:  # noqa: BLE001 - a hostile pack breaks what it can
        return 1, "Refused: A part of the pack has not the form that its format gives it."
    names = "signers not established" if trust is None else f"not established ({', '.join(left)})"
    return (3, f"Consistent with itself, {names}: {what}.") if left else (0, f"Established: {what}.")


def main() -> int:
    """Read the command line, print the sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--trust", help="trust file as JSON, or the fingerprint of the list of keys in the pack")
    parser.add_argument("--witness", type=Path, help="file or folder of checkpoints that a witness kept")
    parser.add_argument(
        "--at", default=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), help="judge as of this time"
    )
    asked = parser.parse_args()
    try:
        is_print = asked.trust is None or asked.trust.startswith("SHA256:")
        trust = asked.trust if is_print else keyring(json.loads(Path(asked.trust).read_bytes()))
        kept = sorted(asked.witness.iterdir()) if asked.witness and asked.witness.is_dir() else [asked.witness]
        notes = asked.witness and [note for each in kept for note in re.findall(NOTE, each.read_text(encoding="utf-8"))]
        need(notes is None or notes)
        blob, at = asked.pack.read_bytes(), f"{when(asked.at):%Y-%m-%dT%H:%M:%S.%fZ}"
    except Exception as mistake:  # noqa: BLE001 - whatever was given is not what was asked for
        parser.error(f"cannot read what was given: {mistake!r}")
    code, sentence = answer(blob, trust, notes, at)
    sys.stdout.write("".join(char if char.isprintable() else "?" for char in sentence) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
