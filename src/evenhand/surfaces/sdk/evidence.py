"""What people state and find: attested evidence and findings."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Entry, Record
from evenhand.surfaces.sdk.opening import Folder, opened, read
from evenhand.wiring.user_file import read_bytes
from evenhand.workflows.evidence import attest_evidence as attesting
from evenhand.workflows.finding import close_finding as closing
from evenhand.workflows.finding import list_findings as listing
from evenhand.workflows.finding import open_finding as finding


def attest(
    kind: str, about: str | Reference, *, file: str | Path, note: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """File a document of a person as evidence, by its digest and under his signature.

    Args:
        kind: of evidence, an id of the catalogue, for example ``dpia``.
        about: ``credit@3``, ``use-case:loan``, ``dataset:adult@1``, ``deployment:loan-live`` and so on.
        file: the document, at most 16 MiB.
        note: one sentence about it.
        actor: who states it.
        workspace: where.
    """
    path = Path(file)
    content = read_bytes(path)
    with opened(workspace, actor) as (place, identity):
        return attesting.attest_evidence(place, identity, kind, about, name=path.name, content=content, note=note)


def open_finding(
    about: str | Reference, *, severity: str, text: str, owner: str, due_on: str | date, source: str | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> str:  # fmt: skip
    """Record that something is wrong, who must answer for it, and by when; gives its id, for example ``F-1``."""
    with opened(workspace, actor) as (place, identity):
        return finding.open_finding(
            place, identity, about, severity=severity, text=text, owner=owner, due_on=str(due_on), source=source
        )[0]


def close_finding(name: str, *, resolution: str, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Record how a finding was resolved."""
    with opened(workspace, actor) as (place, identity):
        return closing.close_finding(place, identity, name, resolution=resolution)


def list_findings(
    *, about: str | None = None, is_open: bool | None = None, workspace: Folder = None
) -> Sequence[Record]:
    """The findings, all or only those about a target, open or closed."""
    with read(workspace) as place:
        return listing.list_findings(place.ledger, about=about, is_open=is_open)
