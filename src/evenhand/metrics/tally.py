"""Sparse integer counts over coded columns: the one structure that a profile is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]

_LARGEST_KEY = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """How often each combination of codes occurred; combinations in lexicographic order, none with a count of 0.

    Attributes:
        keys: codes, shape ``(combinations, columns)``, each 0 or more.
        counts: shape ``(combinations,)``, each 1 or more.

    Examples:
        >>> seen = Tally.of([np.array([1, 0, 1])])
        >>> seen.keys.tolist(), seen.counts.tolist()
        ([[0], [1]], [1, 2])
    """

    keys: Integers
    counts: Integers

    @classmethod
    def of(cls, columns: Sequence[Integers], counts: Integers | None = None) -> "Tally":
        """Count the combinations of ``columns`` (one or more, all of one length), each row ``counts`` times."""
        sizes = [int(column.max(initial=0)) + 1 for column in columns]
        if prod(sizes) >= _LARGEST_KEY:
            return _by_rows(np.stack(columns, axis=1).astype(np.int64), counts)
        key = np.zeros(len(columns[0]), dtype=np.int64)
        for column, size in zip(columns, sizes, strict=True):
            key = key * size + column
        found, totals = _count(key, counts, prod(sizes))
        return cls(keys=np.stack(np.unravel_index(found, sizes), axis=1).astype(np.int64), counts=totals)

    @property
    def total(self) -> int:
        """Rows counted."""
        return int(self.counts.sum())

    def onto(self, columns: Sequence[int]) -> "Tally":
        """The marginal counts over some columns (one or more), in the given order."""
        return Tally.of([self.keys[:, column] for column in columns], self.counts)

    def recoded(self, maps: Sequence[Integers | None]) -> "Tally":
        """The same counts under new codes: ``maps[i][old] = new`` for column ``i``; ``None`` keeps it."""
        columns = [self.keys[:, index] if new is None else new[self.keys[:, index]] for index, new in enumerate(maps)]
        return Tally.of(columns, self.counts)

    def plus(self, other: "Tally") -> "Tally":
        """Both counts in one; the codes must mean the same."""
        keys = np.concatenate([self.keys, other.keys])
        return Tally.of(list(keys.T), np.concatenate([self.counts, other.counts]))


def _count(key: Integers, counts: Integers | None, size: int) -> tuple[Integers, Integers]:
    if counts is None and size <= 4 * len(key):
        dense = np.bincount(key, minlength=1)
        found = np.flatnonzero(dense)
        return found, dense[found]
    if counts is None:
        found, times = np.unique(key, return_counts=True)
        return found, times
    order = np.argsort(key, kind="stable")
    ordered, weights = key[order], counts[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    return ordered[starts], np.add.reduceat(weights, starts) if len(starts) else weights


def _by_rows(rows: Integers, counts: Integers | None) -> Tally:
    found, place = np.unique(rows, axis=0, return_inverse=True)
    totals = np.zeros(len(found), dtype=np.int64)
    np.add.at(totals, place.reshape(-1), 1 if counts is None else counts)
    return Tally(keys=found, counts=totals)
