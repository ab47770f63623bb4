"""Record rows as a new dataset version: parts by digest, contract, split, what was found when parts were compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from evenhand.errors.ledger import HeadMoved
from evenhand.governance.audit.entry import Reader
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.dataset import DatasetManifest, DatasetPart
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import signed_draft
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import use_case_in_force

_TRIES = 5
_NOTHING: Mapping[str, "Mapping[str, Json]"] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One part on its way in.

    Attributes:
        digest: the name of the rows.
        n_rows: how many; ``None`` where nobody counted.
        content: a Parquet file with them; ``None`` when only the name is kept.
    """

    digest: Digest
    n_rows: int | None
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is brought in, before it has a number.

    Attributes:
        name: of the dataset.
        use_case: the use case that it is for.
        source, split, leakage, lineage: see ``DatasetManifest``.
        contract: of every part; without columns for a reference that nobody described.
        rows: all of them, before the split.
        parts: name to rows, earliest part first.
        evidence: kind to body of all that is known about the rows so far.
        inputs: digests that the evidence was made from, beside the rows.
    """

    name: str
    use_case: str
    source: Mapping[str, Json]
    contract: Contract | None
    rows: Rows
    parts: Mapping[str, Rows]
    split: Mapping[str, Json] | None = None
    leakage: Mapping[str, Json] | None = None
    lineage: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    evidence: Mapping[str, Mapping[str, Json]] = field(default_factory=lambda: _NOTHING)
    inputs: Sequence[Digest] = ()


def register_dataset(workspace: Workspace, identity: Identity, arrival: Arrival) -> Reference:
    """Store the parts and append the manifest under the next number.

    Raises:
        UseCaseMissing: the use case is not in force.
        ReferenceUnreadable: the name is none.
        StorageFull, StorageFailed: the disk refused.
    """
    use_case_in_force(workspace.ledger, arrival.use_case)
    Reference(name=arrival.name, version=1)
    parts = {
        name: DatasetPart(
            rows_digest=rows.digest, n_rows=rows.n_rows,
            file=None if rows.content is None else workspace.artifacts.put(rows.content),
        )
        for name, rows in arrival.parts.items()
    }  # fmt: skip
    for _ in range(_TRIES):
        reference = next_version(workspace.ledger, arrival.name)
        try:
            _append(workspace, identity, _manifest(reference, identity, arrival, parts), arrival)
        except HeadMoved:
            continue
        return reference
    raise HeadMoved(f"{arrival.name} is being registered by others too; no number was free.")


def next_version(state: Reader, name: str) -> Reference:
    """The number that the next version of a dataset has."""
    return Reference(name=name, version=len(state.records("dataset", parent=name)) + 1)


def _manifest(
    reference: Reference, identity: Identity, arrival: Arrival, parts: Mapping[str, DatasetPart]
) -> DatasetManifest:  # fmt: skip
    return DatasetManifest(
        about=reference, use_case=arrival.use_case, source=arrival.source,
        contract={} if arrival.contract is None else arrival.contract.as_json(), rows_digest=arrival.rows.digest,
        n_rows=arrival.rows.n_rows, parts=parts, author=identity.actor, split=arrival.split, leakage=arrival.leakage,
        lineage=arrival.lineage,
    )  # fmt: skip


def _append(workspace: Workspace, identity: Identity, manifest: DatasetManifest, arrival: Arrival) -> None:
    """The version and all that is known about it, or none of it."""
    subject = f"dataset:{manifest.about}"
    target = Target(
        kind="dataset", key=str(manifest.about), manifest=manifest.digest, use_case=manifest.use_case,
        author=identity.actor, submission=manifest.digest,
    )  # fmt: skip
    inputs = (manifest.rows_digest, *(part.rows_digest for part in manifest.parts.values()), *arrival.inputs)
    drafts = [
        signed_draft(
            workspace, identity, action="dataset.registered", about=subject, document=manifest.as_json(),
            expects={subject: None},
        )
    ]  # fmt: skip
    for kind, body in arrival.evidence.items():
        drafts.append(evidence_draft(workspace, identity, target, kind=kind, body=body, inputs=inputs))
    workspace.ledger.append_together(drafts)
