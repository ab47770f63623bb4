"""Put a fleet of models into the inventory, all rows or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.governance.projection.inventory import SUBJECT
from evenhand.governance.risk.inventory import KnownSystem
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes:
        entry: that recorded it; ``None`` when every row was known already.
        new, changed, same: keys of the rows.
    """

    entry: Entry | None
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def import_inventory(workspace: Workspace, identity: Identity, rows: Sequence[KnownSystem], *, source: str) -> Imported:
    """Record the rows that are new or differ from what is known; a second import of one file records nothing.

    Args:
        workspace: where.
        identity: who imports.
        rows: with keys of their own.
        source: where they come from, for example the name of a file.
    """
    head = workspace.ledger.head(SUBJECT)
    known = {record.key: KnownSystem.from_json({name: record.body[name] for name in _ROW})
             for record in workspace.ledger.records("inventory")}  # fmt: skip
    new = [row for row in rows if row.key not in known]
    changed = [row for row in rows if row.key in known and known[row.key] != row]
    entry = None
    if new or changed:
        document: dict[str, Json] = {"source": source, "rows": [row.as_json() for row in (*new, *changed)]}
        entry = append_document(
            workspace, identity, action="inventory.imported", about=SUBJECT, document=document, expects={SUBJECT: head}
        )
    told = {row.key for row in (*new, *changed)}
    return Imported(
        entry=entry, new=tuple(row.key for row in new), changed=tuple(row.key for row in changed),
        same=tuple(row.key for row in rows if row.key not in told),
    )  # fmt: skip


_ROW = ("key", "name", "purpose", "owner", "vendor", "status", "class", "tier", "more")
