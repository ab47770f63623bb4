"""The memory of how far a ledger was seen, kept apart from the ledger itself."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The largest ledger that was seen under one id.

    Attributes:
        size: number of entries.
        root: hash of the tree over them, 32 bytes.
        checkpoints: number of checkpoints that the ledger had published.
    """

    size: int
    root: bytes
    checkpoints: int = 0

    def __post_init__(self) -> None:
        if self.size < 0 or self.checkpoints < 0 or len(self.root) != 32:
            raise ValueError(f"{self} is no mark")


class HighWater(Protocol):
    """Keeps one mark for each ledger id; it only ever rises."""

    def read(self, log: str) -> Mark | None:
        """The mark of that ledger, ``None`` when it was never seen here.

        Raises:
            MarkUnreadable: there is one, but it cannot be read.
        """
        ...

    def lift(self, log: str, mark: Mark) -> None:
        """Raise the mark durably before returning; a lower ``mark`` than the one that is kept changes nothing.

        Raises:
            MarkUnreadable: there is one, but it cannot be read.
            StorageFull, StorageFailed: the disk refused; the mark before it stays.
        """
        ...
