"""A profile that was written to a file, standing in for the table that it was counted from."""

import os
from pathlib import Path

from evenhand.adapters.tables.opened import opened
from evenhand.adapters.tables.scan.remote import Remote, is_address
from evenhand.errors.number import ProfileUnreadable
from evenhand.errors.table import TableEmpty, TableNotAFile, TableUnreadable
from evenhand.metrics.profiling.profile import Profile
from evenhand.metrics.profiling.storage import FIRST_LINE, read_table_profile

SUFFIX = ".profile"


def written_profile(source: object) -> Profile | None:
    """The profile in a file, told by its first bytes; ``None`` for whatever else ``source`` is.

    Raises:
        ProfileUnreadable: it begins as a profile does, or is named as one, and is none; the file is named.
    """
    if isinstance(source, Profile):
        return source
    if not isinstance(source, str | os.PathLike):
        return None
    content = _content(str(source))
    if content is None:
        return None
    try:
        return read_table_profile(content)
    except ProfileUnreadable as mistake:
        raise ProfileUnreadable(f"{Path(str(source)).name}: {mistake.fact}", path=str(source)) from mistake


def _content(source: str) -> bytes | None:
    """The bytes of a profile; ``None`` where there is no file, or one of something else: others say what is wrong."""
    if is_address(source) and not source.startswith("file://"):
        if not source.endswith(SUFFIX):
            return None
        with Remote.of(source).open() as file:
            return file.read()
    path = Path(source.removeprefix("file://"))
    try:
        with opened(path) as file:
            start = file.read(len(FIRST_LINE))
            if start != FIRST_LINE and path.suffix != SUFFIX:
                return None
            return start + file.read()
    except (TableUnreadable, TableNotAFile, TableEmpty):
        return None
