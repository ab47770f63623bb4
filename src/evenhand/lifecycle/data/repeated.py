"""Rows that say again what an earlier row said, counted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What a pass over the rows found.

    Attributes:
        n: rows judged.
        n_repeated: of them, those that equal an earlier one.
        n_unstated: rows that were not judged because they lack a value of the key.
    """

    n: int
    n_repeated: int
    n_unstated: int = 0
