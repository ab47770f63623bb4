"""Opening and creating a workspace: the ledger, the files, the marks and the keys, each from its place."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from errno import EEXIST, ENOTDIR, ENOTEMPTY
from pathlib import Path

from evenhand.adapters.clock import LedgerClock, SystemClock
from evenhand.adapters.files.durable import explained, sync
from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.signing.key_file import KeyFile
from evenhand.adapters.signing.log_key import (
    LogKey,
    create_log_key,
    create_release_key,
    open_log_key,
    open_release_key,
)
from evenhand.adapters.signing.trust_file import own_trust_path, write_trust
from evenhand.adapters.sql.database import is_log
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import StorageFailed
from evenhand.errors.people import KeyExists, StatementUnreadable
from evenhand.errors.workspace import WorkspaceExists
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.access.trust import Trust, TrustedPerson
from evenhand.governance.audit.entry import entry_of
from evenhand.governance.audit.merkle import EMPTY_ROOT
from evenhand.governance.projection import project
from evenhand.kernel.instant import Instant
from evenhand.ports.clock import Clock
from evenhand.ports.high_water import Mark
from evenhand.ports.workspace import Workspace
from evenhand.wiring.artifacts import artifacts_for, encrypt, require_marker
from evenhand.wiring.settings import FOLDER, Settings
from evenhand.workflows.workspace.create_workspace import create_workspace as append_founding
from evenhand.workflows.workspace.create_workspace import require_founding

DATABASE = "evenhand.db"
_LEFT_OVER_SECONDS = 86_400


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
        require_marker(settings, ledger.log)
        if read_only:  # a ledger here may not go back either, only because nothing is written to it
            mark = Mark(size=ledger.size, root=ledger.root(), checkpoints=len(ledger.checkpoints()))
            _marks(settings).lift(ledger.log, mark)
        yield Workspace(
            ledger=ledger, trail=ledger, verify=lambda: ledger.verify(rebuild=True),
            artifacts=artifacts_for(settings), clock=LedgerClock(clock, lambda: _last(ledger)),
        )  # fmt: skip


@contextmanager
def open_for_reading(settings: Settings) -> Iterator[Workspace]:
    """The same, also where the folder may not be written or its disk is mounted for reading."""
    with ExitStack() as stack:
        try:
            workspace = stack.enter_context(open_workspace(settings))
        except StorageFailed:
            if os.access(settings.found, os.W_OK):
                raise
            workspace = stack.enter_context(open_workspace(settings, read_only=True))
        yield workspace


def create_workspace(
    settings: Settings, parent: Path, envelope: Envelope, *, is_encrypted: bool = False, clock: Clock | None = None
) -> Path:  # fmt: skip
    """Make ``parent/.evenhand`` with the founding as its first entry, and the keys of its log apart from it.

    The folder appears whole or not at all, and nothing is left behind when the founding is refused. Whoever was
    interrupted runs it again. With ``is_encrypted`` its files are sealed with a key of the config directory.

    Raises:
        WorkspaceExists: there is one already, here or of this very founding.
        EntryRefused: the founding is not signed by everybody it lists, or asks for more than its people allow.
        StorageFull, StorageFailed: the disk refused.
    """
    folder, clock = parent / FOLDER, clock or SystemClock()
    founding = require_founding(envelope, now=clock.now())
    if not is_log(founding.log):
        raise StatementUnreadable(f"The founding names the ledger {founding.log!r}, which is no id of one.")
    with explained(folder):
        _require_free(folder, _marks(settings).read(founding.log), founding.log)
        _marks(settings).lift(founding.log, Mark(size=0, root=EMPTY_ROOT))
        log_key, release_key = _log_key(settings, founding.log), _release_key(settings, founding.log)
        people = tuple(
            TrustedPerson(person=each.person, key=PublicKey.parse(each.public_key), roles=tuple(each.roles))
            for each in founding.people
        )
        trust = Trust(logs=(log_key.verifier,), release_keys=(release_key.public,), people=people)
        write_trust(own_trust_path(settings.config_home, founding.log), trust)
        parent.mkdir(parents=True, exist_ok=True)
        with _draft_of(folder) as draft:
            with Ledger.create(
                draft / DATABASE, log_id=founding.log, projector=project, clock=clock.now, high_water=_Unmarked(),
                signer=log_key,
            ) as ledger:  # fmt: skip
                append_founding(ledger, envelope)
            if is_encrypted:
                encrypt(settings, founding.log, draft)
            _appear(draft, folder)
    with open_workspace(replace(settings, workspace=folder), clock=clock):
        return folder


def _require_free(folder: Path, seen: Mark | None, log: str) -> None:
    if (folder / DATABASE).exists():
        raise WorkspaceExists(f"{folder} is a workspace already.", path=str(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists(f"{folder} is there already, and is no workspace.", path=str(folder))
    if seen is not None and seen.size > 0:
        fact = f"A workspace of this founding, the ledger {log}, was seen on this machine with {seen.size} entries."
        raise WorkspaceExists(fact, remedy="Find that workspace, or draft a new founding.", log=log)


def _log_key(settings: Settings, log: str) -> LogKey:
    try:
        return create_log_key(settings.config_home, log)
    except KeyExists:  # whoever began this founding was interrupted
        return open_log_key(settings.config_home, log)


def _release_key(settings: Settings, log: str) -> KeyFile:
    try:
        return create_release_key(settings.config_home, log)
    except KeyExists:
        return open_release_key(settings.config_home, log)


@contextmanager
def _draft_of(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` to build in; gone at the end unless it has appeared under its name."""
    for left in folder.parent.glob(f"{folder.name}.*.new"):
        if time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    draft = folder.with_name(f"{folder.name}.{secrets.token_hex(8)}.new")
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _appear(draft: Path, folder: Path) -> None:
    sync(draft)
    try:
        draft.rename(folder)
    except OSError as mistake:
        if mistake.errno not in (EEXIST, ENOTEMPTY, ENOTDIR):
            raise
        raise WorkspaceExists(f"{folder} is there already.", path=str(folder)) from mistake
    sync(folder.parent)


class _Unmarked:
    """Remembers nothing: what has not appeared yet was not seen."""

    def read(self, _log: str) -> Mark | None:
        return None

    def lift(self, _log: str, _mark: Mark) -> None:
        return


def _last(ledger: Ledger) -> Instant | None:
    return entry_of(ledger.leaf(ledger.size - 1), ledger.log).at if ledger.size else None


def _marks(settings: Settings) -> FileHighWater:
    return FileHighWater(settings.state_home / "high-water")
