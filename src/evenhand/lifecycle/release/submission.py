"""The frozen set under review: what an approval says yes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json
from evenhand.kernel.instant import Instant

SCHEMA = "evenhand/submission/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Digests of all that the reviewers judge.

    Attributes:
        about: the version, for example ``credit@3``.
        manifest: digest of its manifest.
        evidence: digests of the evidence filed for it, sorted.
        policy: digest of the policy in force.
        use_case: digest of the use case in force, with its class and tier.
        verdicts: check id to verdict of ``training-validation`` when it was submitted.
        submitter: the actor who submitted.
        mode: ``governed`` or ``demonstration``.
        made_at: when.
    """

    about: str
    manifest: Digest
    evidence: Sequence[Digest]
    policy: Digest
    use_case: Digest
    verdicts: Mapping[str, str]
    submitter: str
    mode: str
    made_at: Instant

    @property
    def digest(self) -> Digest:
        """What an approval names."""
        return digest_of_json(self.as_json())

    def as_json(self) -> dict[str, Json]:
        """The submission as it is stored."""
        return {
            "schema": SCHEMA, "about": self.about, "manifest": self.manifest, "evidence": sorted(self.evidence),
            "policy": self.policy, "use_case": self.use_case, "verdicts": dict(self.verdicts),
            "submitter": self.submitter, "mode": self.mode, "made_at": self.made_at,
        }  # fmt: skip
