"""How every verb finds its workspace and who acts."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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

_RECORDED: "deque[str]" = deque(maxlen=100)


def settings_for(folder: Folder) -> Settings:
    """Settings for a workspace at ``folder``, or from the current folder upwards."""
    return read_settings(start=None if folder is None else Path(folder))


@contextmanager
def opened(folder: Folder, actor: str | None) -> Iterator[tuple[Workspace, Identity]]:
    """The workspace, and the identity that acts in it."""
    settings = settings_for(folder)
    identity = find_identity(settings, actor)
    with open_workspace(settings) as workspace, _noted(workspace):
        yield workspace, identity


@contextmanager
def entered(folder: Folder) -> Iterator[Workspace]:
    """The workspace, for recording what was signed already."""
    with open_workspace(settings_for(folder)) as workspace, _noted(workspace):
        yield workspace


def recorded() -> tuple[str, ...]:
    """What this process saw recorded, the newest last: for whoever stops it and asks what stands."""
    return tuple(_RECORDED)


@contextmanager
def _noted(workspace: Workspace) -> Iterator[None]:
    start = workspace.trail.size
    try:
        yield
    finally:
        with suppress(Exception):  # a failure on the way out would hide the one that is on its way
            entries = workspace.trail.walk(start=start)
            _RECORDED.extend(f"{entry.sequence} ({entry.action} by {entry.actor})" for entry in entries)


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
