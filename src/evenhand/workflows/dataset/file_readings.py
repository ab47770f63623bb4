"""File who read which part of a dataset version, when and what for."""

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.show_dataset import show_dataset
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named


def file_readings(workspace: Workspace, identity: Identity, reference: Reference | str) -> Entry:
    """File the data-access record: every reading that the ledger holds up to now, also when there was none.

    Raises:
        NotFound: no such version was registered.
    """
    shown = show_dataset(workspace, reference)
    readings: list[Json] = [
        {name: each[name] for name in ("at", "actor", "part", "purpose", "rows_digest")} for each in shown.readings
    ]
    body: dict[str, Json] = {"until": workspace.clock.now(), "n_readings": len(readings), "readings": readings}
    target = target_named(workspace.ledger, f"dataset:{shown.record.key}")
    return file_evidence(workspace, identity, target, kind="data-access-record", body=body)
