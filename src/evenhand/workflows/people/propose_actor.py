"""Propose that somebody be enrolled, or that roles, keys or the person behind an account change."""

from collections.abc import Sequence

from evenhand.governance.access.actor import Account, Actor
from evenhand.governance.access.signature import PublicKey
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.people.account import require_account


def propose_actor(
    workspace: Workspace,
    identity: Identity,
    *,
    name: str,
    keys: Sequence[PublicKey],
    roles: Sequence[str],
    person: str | None = None,
    display: str = "",
    kind: str = "person",
) -> Entry:
    """Record the proposal; it takes effect when a second person confirms it.

    Args:
        workspace: where.
        identity: who proposes.
        name: of the account.
        keys: public keys that it may sign with.
        roles: of the catalogue.
        person: the person behind the account; the account's own name when left out. A second account or a service
            names its person here, so that separation of duties sees through it.
        display: a readable name.
        kind: ``person`` or ``service``.

    Raises:
        ReferenceUnreadable: the account or the person has no name that could be typed.
        RoleUnknown: the catalogue has no such role.
        StatementUnreadable: it is no account, for example without a key.
    """
    require_account(name, person=person or name, roles=roles)
    account = Account(name=name, person=person or name, kind=kind)
    content = Actor(account=account, display=display or name, roles=sorted(set(roles)), keys=tuple(keys)).as_json()
    return append_document(
        workspace, identity, action="actor.proposed", about=f"actor:{name}", document={"name": name, "content": content}
    )
