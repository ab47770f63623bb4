"""Read one part of a dataset version: who reads what for which purpose is recorded before a row is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.errors.dataset import DatasetByReference
from evenhand.errors.workspace import NotFound
from evenhand.governance.audit.entry import Reader, Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.part import did_you_mean
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """One part that may be opened now.

    Attributes:
        dataset: for example ``adult@1``.
        part: its name.
        rows_digest: what its rows must be.
        file: digest of the stored file.
    """

    dataset: str
    part: str
    rows_digest: Digest
    file: Digest


def read_dataset(
    workspace: Workspace, identity: Identity, reference: Reference | str, part: str, *, purpose: str
) -> Granted:
    """Record the reading; the rows are then opened by the digests that are returned.

    Raises:
        NotFound: there is no such dataset version, or it has no such part.
        DatasetByReference: its rows lie elsewhere.
        EntryRefused: the reader is not enrolled, or states no purpose.
    """
    dataset = dataset_record(workspace.ledger, reference)
    found = _part(dataset, part)
    if found.get("file") is None:
        raise DatasetByReference(f"{dataset.key} pins rows that lie elsewhere; none is kept here.", dataset=dataset.key)
    document: dict[str, Json] = {
        "dataset": dataset.key, "part": part, "rows_digest": found["rows_digest"], "purpose": purpose,
    }  # fmt: skip
    append_document(workspace, identity, action="dataset.read", about=f"dataset:{dataset.key}", document=document)
    return Granted(
        dataset=dataset.key, part=part, rows_digest=str(found["rows_digest"]), file=str(found["file"])
    )  # fmt: skip


def dataset_record(state: Reader, reference: Reference | str) -> Record:
    """The record of a dataset version; ``adult@1`` and ``dataset:adult@1`` name the same.

    Raises:
        ReferenceUnreadable: the text is no reference.
        NotFound: no such version was registered.
    """
    text = str(reference).removeprefix("dataset:")
    named = Reference.parse(text)
    record = state.record("dataset", str(named))
    if record is None:
        known = [each.key for each in state.records("dataset", parent=named.name)]
        names = ", ".join(known or [each.key for each in state.records("dataset")]) or "none"
        raise NotFound(
            f"The dataset {named} is not registered; there is {names}.", reference=str(named),
            remedy="List what there is with 'evenhand dataset list'.",
        )  # fmt: skip
    return record


def _part(dataset: Record, part: str) -> Mapping[str, Json]:
    parts = dataset.body["parts"]
    known = parts if isinstance(parts, Mapping) else {}
    found = known.get(part)
    if not isinstance(found, Mapping):
        hint = did_you_mean(part, list(known))
        raise NotFound(
            f"{dataset.key} has no part {part!r}{hint}; it has {', '.join(known)}.", dataset=dataset.key,
            remedy="Name one of its parts.",
        )  # fmt: skip
    return found
