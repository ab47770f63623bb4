"""What an examination of a ledger found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Part: TypeAlias = Literal[
    "file", "log", "entry", "tile", "checkpoint", "mark", "witness", "record", "history", "document",
    "artifact",
]  # fmt: skip
"""The part of a ledger, or of what is stored beside it, that was found wrong."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being examined, how many are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One thing that is not as it was written.

    Attributes:
        part: where it lies.
        place: which one: an entry's sequence, ``level/position`` of a tile, the subject of a record, a digest.
        fact: what is wrong, in words.
    """

    part: Part
    place: str
    fact: str

    def __str__(self) -> str:
        return f"{self.part} {self.place}: {self.fact}" if self.place else f"{self.part}: {self.fact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome of examining one ledger.

    Attributes:
        log: its id.
        size: number of entries that were examined.
        root: hash of the tree computed from them, 32 bytes; ``None`` when a gap leaves no tree.
        damage: what is wrong, the first of each part; empty when nothing is.
        first_bad_entry: the lowest sequence that is known to be wrong; ``None`` when all are right, or when the change
            can only be narrowed down, as the damage then says.
        n_checkpoints: signed checkpoints whose root was compared.
        last_signed: number of entries under the last checkpoint of a trusted key; ``None`` when none was trusted or
            none is published. What came after it rests on the mark and on witnesses only.
        seen: entries that this machine had seen before; ``None`` when it sees the log for the first time.
        n_witnessed: checkpoints from outside that were compared.
        rebuilt: whether records, history and documents were computed anew and compared.
        n_artifacts: stored files whose bytes were compared with the digests that name them; ``None`` when none were.
    """

    log: str
    size: int
    root: bytes | None
    damage: Sequence[Damage]
    first_bad_entry: int | None
    n_checkpoints: int
    last_signed: int | None
    seen: int | None
    n_witnessed: int
    rebuilt: bool
    n_artifacts: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing wrong was found."""
        return not self.damage
