"""The findings that stand, and those that were resolved."""

from collections.abc import Sequence

from evenhand.ports.ledger import Reader, Record


def list_findings(state: Reader, *, about: str | None = None, is_open: bool | None = None) -> Sequence[Record]:
    """Findings in the order in which they were opened.

    Args:
        state: the projection.
        about: only those about this target.
        is_open: only the open, or only the closed ones.
    """
    return [
        record
        for record in state.records("finding", parent=about)
        if is_open is None or record.body["is_open"] is is_open
    ]
