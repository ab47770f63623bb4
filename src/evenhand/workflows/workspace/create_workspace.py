"""The first entry: who answers for this workspace, signed by everybody it lists."""

from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founding
from evenhand.governance.audit.entry import Record
from evenhand.governance.projection import project
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.instant import Instant
from evenhand.ports.ledger import Draft, Entry, UnitOfWork


def create_workspace(ledger: UnitOfWork, envelope: Envelope) -> Entry:
    """Append the founding to an empty ledger.

    Raises:
        EntryRefused: somebody listed has not signed, or one person alone asks for a governed workspace.
    """
    return ledger.append(_draft(envelope))


def require_founding(envelope: Envelope, *, now: Instant) -> Founding:
    """Refuse what the ledger would refuse, before there is one.

    Raises:
        StatementUnreadable: it is no founding.
        EntryRefused: as ``create_workspace`` says.
    """
    draft = _draft(envelope)
    entry = Entry(
        sequence=0, at=now, actor=draft.actor, action=draft.action, about=draft.about, expects={},
        payload=digest_of_json(draft.payload),
    )  # fmt: skip
    project(_Empty(), entry, draft.payload)
    return Founding.parse(envelope.payload)


class _Empty:
    """The state before the first entry."""

    def record(self, _kind: str, _key: str) -> Record | None:
        return None

    def records(self, _kind: str, _parent: str | None = None) -> tuple[Record, ...]:
        return ()


def _draft(envelope: Envelope) -> Draft:
    founding = Founding.parse(envelope.payload)
    return Draft(
        actor=founding.people[0].name, action="workspace.founded", about=f"workspace:{founding.log}",
        payload={"envelope": envelope.as_json()},
    )  # fmt: skip
