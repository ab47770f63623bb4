"""Sparse integer counts over coded columns, with sums beside them: the one structure that a profile is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]
Sums: TypeAlias = NDArray[np.float64]

_LARGEST_KEY = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """How often each combination of codes occurred; combinations in lexicographic order, none with a count of 0.

    Attributes:
        keys: codes, shape ``(combinations, columns)``, each 0 or more.
        counts: shape ``(combinations,)``, each 1 or more.
        sums: of what was summed over the rows of each combination, shape ``(combinations, terms)``; ``None`` where
            nothing was.

    Examples:
        >>> seen = Tally.of([np.array([1, 0, 1])])
        >>> seen.keys.tolist(), seen.counts.tolist()
        ([[0], [1]], [1, 2])
    """

    keys: Integers
    counts: Integers
    sums: Sums | None = None

    @classmethod
    def of(cls, columns: Sequence[NDArray[Any]], counts: Integers | None = None, sums: Sums | None = None) -> "Tally":
        """Count the combinations of ``columns`` (one or more, all of one length), each row ``counts`` times.

        Args:
            columns: whole numbers, 0 or more.
            counts: of each row; once where it is not given.
            sums: of each row, shape ``(rows, terms)``: they are added up.

        Examples:
            >>> Tally.of([np.array([1, 0, 1])], sums=np.array([[0.5], [2.0], [1.0]])).sums.tolist()
            [[2.0], [1.5]]
        """
        sizes = [int(column.max(initial=0)) + 1 for column in columns]
        if prod(sizes) >= _LARGEST_KEY:
            return _by_rows(np.stack(columns, axis=1).astype(np.int64), counts, sums)
        key = np.zeros(len(columns[0]), dtype=np.int64)
        for column, size in zip(columns, sizes, strict=True):
            key = key * size + column
        found, totals, terms = _count(key, counts, sums, prod(sizes))
        return cls(keys=np.stack(np.unravel_index(found, sizes), axis=1).astype(np.int64), counts=totals, sums=terms)

    @property
    def total(self) -> int:
        """Rows counted."""
        return int(self.counts.sum())

    def onto(self, columns: Sequence[int]) -> "Tally":
        """The marginal counts over some columns (one or more), in the given order."""
        return Tally.of([self.keys[:, column] for column in columns], self.counts, self.sums)

    def recoded(self, maps: Sequence[Integers | None]) -> "Tally":
        """The same counts under new codes: ``maps[i][old] = new`` for column ``i``; ``None`` keeps it."""
        if all(new is None or np.array_equal(new, np.arange(len(new))) for new in maps):
            return self
        columns = [self.keys[:, index] if new is None else new[self.keys[:, index]] for index, new in enumerate(maps)]
        return Tally.of(columns, self.counts, self.sums)

    def plus(self, other: "Tally") -> "Tally":
        """Both counts in one; the codes must mean the same, and both have sums of the same or neither has any."""
        if not len(self.counts) or not len(other.counts):
            return self if len(self.counts) else other
        if np.array_equal(self.keys, other.keys):
            added = None if self.sums is None or other.sums is None else self.sums + other.sums
            return Tally(keys=self.keys, counts=self.counts + other.counts, sums=added)
        keys = np.concatenate([self.keys, other.keys])
        both = None if self.sums is None or other.sums is None else np.concatenate([self.sums, other.sums])
        return Tally.of(list(keys.T), np.concatenate([self.counts, other.counts]), both)


def _count(
    key: Integers, counts: Integers | None, sums: Sums | None, size: int
) -> tuple[Integers, Integers, Sums | None]:
    if size <= 4 * len(key) and (counts is None or sums is not None):
        return _densely(key, counts, sums, size)
    if counts is None and sums is None:
        found, times = np.unique(key, return_counts=True)
        return found, times, None
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    if not len(starts):
        return ordered, np.zeros(0, dtype=np.int64), None if sums is None else sums[:0]
    weights = np.ones(len(key), dtype=np.int64) if counts is None else counts[order]
    return (
        ordered[starts], np.add.reduceat(weights, starts),
        None if sums is None else np.add.reduceat(sums[order], starts, axis=0),
    )  # fmt: skip


def _densely(
    key: Integers, counts: Integers | None, sums: Sums | None, size: int
) -> tuple[Integers, Integers, Sums | None]:
    if counts is None:
        dense = np.bincount(key, minlength=1)
    else:
        dense = np.zeros(size, dtype=np.int64)
        np.add.at(dense, key, counts)
    found = np.flatnonzero(dense)
    if sums is None:
        return found, dense[found], None
    terms = [np.bincount(key, weights=sums[:, term], minlength=1)[found] for term in range(sums.shape[1])]
    return found, dense[found], np.stack(terms, axis=1) if terms else sums[: len(found)]


def _by_rows(rows: Integers, counts: Integers | None, sums: Sums | None) -> Tally:
    found, place = np.unique(rows, axis=0, return_inverse=True)
    totals = np.zeros(len(found), dtype=np.int64)
    np.add.at(totals, place.reshape(-1), 1 if counts is None else counts)
    if sums is None:
        return Tally(keys=found, counts=totals)
    terms = np.zeros((len(found), sums.shape[1]))
    np.add.at(terms, place.reshape(-1), sums)
    return Tally(keys=found, counts=totals, sums=terms)
