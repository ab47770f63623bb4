"""Whether a stored log continues what was seen of it before."""

from base64 import b64encode
from typing import Any

from evenhand.adapters.sql.reading import Reading
from evenhand.errors.ledger import HistoryForked, LedgerDamaged, WorkspaceBehind
from evenhand.ports.high_water import Mark


def check_continues(reading: Reading, log: str, seen: Mark) -> None:
    """Compare the stored tree with a mark.

    Raises:
        WorkspaceBehind: the log, or its list of checkpoints, is shorter than it was.
        HistoryForked: its first ``seen.size`` entries are not those that were seen.
        LedgerDamaged: the tiles needed for the comparison are missing or malformed.
    """
    size = reading.size
    try:
        here = reading.tree.root(min(size, seen.size))
    except ValueError as mistake:
        raise LedgerDamaged(f"The right edge of the tree cannot be read: {mistake}.", log=log) from mistake
    heads = f"here {size} entries with root {_text(here)}, seen before {seen.size} entries with root {_text(seen.root)}"
    facts: dict[str, Any] = {
        "log": log,
        "size": size,
        "root": here.hex(),
        "seen_size": seen.size,
        "seen_root": seen.root.hex(),
    }
    if size < seen.size:
        raise WorkspaceBehind(f"The ledger {log} is behind what was seen of it: {heads}.", **facts)
    if here != seen.root:
        raise HistoryForked(f"The ledger {log} has another past than was seen of it: {heads}.", **facts)
    published = len(reading.checkpoints())
    if published < seen.checkpoints:
        raise WorkspaceBehind(
            f"The ledger {log} lists {published} checkpoints, {seen.checkpoints} were seen before.",
            **facts, checkpoints=published, seen_checkpoints=seen.checkpoints,
        )  # fmt: skip


def _text(root: bytes) -> str:
    return b64encode(root).decode()
