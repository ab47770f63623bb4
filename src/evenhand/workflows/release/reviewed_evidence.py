"""The evidence of a version as a review reads it: the newest of each kind that the submission names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.governance.policy.document import recorded_policy
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.release.diff import Side
from evenhand.lifecycle.release.estimate import measurements_of
from evenhand.lifecycle.release.review import EvidenceUnderReview
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.recall import policy_text_of
from evenhand.workflows.lookup import document_of, manifest_of

_WHOLE_TABLE = ("evaluation-report", "calibration-report", "privacy-report")
_BY_GROUP = "fairness-report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What was filed for a version.

    Attributes:
        version: its record.
        submission: its current submission; ``None`` when it was never submitted.
        listed: all evidence about it.
        documents: kind to the newest document; of those that the submission names, if there is one.
    """

    version: Record
    submission: Record | None
    listed: Sequence[EvidenceUnderReview]
    documents: Mapping[str, Mapping[str, Json]]

    @classmethod
    def of(cls, workspace: Workspace, version: Record) -> "Filed":
        """Read it from the ledger."""
        digest = version.body["submission"]
        submission = None if digest is None else workspace.ledger.record("submission", str(digest))
        named = None if submission is None else submission.body["evidence"]
        documents, listed = {}, []
        for record in workspace.ledger.records("evidence", parent=version.key):
            is_submitted = not isinstance(named, Sequence) or record.key in named
            listed.append(EvidenceUnderReview(
                kind=str(record.body["kind"]), digest=record.key, made_at=str(record.body["made_at"]),
                author=str(record.body["author"]), is_submitted=is_submitted,
            ))  # fmt: skip
            if is_submitted:
                documents[str(record.body["kind"])] = document_of(workspace, record)
        return cls(version=version, submission=submission, listed=tuple(listed), documents=documents)

    def body(self, kind: str) -> Mapping[str, Json]:
        """The body of the newest document of a kind; empty when there is none."""
        body = self.documents.get(kind, {}).get("body")
        return body if isinstance(body, Mapping) else {}

    @property
    def figures(self) -> tuple[Measurement, ...]:
        """Numbers of the whole table."""
        read = [measurements_of(self.body(kind))[0] for kind in _WHOLE_TABLE]
        return tuple(each for measured in read for each in measured if not each.groups)

    @property
    def group_figures(self) -> tuple[Measurement, ...]:
        """Numbers of groups."""
        return tuple(each for each in measurements_of(self.body(_BY_GROUP))[0] if each.groups)

    @property
    def n_unreadable(self) -> int:
        """Filed numbers that do not read as measurements."""
        return sum(measurements_of(self.body(kind))[1] for kind in (*_WHOLE_TABLE, _BY_GROUP))

    @property
    def rows(self) -> str | None:
        """Digest of the rows of the evaluation: what is neither manifest nor profile among its inputs."""
        document = self.documents.get("evaluation-report", {})
        inputs = document.get("inputs")
        others = {self.version.body["manifest"], self.body("evaluation-report").get("profile")}
        left = [each for each in inputs if each not in others] if isinstance(inputs, Sequence) else []
        return str(left[0]) if len(left) == 1 else None

    def side(self, workspace: Workspace) -> Side:
        """The version as a diff sees it."""
        policy, checks, use_case = "", dict[str, Json](), dict[str, Json]()
        if self.submission is not None:
            submitted_under = recorded_policy(policy_text_of(workspace, str(self.submission.body["policy"])))
            policy, checks = str(submitted_under), _checks(submitted_under.content)
            use_case = dict(_proposed(workspace, "use-case.proposed", str(self.submission.body["use_case"])))
        return Side(
            manifest=manifest_of(workspace, self.version), rows=self.rows, figures=self.figures,
            group_figures=self.group_figures, use_case=use_case, policy=policy, checks=checks,
        )  # fmt: skip


def _checks(content: Mapping[str, Json]) -> dict[str, Json]:
    """Gate, predicate and place to the check as it is written; the n-th of a predicate is compared with the n-th."""
    found: dict[str, Json] = {}
    gates = content.get("gates")
    for gate, checks in (gates if isinstance(gates, Mapping) else {}).items():
        for check in checks if isinstance(checks, Sequence) else ():
            if isinstance(check, Mapping):
                found[_free(f"{gate} / {_title(check)}", found)] = check
    return found


def _title(check: Mapping[str, Json]) -> str:
    if "id" in check:
        return str(check["id"])
    metric = check.get("metric")
    return str(metric.get("name")) if isinstance(metric, Mapping) else next(iter(check), "")


def _free(name: str, taken: Mapping[str, Json]) -> str:
    if name not in taken:
        return name
    return next(f"{name} {n}" for n in range(2, len(taken) + 3) if f"{name} {n}" not in taken)


def _proposed(workspace: Workspace, action: str, digest: str) -> Mapping[str, Json]:
    for entry in reversed(workspace.ledger.entries(action=action)):
        payload = workspace.ledger.payload(entry.payload)
        document = payload.get("document") if isinstance(payload, Mapping) else None
        content = document.get("content") if isinstance(document, Mapping) else None
        if isinstance(content, Mapping) and digest_of_json(content) == digest:
            return content
    return {}
