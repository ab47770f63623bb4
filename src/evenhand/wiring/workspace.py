"""Opening and creating a workspace: the ledger, the files, the marks and the keys, each from its place."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evenhand.adapters.clock import SystemClock
from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.signing.log_key import create_log_key, create_release_key
from evenhand.adapters.signing.trust_file import own_trust_path, write_trust
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.workspace import WorkspaceExists
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founding
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.access.trust import Trust, TrustedPerson
from evenhand.governance.projection import project
from evenhand.ports.clock import Clock
from evenhand.ports.workspace import Workspace
from evenhand.wiring.settings import FOLDER, Settings
from evenhand.workflows.workspace.create_workspace import create_workspace as append_founding

DATABASE = "evenhand.db"


def new_log_id() -> str:
    """A random id for a new ledger."""
    return f"w-{secrets.token_hex(8)}"


@contextmanager
def open_workspace(settings: Settings, *, read_only: bool = False, clock: Clock | None = None) -> Iterator[Workspace]:
    """The workspace that the settings found.

    Raises:
        WorkspaceMissing: none was found.
        WorkspaceBehind, HistoryForked: it is not what this machine has seen under its id.
    """
    folder, clock = settings.found, clock or SystemClock()
    with Ledger.open(
        folder / DATABASE, projector=project, clock=clock.now, high_water=_marks(settings), read_only=read_only
    ) as ledger:
        yield Workspace(
            ledger=ledger, trail=ledger, verify=lambda: ledger.verify(rebuild=True),
            artifacts=FileArtifacts(folder / "artifacts"), clock=clock,
        )  # fmt: skip


def create_workspace(settings: Settings, parent: Path, envelope: Envelope, *, clock: Clock | None = None) -> Path:
    """Make ``parent/.evenhand`` with the founding as its first entry, and the keys of its log apart from it.

    Nothing is left behind when the founding is refused.

    Raises:
        WorkspaceExists: there is one already.
        EntryRefused: the founding is not signed by everybody it lists, or asks for more than its people allow.
    """
    folder = parent / FOLDER
    if (folder / DATABASE).exists():
        raise WorkspaceExists(f"{folder} is a workspace already.", path=str(folder))
    founding, clock = Founding.parse(envelope.payload), clock or SystemClock()
    log_key = create_log_key(settings.config_home, founding.log)
    release_key = create_release_key(settings.config_home, founding.log)
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger.create(
        folder / DATABASE, log_id=founding.log, projector=project, clock=clock.now, high_water=_marks(settings),
        signer=log_key,
    ) as ledger:  # fmt: skip
        _or_remove(folder, lambda: append_founding(ledger, envelope))
    people = tuple(
        TrustedPerson(person=each.person, key=PublicKey.parse(each.public_key), roles=tuple(each.roles))
        for each in founding.people
    )
    trust = Trust(logs=(log_key.verifier,), release_keys=(release_key.public,), people=people)
    write_trust(own_trust_path(settings.config_home, founding.log), trust)
    return folder


def _marks(settings: Settings) -> FileHighWater:
    return FileHighWater(settings.state_home / "high-water")


def _or_remove(folder: Path, act: Callable[[], object]) -> None:
    try:
        act()
    except BaseException:
        for made in folder.glob(f"{DATABASE}*"):
            made.unlink()
        raise
