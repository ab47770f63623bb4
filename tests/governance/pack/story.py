"""A whole history in memory, from policy to release, every part of which a test may change before it is signed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evenhand.adapters.signing import KeyFile, LogKey
from evenhand.governance.access.act import Act
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.statement import Approval, Confirmation, Release, Waiver
from evenhand.governance.access.trust import Trust, TrustedPerson
from evenhand.governance.audit.checkpoint import Checkpoint, origin_of, sign_checkpoint
from evenhand.governance.audit.entry import Entry, leaf_bytes
from evenhand.governance.audit.proof import ConsistencyProof, InclusionProof
from evenhand.governance.pack.archive import Source, content_of, read_archive, write_archive
from evenhand.governance.pack.parts import PackEntry, PackParts, write_pack
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import digest_of, digest_of_json

Thing: TypeAlias = Any

LOG = "w-0123456789abcdef"
ABOUT = "credit@3"
NOW = "2026-11-24T12:00:00.000000Z"
PEOPLE = {
    "alice": ["developer"], "bob": ["developer"], "carol": ["legal"], "dave": ["risk"], "erin": ["model-owner", "risk"],
}  # fmt: skip
MODEL = {"model.txt": b"tree\n", "code/helper.py": b"pass\n"}
POLICY: dict[str, Any] = {
    "schema": "evenhand/policy/v1", "policy": "credit", "version": 1,
    "waivers": {"roles": ["risk"], "at_most_days": 90},
    "gates": {
        "training-validation": [{"metric": {"name": "roc_auc", "at_least": "0.75"}}],
        "deployment-approval": [{"approvals": {"legal": 1, "risk": 1}}, {"separation": {"none_of": ["author"]}}],
    },
}  # fmt: skip
Change = Callable[[Any], Any]


@cache
def key(name: str) -> KeyFile:
    """The key of a name, always the same one."""
    return KeyFile(Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest()))


def root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """An inclusion proof."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(index, leaves[:half]), root(leaves[half:])]
    return [*path(index - half, leaves[half:]), root(leaves[:half])]


def growth(old: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """A consistency proof."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= half:
        return [*growth(old, leaves[:half], whole=whole), root(leaves[half:])]
    return [*growth(old - half, leaves[half:], whole=False), root(leaves[:half])]


@dataclass(kw_only=True)
class Story:
    """What happened.

    Attributes:
        changes: what a test does to a part before it is signed, by the part's name.
        keys: who signs with the key of another name.
    """

    mode: str = "governed"
    environment: str = "production"
    until: str | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    skip: Sequence[str] = ()
    entries: list[tuple[Entry, bytes]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    def change(self, name: str, value: Thing) -> Thing:
        return self.changes.get(name, lambda same: same)(value)

    def signer(self, name: str) -> KeyFile:
        return key(self.keys.get(name, name))

    def append(self, name: str, actor: str, action: str, about: str, payload: Mapping[str, Json]) -> None:
        if name in self.skip:
            return
        content = canonical_bytes(self.change(f"payload of {name}", payload))
        place = len(self.entries)
        entry = Entry(
            sequence=place, at=f"2026-11-23T10:{place:02d}:00.000000Z", actor=actor, action=action, about=about,
            expects={each: self.heads.get(each) for each in (about, *self.grounds(name))}, payload=digest_of(content),
        )  # fmt: skip
        self.heads[about] = place
        self.names[name] = place
        self.digests[f"payload of {name}"] = digest_of(content)
        self.entries.append((entry, content))

    def grounds(self, name: str) -> Sequence[str]:
        """What a release names besides its version."""
        return [each for each in self.change("grounds", ("policy:credit", "use-case:credit")) if name == "release"]

    def put_down(self, name: str, actor: str, action: str, about: str, document: Mapping[str, Json]) -> str:
        document = self.change(name, document)
        act = Act(action=action, about=about, document=digest_of_json(document), actor=actor, log=LOG, at=NOW)
        envelope = Envelope(payload=self.change(f"act of {name}", act).content).signed_by(self.signer(actor))
        self.append(name, actor, action, about, {"document": document, "envelope": envelope.as_json()})
        self.digests[name] = digest_of_json(from_canonical(canonical_bytes(document)))
        return self.digests[name]

    def sign(self, name: str, actor: str, action: str, about: str, claim: Thing, *signers: str) -> None:
        content = self.change(name, claim).content
        envelope = Envelope(payload=content).signed_by(*(self.signer(each) for each in signers or (actor,)))
        self.append(name, actor, action, about, {"envelope": envelope.as_json()})

    def confirm(self, kind: str, content: Mapping[str, Json], key_of_name: str) -> str:
        name = str(content[key_of_name])
        proposal = self.put_down(
            kind, "alice", f"{kind}.proposed", f"{kind}:{name}", {"name": name, "content": content}
        )
        claim = Confirmation(proposal=proposal, about=f"{kind}:{name}", actor="bob", log=LOG, at=NOW)
        self.sign(f"{kind} confirmed", "bob", f"{kind}.confirmed", f"{kind}:{name}", claim)
        return digest_of_json(content)

    def judge(self, name: str, gate: str, policy: str, manifest: str, submission: str | None, checks: Thing) -> str:
        worst = "waived" if any(check["verdict"] == "waived" for check in checks) else "pass"
        verdict = {"gate": gate, "verdict": worst, "opens": True, "policy_digest": policy, "checks": checks}
        facts = {"subject": {"manifest": manifest, "submission": submission}}
        document = {"verdict": verdict, "facts": facts, "policy": policy}
        return self.put_down(name, "bob", "gate.judged", f"version:{ABOUT}", document)

    def told(self) -> "Story":
        version = f"version:{ABOUT}"
        self.append("founding", "alice", "workspace.founded", f"workspace:{LOG}", {"envelope": {}})
        policy = self.confirm("policy", self.change("policy content", POLICY), "policy")
        use_case = self.confirm("use-case", {"name": "credit", "tier": 2}, "name")
        files = [{"path": name, "digest": digest_of(content), "size": len(content)} for name, content in MODEL.items()]
        manifest_body = {
            "model": "credit", "version": 3, "use_case": "credit", "files": files[:1], "code": files[1:],
            "decision_rule": {"cut_off": "0.5"}, "author": "alice",
        }  # fmt: skip
        manifest = self.put_down("manifest", "alice", "version.registered", version, manifest_body)
        evidence = [
            self.put_down(
                kind, "alice", "evidence.filed", version, {"kind": kind, "about": ABOUT, "inputs": [manifest]}
            )
            for kind in ("evaluation-report", "data-sheet")
        ]
        submission_body = {
            "about": ABOUT, "manifest": manifest, "evidence": sorted(evidence), "policy": policy, "use_case": use_case,
            "submitter": "bob", "mode": self.mode,
        }  # fmt: skip
        submission = self.put_down("submission", "bob", "submission.made", version, submission_body)
        approvals = self.approve(policy, submission)
        self.waive(manifest)
        waived = [{"id": "roc_auc", "verdict": "pass"}, {"id": "parity", "verdict": "waived"}]
        self.judge("first gate", "training-validation", policy, manifest, submission, self.change("checks", waived))
        passed = [{"id": "approvals", "verdict": "pass"}]
        verdict = self.judge("second gate", "deployment-approval", policy, manifest, submission, passed)
        release = Release(
            about=ABOUT, environment=self.environment, mode=self.mode, manifest=manifest,
            files={name: digest_of(content) for name, content in MODEL.items()}, decision_rule={"cut_off": "0.5"},
            submission=submission, evidence=evidence, policy=policy, approvals=approvals, verdict=verdict,
            use_case=use_case, log=LOG, at="2026-11-23T11:00:00.000000Z", until=self.until,
        )  # fmt: skip
        self.sign("release", "erin", "release.made", version, release, "release", "erin")
        self.put_down("later", "bob", "evidence.filed", version, {"kind": "later"})
        return self

    def approve(self, policy: str, submission: str) -> list[str]:
        for actor, role in (("carol", "legal"), ("dave", "risk")):
            claim = Approval(
                about=ABOUT, submission=submission, policy=policy, role=role, decision="approve", reason="sound",
                conditions=(), actor=actor, at=NOW, mode=self.mode, log=LOG,
            )  # fmt: skip
            self.sign(f"approval of {actor}", actor, "approval.given", f"version:{ABOUT}", claim)
        names = [f"payload of approval of {actor}" for actor in ("carol", "dave")]
        return [self.digests[name] for name in names if name in self.digests]

    def waive(self, manifest: str) -> None:
        claim = Waiver(
            about=ABOUT, manifest=manifest, gate="training-validation", check="parity", reason="few rows",
            compensating_control="a person looks", until="2027-01-01T00:00:00.000000Z", actor="erin", role="risk",
            at="2026-11-23T09:00:00.000000Z", mode=self.mode, log=LOG,
        )  # fmt: skip
        self.sign(
            "waiver", "erin", "waiver.given", f"version:{ABOUT}", claim, *self.change("waivers", ("erin", "dave"))
        )

    @property
    def leaves(self) -> list[bytes]:
        return [sha256(b"\0" + leaf_bytes(entry, LOG)).digest() for entry, _ in self.entries]

    def checkpoint(self, size: int | None = None, signer: str = "log") -> str:
        leaves = self.leaves[:size]
        return sign_checkpoint(
            Checkpoint(origin=origin_of(LOG), size=len(leaves), root=root(leaves)), [LogKey(LOG, key(signer))]
        )

    def pack(self, *, models: bool | Mapping[str, Source] = False, about: str = ABOUT, **changed: Thing) -> bytes:
        leaves = self.leaves
        kept = [each for each in self.entries if each[0].about.split(":")[0] in ("version", "policy", "use-case")]
        parts = PackParts(
            about=about, log=LOG, release=self.names["release"], checkpoint=self.checkpoint(),
            entries=[
                PackEntry(
                    leaf=leaf_bytes(entry, LOG), payload=payload,
                    proof=InclusionProof(index=entry.sequence, size=len(leaves), hashes=path(entry.sequence, leaves)),
                )
                for entry, payload in kept
            ],
            earlier=[ConsistencyProof(old=old, new=len(leaves), hashes=growth(old, leaves)) for old in (3, 8)],
            trust=trust(), models=_models(models),
        )  # fmt: skip
        into = BytesIO()
        write_pack(replace(parts, **changed), into)
        return into.getvalue()


def _models(models: bool | Mapping[str, Source]) -> Mapping[str, Source]:  # noqa: FBT001 - as the pack takes it
    if isinstance(models, bool):
        return {digest_of(content): content for content in MODEL.values()} if models else {}
    return models


def trust(**keys: str) -> Trust:
    """What everybody's keys are; ``trust(release="x")`` trusts the key of another name instead."""
    return Trust(
        logs=(LogKey(LOG, key(keys.get("log", "log"))).verifier,),
        release_keys=(key(keys.get("release", "release")).public,),
        people=tuple(
            TrustedPerson(person=name, key=key(keys.get(name, name)).public, roles=tuple(roles))
            for name, roles in PEOPLE.items()
        ),
    )


def unpacked(pack: bytes) -> dict[str, bytes]:
    """The files of a pack."""
    return {name: content_of(BytesIO(pack), member) for name, member in read_archive(BytesIO(pack)).items()}


def repacked(files: Mapping[str, bytes], *, listed: bool = True) -> bytes:
    """A pack of these files; ``listed`` makes its list of files true again."""
    made = dict(files)
    if listed:
        index = json.loads(made["pack.json"])
        index["files"] = [
            {"path": name, "digest": digest_of(made[name]), "size": len(made[name]), "meaning": "x"}
            for name in sorted(made) if name != "pack.json"
        ]  # fmt: skip
        made["pack.json"] = canonical_bytes(index)
    into = BytesIO()
    write_archive(made, into)
    return into.getvalue()
