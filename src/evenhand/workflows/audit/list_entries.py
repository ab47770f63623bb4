"""The entries of a ledger, newest last."""

from collections import deque
from collections.abc import Sequence

from evenhand.governance.audit.entry import Entry
from evenhand.ports.trail import Trail


def list_entries(
    trail: Trail, *, about: str | None = None, action: str | None = None, last: int | None = None
) -> Sequence[Entry]:
    """The entries about a subject, of an action, or all; the ``last`` of them, or every one."""
    return list(deque(trail.walk(about=about, action=action), maxlen=last))
