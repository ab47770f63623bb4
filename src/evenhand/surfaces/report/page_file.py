"""Pages that a command writes: over an earlier page, and over nothing else."""

from pathlib import Path

_LARGEST = 256 * 2**20


def require_page(path: Path, marker: str) -> None:
    """Refuse, before the work is done, to write over what is no page of evenhand.

    Raises:
        FileExists, FileUnwritable: something else is there, or nothing can be written there.
    """
    from evenhand.errors.workspace import FileExists, FileUnreadable
    from evenhand.wiring.user_file import read_text, require_writable

    require_writable(path, replace=True)
    try:
        is_page = not path.exists() or read_text(path, largest=_LARGEST).startswith(marker)
    except FileUnreadable:
        is_page = False
    if not is_page:
        raise FileExists(f"{path} is there already and is no page of evenhand.", path=str(path))


def write_page(path: Path, text: str) -> None:
    """Put a page at ``path`` in one step, over its earlier form."""
    from evenhand.wiring.user_file import write_file

    write_file(path, text.encode("utf-8", "backslashreplace"), replace=True)
