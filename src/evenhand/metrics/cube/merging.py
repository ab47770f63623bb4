"""Profiles of batches, gathered into one as they come."""

from typing import Generic, Protocol, Self, TypeVar

_PENDING = 16


class Mergeable(Protocol):
    """A profile that can be merged with another of its plan."""

    def merged(self, other: Self) -> Self:
        """The profile of both tables."""
        ...


T = TypeVar("T", bound=Mergeable)


class Merging(Generic[T]):
    """Merges in pairs, so that no part is copied more often than the logarithm of their number.

    Args:
        empty: the profile of no rows.
    """

    def __init__(self, empty: T) -> None:
        self._parts: list[T] = [empty]

    def add(self, part: T) -> None:
        """Take one more."""
        self._parts.append(part)
        if len(self._parts) >= _PENDING:
            self._parts = [self.total()]

    def total(self) -> T:
        """All that was taken."""
        parts = self._parts
        while len(parts) > 1:
            pairs = [parts[place : place + 2] for place in range(0, len(parts), 2)]
            parts = [pair[0].merged(pair[1]) if len(pair) > 1 else pair[0] for pair in pairs]
        return parts[0]
