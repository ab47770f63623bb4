"""What auditing needs: the ledger, its bare file, the keys of its log, witnesses."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.files.witness import FileWitness
from evenhand.adapters.signing.log_key import open_log_key
from evenhand.adapters.signing.trust_file import own_trust_path, read_trust
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.errors.encryption import ArtifactKeyMissing, ArtifactKeyWrong
from evenhand.errors.people import TrustUnreadable
from evenhand.errors.workspace import FileUnreadable
from evenhand.governance.audit.note import NoteSigner, VerifierKey
from evenhand.governance.audit.verification import Damage
from evenhand.governance.projection import project
from evenhand.ports.trail import Examiner, Trail
from evenhand.ports.witness import Witness
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.settings import Settings
from evenhand.wiring.workspace import DATABASE, open_for_reading


@contextmanager
def open_trail(settings: Settings) -> Iterator[Trail]:
    """The ledger of the workspace that the settings found, to be read or, where its folder can be written, extended.

    Raises:
        WorkspaceMissing: none was found.
        WorkspaceBehind, HistoryForked: it is not what this machine has seen under its id.
        StorageFailed: it cannot be written, and not be read without.
    """
    with open_for_reading(settings) as workspace:
        yield workspace.trail


def examiner(settings: Settings, file: Path | None = None) -> Examiner:
    """The bare file of the workspace's ledger, or of a copy."""
    path = settings.found / DATABASE if file is None else file
    return LedgerFile(path, projector=project, high_water=_marks(settings), is_copy=file is not None)


def examined_artifacts(settings: Settings) -> tuple[int | None, Sequence[Damage]]:
    """How many stored files the workspace has and which are not what they were; ``None`` where no key opens them."""
    try:
        n, wrong = artifacts_for(settings).examined()
    except (ArtifactKeyMissing, ArtifactKeyWrong):
        return None, ()
    return n, [Damage(part="artifact", place=digest, fact=fact.rstrip(".")) for digest, fact in wrong.items()]


def log_signer(settings: Settings, log: str) -> NoteSigner:
    """The key of the log, when this user holds it.

    Raises:
        KeyMissing: he does not.
    """
    return open_log_key(settings.config_home, log)


def log_keys(settings: Settings, log: str, trust: Path | None) -> Sequence[VerifierKey]:
    """Keys trusted for a log: those of the file named, else those of the user's own config directory."""
    path = own_trust_path(settings.config_home, log) if trust is None else trust
    try:
        return tuple(read_trust(path).logs)
    except TrustUnreadable as mistake:
        if trust is None and isinstance(mistake.__cause__, FileNotFoundError):
            return ()
        raise


def witness_at(path: Path) -> Witness:
    """A file witness.

    Raises:
        FileUnreadable: it is neither a file nor a folder.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileUnreadable(f"The witness {path} is neither a file nor a folder.", path=str(path))
    return FileWitness(path)


def _marks(settings: Settings) -> FileHighWater:
    return FileHighWater(settings.state_home / "high-water")
