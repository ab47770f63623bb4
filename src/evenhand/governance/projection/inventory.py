"""The inventory in the ledger: many rows in one entry."""

from collections.abc import Mapping, Sequence

from evenhand.errors.problem import InventoryInvalid
from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.signed import signed_document
from evenhand.governance.risk.inventory import KnownSystem
from evenhand.kernel.canonical import Json

SUBJECT = "inventory:fleet"


def import_rows(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Put rows into the inventory; a row with a known key replaces what was known."""
    document = signed_document(state, entry, payload)
    rows = document.get("rows")
    if entry.about != SUBJECT or not isinstance(rows, list) or not rows:
        raise EntryRefused("The document holds no rows of an inventory.")
    try:
        known = [KnownSystem.from_json(row) for row in rows]
    except InventoryInvalid as mistake:
        raise EntryRefused(f"A row of the inventory is none: {mistake.fact}") from mistake
    if len({each.key for each in known}) < len(known):
        raise EntryRefused("Two rows of the inventory share a key.")
    told: dict[str, Json] = {"source": document.get("source"), "imported_at": entry.at, "author": entry.actor}
    return [
        Change(kind="inventory", key=each.key, parent=None, body={**each.as_json(), **told}) for each in known
    ]  # fmt: skip
