"""How every verb finds its workspace and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.identity import find_identity
from evenhand.wiring.settings import Settings, read_settings
from evenhand.wiring.workspace import open_for_reading, open_workspace

Folder: TypeAlias = "str | Path | None"
"""A folder in or above which the workspace lies; ``None`` looks from the current one."""

_BEGUN: dict[Path, tuple[Settings, int]] = {}
"""Workspaces that this process has opened for writing, and how many entries each held then."""


def settings_for(folder: Folder) -> Settings:
    """Settings for a workspace at ``folder``, or from the current folder upwards."""
    return read_settings(start=None if folder is None else Path(folder))


@contextmanager
def opened(folder: Folder, actor: str | None) -> Iterator[tuple[Workspace, Identity]]:
    """The workspace, and the identity that acts in it."""
    settings = settings_for(folder)
    identity = find_identity(settings, actor)
    with open_workspace(settings) as workspace:
        _note(settings, workspace)
        yield workspace, identity


@contextmanager
def entered(folder: Folder) -> Iterator[Workspace]:
    """The workspace, for recording what was signed already."""
    settings = settings_for(folder)
    with open_workspace(settings) as workspace:
        _note(settings, workspace)
        yield workspace


def recorded() -> tuple[str, ...] | None:
    """What was recorded since this process first opened a workspace for writing: for whoever stops it.

    ``None`` when that cannot be seen now.
    """
    found: list[str] = []
    try:
        for settings, start in _BEGUN.values():
            with open_for_reading(settings) as workspace:
                entries = workspace.trail.walk(start=start)
                found += [f"{entry.sequence} ({entry.action} by {entry.actor})" for entry in entries]
    except Exception:  # noqa: BLE001 - whoever stops a command is not to be told of another failure
        return None
    return tuple(found)


def _note(settings: Settings, workspace: Workspace) -> None:
    _BEGUN.setdefault(settings.found, (settings, workspace.trail.size))


@contextmanager
def read(folder: Folder) -> Iterator[Workspace]:
    """The workspace, for reading alone; its disk may be mounted so."""
    with open_for_reading(settings_for(folder)) as workspace:
        yield workspace


def reference_of(version: "str | Reference") -> Reference:
    """Read ``credit@3``.

    Raises:
        ReferenceUnreadable: it does not read so.
    """
    return version if isinstance(version, Reference) else Reference.parse(version)
