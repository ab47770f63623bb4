"""Where the index of a workspace lies: beside its ledger when that can be written, else in memory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from evenhand.adapters.sql.search_index import SqliteSearchIndex
from evenhand.ports.workspace import Workspace
from evenhand.wiring.settings import Settings

CACHE = "cache_search.db"


@contextmanager
def opened_index(settings: Settings, workspace: Workspace) -> Iterator[SqliteSearchIndex]:
    """The index over the workspace's ledger; it may be deleted at any time."""
    path = settings.found / CACHE if os.access(settings.found, os.W_OK) else None
    index = SqliteSearchIndex(path, log=workspace.log, root_of=lambda size: _root(workspace, size))
    try:
        yield index
    finally:
        index.close()


def _root(workspace: Workspace, size: int) -> bytes:
    """Of a ledger that is shorter than the index there is none that fits."""
    return workspace.trail.root(size) if size <= workspace.trail.size else b"shorter"
