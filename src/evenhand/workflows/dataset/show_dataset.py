"""What a dataset version is, what was found about it, and who reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.lookup import document_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDataset:
    """One dataset version.

    Attributes:
        record: what the ledger holds of it.
        document: the signed manifest.
        evidence: kind to digest of the newest evidence of each kind.
        personal: what a person said about personal data in it; ``None`` when nobody did.
        scan: the newest privacy report: what was proposed and what is open; ``None`` when nobody looked.
        readings: every reading of a part, oldest first.
        children: versions that were made from it.
    """

    record: Record
    document: Mapping[str, Json]
    evidence: Mapping[str, str]
    personal: Mapping[str, Json] | None
    scan: Mapping[str, Json] | None
    readings: Sequence[Mapping[str, Json]]
    children: Sequence[str]

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "dataset": self.record.key, "manifest": self.record.body["manifest"],
            "registered_at": self.record.body["registered_at"], "document": self.document,
            "evidence": dict(self.evidence), "personal": self.personal, "scan": self.scan,
            "n_readings": len(self.readings), "children": list(self.children),
        }  # fmt: skip


def show_dataset(workspace: Workspace, reference: Reference | str) -> ShownDataset:
    """All that is recorded about one dataset version; looking leaves no trace, since no row is shown.

    Raises:
        NotFound: no such version was registered.
    """
    state = workspace.ledger
    record = dataset_record(state, reference)
    subject = f"dataset:{record.key}"
    filed = sorted(state.records("evidence", parent=subject), key=lambda each: each.head)
    personal = state.record("personal-columns", record.key)
    report = next((each for each in reversed(filed) if each.body["kind"] == "privacy-report"), None)
    scan = None if report is None else document_of(workspace, report)["body"]
    readings = sorted(state.records("reading", parent=subject), key=lambda each: each.head)
    return ShownDataset(
        record=record, document=document_of(workspace, record),
        evidence={str(each.body["kind"]): each.key for each in filed},
        personal=None if personal is None else personal.body,
        scan=scan if isinstance(scan, Mapping) else None, readings=[each.body for each in readings],
        children=[each.key for each in state.records("dataset") if _origin(workspace, each) == record.key],
    )  # fmt: skip


def _origin(workspace: Workspace, record: Record) -> Json:
    source = document_of(workspace, record)["source"]
    return source.get("of") if isinstance(source, Mapping) else None
