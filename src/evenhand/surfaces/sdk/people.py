"""Who answers: identities, workspaces, actors, proposals and confirmations."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from evenhand.adapters.clock import SystemClock
from evenhand.adapters.files.durable import explained
from evenhand.adapters.signing.identity import create_identity as make_identity
from evenhand.adapters.signing.identity import list_identities as read_identities
from evenhand.errors.people import NotListed
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founder, Founding
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, entered, opened, read, settings_for
from evenhand.wiring import workspace as wiring
from evenhand.wiring.identity import find_identity
from evenhand.wiring.trust import remember_actor
from evenhand.workflows.people import confirm_proposal as confirming
from evenhand.workflows.people import propose_actor as proposing
from evenhand.workflows.people.account import require_account
from evenhand.workflows.problem.file_use_case import file_use_case, states_problem

OWNER_ROLES = ("developer", "model-owner")
"""What the one person of a demonstration workspace may do unless told otherwise."""


def create_identity(name: str, *, passphrase: str | None = None) -> PublicKey:
    """Make a signing key of your own, in your config directory; returns its public half.

    Raises:
        KeyExists: there is one of that name.
    """
    home = settings_for(None).config_home
    with explained(home):
        return make_identity(home, name, passphrase).public


def list_identities() -> Mapping[str, PublicKey]:
    """Your identities by name."""
    return read_identities(settings_for(None).config_home)


def draft_workspace(people: Sequence[Founder], *, mode: str = "governed", actor: str | None = None) -> Envelope:
    """Write and sign the founding of a workspace; the others listed sign it too before it is created.

    Raises:
        ReferenceUnreadable, RoleUnknown: somebody listed has no name or an unknown role.
        NotListed: the founding does not list whoever drafts it.
    """
    for each in people:
        require_account(each.name, person=each.person, roles=each.roles)
    identity = find_identity(settings_for(None), actor)
    founding = Founding(log=wiring.new_log_id(), mode=mode, people=people, at=SystemClock().now())
    _require_listed(founding, identity)
    return Envelope(payload=founding.content).signed_by(identity.signer)


def sign_workspace(envelope: Envelope, *, actor: str | None = None) -> Envelope:
    """Add your signature to a founding that somebody else drafted; nothing but a founding is signed.

    Raises:
        StatementUnreadable: it is no founding, so it might be anything that you would sign unread.
        NotListed: the founding does not list you with this key.
    """
    identity = find_identity(settings_for(None), actor)
    _require_listed(Founding.parse(envelope.payload), identity)
    if identity.signer.public.fingerprint in {signature.keyid for signature in envelope.signatures}:
        return envelope
    return envelope.signed_by(identity.signer)


def _require_listed(founding: Founding, identity: Identity) -> None:
    keys = [PublicKey.parse(each.public_key) for each in founding.people]
    if identity.signer.public not in keys:
        names = ", ".join(each.name for each in founding.people)
        raise NotListed(f"The founding lists {names}; none of them has the key of {identity.actor}.")


def create_workspace(
    folder: str | Path = ".", *, founding: Envelope | None = None, actor: str | None = None,
    roles: Sequence[str] = OWNER_ROLES, encrypt: bool = False,
) -> Path:  # fmt: skip
    """Create a workspace from a founding that all have signed, or one of a single person in mode=demonstration.

    With ``encrypt`` its stored files are encrypted; the key lies in your config directory.

    Raises:
        WorkspaceExists: there is one already.
        EntryRefused: a signature is missing.
    """
    settings = settings_for(folder)
    if founding is None:
        identity = find_identity(settings, actor)
        owner = Founder(
            name=identity.actor, person=identity.actor, display=identity.actor,
            public_key=identity.signer.public.text, roles=sorted(roles),
        )  # fmt: skip
        founding = draft_workspace([owner], mode="demonstration", actor=identity.actor)
    return wiring.create_workspace(settings, Path(folder).absolute(), founding, is_encrypted=encrypt)


def propose_actor(
    name: str, *, keys: Sequence[str], roles: Sequence[str], person: str | None = None, display: str = "",
    kind: str = "person", actor: str | None = None, workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Propose that somebody be enrolled, or that roles, keys or the person behind an account change."""
    with opened(workspace, actor) as (place, identity):
        return proposing.propose_actor(
            place, identity, name=name, keys=[PublicKey.parse(key) for key in keys], roles=roles, person=person,
            display=display, kind=kind,
        )  # fmt: skip


def confirm(proposal: str, *, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Put a proposal into effect, as the second person; an actor also enters your own trust file, if you keep one."""
    with opened(workspace, actor) as (place, identity):
        entry = confirming.confirm_proposal(place, identity, proposal)
        if entry.action == "actor.confirmed":
            remember_actor(settings_for(workspace), place, entry.about.removeprefix("actor:"))
        if entry.action == "use-case.confirmed" and states_problem(place, entry.about.removeprefix("use-case:")):
            file_use_case(place, identity, entry.about)
        return entry


def sign_confirmation(proposal: str, *, actor: str | None = None, workspace: Folder = None) -> Envelope:
    """Sign a proposal into an envelope that may travel as a file; nothing is recorded."""
    with opened(workspace, actor) as (place, identity):
        return confirming.sign_confirmation(place, identity, proposal)


def record_confirmation(envelope: Envelope, *, workspace: Folder = None) -> Entry:
    """Record a signed confirmation, made here or elsewhere."""
    with entered(workspace) as place:
        return confirming.record_confirmation(place, envelope)


def show_proposal(proposal: str, *, workspace: Folder = None) -> Mapping[str, Json]:
    """What a proposal would put into effect, word for word: read it before you sign it."""
    with read(workspace) as place:
        found = confirming.find_proposal(place.ledger, proposal)
        return confirming.content_of(found)
