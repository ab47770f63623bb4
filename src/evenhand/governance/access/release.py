"""What the release key signs: that a version may serve in one environment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from evenhand.errors.people import StatementUnreadable
from evenhand.governance.access.claim import MODES, Claim, Statement, as_map, as_texts, subject
from evenhand.governance.access.shape import Shape, choice, digest, instant, listing, mapping, text
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant, moment

MANIFEST = "manifest"
FULL, SHADOW = "full", "shadow"
"""Exposures: answers may reach people, or may only be recorded beside those of what serves."""
FILES = "files/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Claim):
    """That a version may serve in one environment, and on what that rests.

    Attributes:
        about: the version, for example ``credit@3``.
        environment: ``demo``, ``shadow``, ``production`` or another.
        mode: ``governed`` or ``demonstration``; the latter serves in ``demo`` only.
        manifest: digest of the manifest.
        files: path to digest of each file of the model and its code.
        decision_rule: cut-off and favourable outcome, as in the manifest.
        submission, policy, verdict, use_case: digests of what it rests on.
        evidence, approvals: digests, in the order given; no digest twice.
        log, at: ledger and time.
        until: first instant at which it no longer holds; ``None`` when no end is set.
        exposure: ``full``, or ``shadow``, which never answers a caller; the statement is silent about ``full``.
    """

    kind: ClassVar[str] = "release"
    fields: ClassVar[Mapping[str, Shape]] = {
        "about": text, "environment": text, "mode": choice(*MODES), "decision_rule": mapping, "submission": digest,
        "evidence": listing(digest), "policy": digest, "approvals": listing(digest), "verdict": digest,
        "use_case": digest, "log": text, "at": instant,
    }  # fmt: skip
    optional: ClassVar[Mapping[str, Shape]] = {"until": instant, "exposure": choice(SHADOW)}

    about: str
    environment: str
    mode: str
    manifest: Digest
    files: Mapping[str, Digest]
    decision_rule: Mapping[str, Json]
    submission: Digest
    evidence: Sequence[Digest]
    policy: Digest
    approvals: Sequence[Digest]
    verdict: Digest
    use_case: Digest
    log: str
    at: Instant
    until: Instant | None = None
    exposure: str = FULL

    @property
    def statement(self) -> Statement:
        """The statement about the manifest and each file."""
        predicate: dict[str, Json] = {
            "about": self.about, "environment": self.environment, "mode": self.mode,
            "decision_rule": self.decision_rule, "submission": self.submission, "evidence": list(self.evidence),
            "policy": self.policy, "approvals": list(self.approvals), "verdict": self.verdict,
            "use_case": self.use_case, "log": self.log, "at": self.at,
        }  # fmt: skip
        if self.until is not None:
            predicate["until"] = self.until
        if self.exposure != FULL:
            predicate["exposure"] = self.exposure
        files = {f"{FILES}{path}": name for path, name in self.files.items()}
        return Statement(kind=self.kind, subjects={MANIFEST: self.manifest, **files}, predicate=predicate)

    def require_form(self) -> None:
        """Refuse an odd field, a digest named twice, or an end before the beginning.

        Raises:
            StatementUnreadable: with the path of the mistake.
        """
        Claim.require_form(self)
        for name, listed in (("evidence", self.evidence), ("approvals", self.approvals)):
            if len(set(listed)) < len(listed):
                raise StatementUnreadable(f"The release names one digest twice in its {name}.")
        if self.until is not None and moment(self.until) <= moment(self.at):
            raise StatementUnreadable("The release ends before it begins.")

    @classmethod
    def of(cls, statement: Statement) -> "Release":
        """Read a release."""
        said = statement.predicate
        files = {name.removeprefix(FILES): each for name, each in statement.subjects.items() if name != MANIFEST}
        return cls(
            about=str(said["about"]), environment=str(said["environment"]), mode=str(said["mode"]),
            manifest=subject(statement, MANIFEST), files=files, decision_rule=as_map(said["decision_rule"]),
            submission=str(said["submission"]), evidence=as_texts(said["evidence"]),
            policy=str(said["policy"]), approvals=as_texts(said["approvals"]), verdict=str(said["verdict"]),
            use_case=str(said["use_case"]), log=str(said["log"]), at=str(said["at"]),
            until=str(said["until"]) if "until" in said else None, exposure=str(said.get("exposure", FULL)),
        )  # fmt: skip
