"""Where things lie: the workspace, the keys, the high-water marks."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evenhand.errors.base import EvenhandError
from evenhand.errors.workspace import WorkspaceMissing, WorkspaceUnreadable

FOLDER = ".evenhand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Paths of one call.

    Attributes:
        config_home: keys and trust, apart from every workspace.
        state_home: high-water marks.
        workspace: the ``.evenhand`` folder, or ``None`` when none was found.
        failure: why none was found; raised by what needs one, and by nothing else.
    """

    config_home: Path
    state_home: Path
    workspace: Path | None
    failure: EvenhandError | None = None

    @property
    def found(self) -> Path:
        """The workspace folder.

        Raises:
            WorkspaceMissing: none was found.
            WorkspaceUnreadable: there may be one, behind a folder that is closed to this user.
        """
        if self.workspace is None:
            raise self.failure or WorkspaceMissing("No .evenhand folder lies here or above.")
        return self.workspace


def read_settings(*, start: Path | None = None) -> Settings:
    """Settings from the environment and the current folder (or ``start``)."""
    workspace, failure = None, None
    try:
        workspace = _workspace(start)
    except EvenhandError as mistake:
        failure = mistake
    except OSError as mistake:
        where = mistake.filename or "The current folder"
        failure = WorkspaceUnreadable(f"{where} cannot be looked into: {mistake.strerror}.")
    return Settings(
        config_home=_home("EVENHAND_CONFIG_HOME", "config"), state_home=_home("EVENHAND_STATE_HOME", "state"),
        workspace=workspace, failure=failure,
    )  # fmt: skip


def _home(variable: str, purpose: str) -> Path:
    named = os.environ.get(variable)
    if named:
        return _path(named)
    import platformdirs

    finder = platformdirs.user_config_path if purpose == "config" else platformdirs.user_state_path
    return finder("evenhand", appauthor=False)


def _path(named: str) -> Path:
    with suppress(RuntimeError):  # nobody is called so, or nobody's home is known: then it is a folder of that name
        return Path(named).expanduser().absolute()
    return Path(named).absolute()


def _workspace(start: Path | None) -> Path | None:
    named = os.environ.get("EVENHAND_WORKSPACE")
    if named and start is None:
        folder = _path(named)
        folder = folder if folder.name == FOLDER else folder / FOLDER
        if not folder.is_dir():
            raise WorkspaceMissing(f"EVENHAND_WORKSPACE names {folder}, which is no folder.")
        return folder
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / FOLDER / "evenhand.db").is_file():
            return folder / FOLDER
    return None
