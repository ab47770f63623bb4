"""Which values a column holds, as far as they are few."""

from dataclasses import dataclass

from evenhand.lifecycle.problem.scalar import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctValues:
    """The different values of one column.

    Attributes:
        kind: ``number``, ``time``, ``text`` or ``boolean``; ``None`` where the column holds none of these.
        values: each once, gaps left out, in rising order; no more than were asked for.
        is_all: whether the column holds no others.
        has_fractions: whether one of the numbers that were seen is not whole.
    """

    kind: str | None
    values: tuple[Scalar, ...]
    is_all: bool
    has_fractions: bool = False

    @property
    def is_outcome(self) -> bool:
        """Whether there are no more than the two values that an outcome has."""
        return self.is_all and len(self.values) <= 2
