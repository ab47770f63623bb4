"""A person's word on which columns of a dataset version hold personal data."""

from collections.abc import Mapping, Sequence

from evenhand.errors.dataset import DatasetByReference
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.personal import Proposal, personal_report
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import signed_draft
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import document_of, latest_evidence, target_named


def confirm_personal(
    workspace: Workspace, identity: Identity, reference: Reference | str, *, confirmed: Sequence[str] = (),
    denied: Sequence[str] = (), note: str = "",
) -> dict[str, Json]:  # fmt: skip
    """Record the word and file the privacy report that it completes; the newest word on a version stands.

    Args:
        workspace: where.
        identity: the person.
        reference: the dataset version.
        confirmed: columns that hold personal data, proposed or not.
        denied: proposed columns that hold none.
        note: what an auditor should know.

    Returns:
        The body of the privacy report; ``open`` lists what is left to be said.

    Raises:
        NotFound: no such version was registered.
        DatasetByReference: nobody looked at its rows, so that nothing was proposed.
        EntryRefused: a column is unknown, or confirmed and denied at once.
    """
    dataset = dataset_record(workspace.ledger, reference)
    target = target_named(workspace.ledger, f"dataset:{dataset.key}")
    scan = latest_evidence(workspace.ledger, target, "privacy-report")
    if scan is None:
        raise DatasetByReference(f"{dataset.key} was never looked through: its rows lie elsewhere.")
    body = document_of(workspace, scan)["body"]
    report = _report(body if isinstance(body, Mapping) else {}, confirmed, denied)
    document: dict[str, Json] = {
        "dataset": dataset.key, "manifest": target.manifest, "confirmed": sorted(set(confirmed)),
        "denied": sorted(set(denied)), "note": note,
    }  # fmt: skip
    said = signed_draft(
        workspace, identity, action="dataset.personal-confirmed", about=target.subject, document=document
    )
    filed = evidence_draft(
        workspace, identity, target, kind="privacy-report", body={**report, "confirmed_by": identity.actor},
        inputs=[str(dataset.body["rows_digest"]), scan.key],
    )  # fmt: skip
    workspace.ledger.append_together([said, filed])
    return report


def _report(scan: Mapping[str, Json], confirmed: Sequence[str], denied: Sequence[str]) -> dict[str, Json]:
    columns, proposed = scan.get("columns"), scan.get("proposed")
    proposals = [
        Proposal(
            column=str(each["column"]), sign=str(each["sign"]),
            share=None if each["share"] is None else float(str(each["share"])),
        )
        for each in (proposed if isinstance(proposed, list) else ())
        if isinstance(each, Mapping)
    ]  # fmt: skip
    names = [str(name) for name in columns] if isinstance(columns, list) else []
    return personal_report(names, proposals, confirmed=sorted(set(confirmed)), denied=sorted(set(denied)))
