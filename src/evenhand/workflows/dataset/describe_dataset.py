"""File what people state about a dataset version: ground, end, labels, and answers of the data sheet."""

from collections.abc import Mapping, Sequence

from evenhand.errors.dataset import DatasetByReference
from evenhand.governance.controls.resource import catalogue_file, entries
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.paper import filled_in, questions
from evenhand.lifecycle.data.statement import Statement
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import document_of, latest_evidence, target_named


def describe_dataset(
    workspace: Workspace, identity: Identity, reference: Reference | str, statement: Statement
) -> Sequence[Entry]:  # fmt: skip
    """File one piece of evidence for each section; answers go into a new data sheet beside what was counted.

    Raises:
        NotFound: no such version was registered.
        DatasetByReference: there are answers, and no data sheet because the rows lie elsewhere.
        AnswerUnknown: an answer belongs to no question of the data sheet.
    """
    dataset = dataset_record(workspace.ledger, reference)
    target = target_named(workspace.ledger, f"dataset:{dataset.key}")
    bodies: dict[str, Mapping[str, Json]] = {
        kind: {"basis": "attested", **body} for kind, body in statement.evidence.items()
    }
    if statement.answers:
        sheet = latest_evidence(workspace.ledger, target, "data-sheet")
        if sheet is None:
            raise DatasetByReference(f"{dataset.key} has no data sheet: its rows lie elsewhere.")
        body = document_of(workspace, sheet)["body"]
        bodies["data-sheet"] = answered(body if isinstance(body, Mapping) else {}, statement.answers)
    drafts = [
        evidence_draft(workspace, identity, target, kind=kind, body=body, inputs=[str(dataset.body["rows_digest"])])
        for kind, body in bodies.items()
    ]
    return workspace.ledger.append_together(drafts) if drafts else ()


def answered(sheet: Mapping[str, Json], answers: Mapping[str, str]) -> dict[str, Json]:
    """A data sheet with further answers of people; what was counted and what others wrote stays."""
    [asked] = [each for each in entries(catalogue_file("documents"), "documents") if each["id"] == "data-sheet"]
    listed = sheet.get("fields")
    fields = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    found = {str(each["name"]): each["found"] for each in fields if "found" in each}
    written = {str(each["name"]): str(each["written"]) for each in fields if "written" in each}
    digest = str(sheet["digest"])
    return {
        "digest": digest, **filled_in(questions(asked), found=found, source=digest, written={**written, **answers})
    }  # fmt: skip
