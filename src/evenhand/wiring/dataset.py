"""One part of a dataset version, opened by digest for whoever says what for."""

from collections.abc import Mapping

from evenhand.adapters.dataset.part_file import joined, read_part
from evenhand.adapters.tables.table import Table
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import Settings
from evenhand.workflows.dataset.read_dataset import dataset_record, read_dataset


def dataset_part(
    workspace: Workspace, settings: Settings, identity: Identity, reference: Reference | str, part: str, *, purpose: str
) -> TableSample:  # fmt: skip
    """The rows of one part, after the reading was recorded and the rows were found to be those of the version.

    Args:
        workspace: where the dataset is registered.
        settings: of the same workspace.
        identity: who reads.
        reference: ``adult@1`` or ``dataset:adult@1``.
        part: for example ``training``.
        purpose: what for, in words that an auditor understands.

    Raises:
        NotFound, DatasetByReference, EntryRefused: as ``read_dataset``; nothing was read.
        ArtifactMissing, ArtifactDamaged, RowsDiffer: what is stored is not what was registered.
    """
    del settings  # everything lies in the workspace today; callers hold both
    granted = read_dataset(workspace, identity, reference, part, purpose=purpose)
    with workspace.artifacts.open(granted.file) as file:
        table = read_part(file, origin=f"{granted.dataset} ({granted.part})", digest=granted.rows_digest)
    return TableSample.of(table)


def whole_dataset(
    workspace: Workspace, settings: Settings, identity: Identity, reference: Reference | str, *, purpose: str
) -> Table:  # fmt: skip
    """The rows of all parts, one part after the other; each is a reading of its own."""
    parts = dataset_record(workspace.ledger, reference).body["parts"]
    names = list(parts) if isinstance(parts, Mapping) else []
    return joined({
        name: dataset_part(workspace, settings, identity, reference, name, purpose=purpose).table for name in names
    })  # fmt: skip
