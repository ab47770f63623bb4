"""Make a new dataset version from another by code that is named by its digest."""

from collections.abc import Callable, Mapping

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.dataset.register_dataset import Arrival, register_dataset
from evenhand.workflows.lookup import document_of

Deriving = Callable[[Record, Mapping[str, Json]], Arrival]
"""Makes the new rows from the record and the manifest of the version that they are made from."""


def transform_dataset(
    workspace: Workspace, identity: Identity, reference: Reference | str, *, derive: Deriving
) -> Reference:  # fmt: skip
    """Register what ``derive`` makes of a version, under the use case of that version.

    Raises:
        NotFound: no such version was registered.
        DatasetByReference: its rows lie elsewhere.
        TransformInvalid, TransformFailed: the code is none, or failed; nothing was registered.
    """
    parent = dataset_record(workspace.ledger, reference)
    arrival = derive(parent, document_of(workspace, parent))
    return register_dataset(workspace, identity, arrival)
