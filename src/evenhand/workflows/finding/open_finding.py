"""Record that something is wrong, who must answer for it, and by when."""

from evenhand.errors.ledger import HeadMoved
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import target_named

_TRIES = 5


def open_finding(
    workspace: Workspace, identity: Identity, about: Reference | str, *, severity: str, text: str, owner: str,
    due_on: str, source: Digest | None = None,
) -> tuple[str, Entry]:  # fmt: skip
    """Record a finding under the next number.

    Args:
        workspace: where.
        identity: who found it.
        about: the target.
        severity: ``critical``, ``high``, ``medium`` or ``low``.
        text: what is wrong.
        owner: the actor or role who must answer.
        due_on: ``2026-12-24``.
        source: digest of what showed it, if anything did.

    Returns:
        Its id, for example ``F-1``, and the entry.

    Raises:
        NotFound: no such target.
        InstantUnreadable: the day is none.
        EntryRefused: no such severity, or a blank text or owner.
    """
    target = target_named(workspace.ledger, about)
    for _ in range(_TRIES):
        name = f"F-{len(workspace.ledger.records('finding')) + 1}"
        document: dict[str, Json] = {
            "id": name, "about": target.name, "severity": severity, "text": text, "owner": owner, "due_on": due_on,
            "source": source,
        }  # fmt: skip
        try:
            entry = append_document(
                workspace, identity, action="finding.opened", about=target.subject, document=document,
                expects={f"finding:{name}": None},
            )  # fmt: skip
        except HeadMoved:
            continue
        return name, entry
    raise HeadMoved("Others open findings all the time; no number was free.")
