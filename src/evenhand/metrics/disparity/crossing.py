"""The groups of a crossing by their rows alone, and the sums over them that a report shows."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.cube.members import check_by
from evenhand.metrics.tally import Integers, Tally

Group = frozenset[tuple[str, str]]
"""Attribute and value, one or several; empty for the whole table."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossing:
    """The groups of a crossing that hold rows.

    Attributes:
        by: attributes, one or more.
        values: of each of them.
        members: codes into ``values``, shape ``(groups, attributes)``.
        rows: of each group, 1 or more.
    """

    by: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    members: Integers
    rows: Integers

    @classmethod
    def of(
        cls, cells: Tally, by: tuple[str, ...], *, attributes: tuple[str, ...], values: tuple[tuple[str, ...], ...]
    ) -> "Crossing":
        """The crossing ``by`` of counts whose first columns are ``attributes``.

        Raises:
            AttributeUnknown: ``by`` names what is no attribute, or one twice.

        Examples:
            >>> cells = Tally.of([np.array([0, 0, 1]), np.array([0, 1, 1])])
            >>> found = Crossing.of(cells, ("sex",), attributes=("sex",), values=(("f", "m"),))
            >>> [dict(key) for key in found.keys()], found.rows.tolist()
            ([{'sex': 'f'}, {'sex': 'm'}], [2, 1])
        """
        check_by(by, attributes)
        places = [attributes.index(name) for name in by]
        found = cells.onto(places)
        return cls(by=by, values=tuple(values[place] for place in places), members=found.keys, rows=found.counts)

    def keys(self) -> list[Group]:
        """The groups, in their order."""
        return [
            frozenset((name, held[code]) for name, held, code in zip(self.by, self.values, codes, strict=True))
            for codes in self.members.tolist()
        ]

    def without(self, part: "Crossing") -> "Crossing":
        """The rows that are not among those of ``part``, which holds some of the same rows.

        Examples:
            >>> whole, part = (
            ...     Crossing(by=("sex",), values=(("f", "m"),), members=np.array([[0], [1]]), rows=np.array(rows))
            ...     for rows in ([9, 5], [7, 5])
            ... )
            >>> [dict(key) for key in whole.without(part).keys()], whole.without(part).rows.tolist()
            ([{'sex': 'f'}], [2])
        """
        held = dict(zip(part.keys(), part.rows.tolist(), strict=True))
        rows = self.rows - np.array([held.get(key, 0) for key in self.keys()], dtype=np.int64)
        return replace(self, members=self.members[rows > 0], rows=rows[rows > 0])

    def parts(self) -> list[Group]:
        """What is summed over: the whole table, then the groups of each attribute that hold rows."""
        return [frozenset(), *(
            frozenset({(name, held[code])})
            for place, (name, held) in enumerate(zip(self.by, self.values, strict=True))
            for code in np.unique(self.members[:, place]).tolist()
        )]  # fmt: skip

    def sums(self, groups: Integers) -> NDArray[np.bool_]:
        """Which of some groups, named by their places, each of ``parts`` holds: shape ``(parts, groups)``."""
        held = [np.ones((1, len(groups)), dtype=bool)]
        for place in range(len(self.by)):
            codes = np.unique(self.members[:, place])
            held.append(codes[:, None] == self.members[groups, place][None, :])
        return np.concatenate(held)

    def totals(self) -> Integers:
        """Rows of each of ``parts``."""
        held = [np.array([self.rows.sum()], dtype=np.int64)]
        for codes in self.members.T:
            counts = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
            np.add.at(counts, codes, self.rows)
            held.append(counts[np.unique(codes)])
        return np.concatenate(held)
