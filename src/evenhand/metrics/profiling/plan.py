"""What a profile counts on: made once from a reference, then fixed; only profiles of one plan merge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.uncertainty import Floats

Kind: TypeAlias = Literal["number", "time", "text", "boolean"]
KINDS_IN_WORDS: Mapping[Kind, str] = {"number": "numbers", "time": "times", "text": "text", "boolean": "booleans"}
"""``time`` counts as seconds since 1970 in UTC; ``boolean`` as the texts ``false`` and ``true``."""

ORDERED: frozenset[str] = frozenset({"number", "time"})


@dataclass(frozen=True, kw_only=True, eq=False)
class ColumnPlan:
    """What the values of one column are counted on.

    A number lies in cell ``i`` when exactly ``i`` cuts are at or below it: cell 0 holds what is below every cut, the
    last cell what is at or above the last. A value with a cell of its own (an atom) is a cut, and the next greater
    float is one too.

    Attributes:
        name: of the column.
        kind: numbers and times have an order, texts and booleans have none.
        cuts: of numbers and times, strictly rising, finite; shape ``(cells - 1,)``.
        centre: what sums are taken about, the reference's median.
        values: of texts and booleans, in the order of text.
        is_complete: whether ``values`` holds all that the reference has; if not, one more cell, the last, counts the
            others, and a new value cannot be told from a rare one.
        is_exact: whether every distinct number of the reference has a cell of its own.
    """

    name: str
    kind: Kind
    cuts: Floats
    centre: float = 0.0
    values: tuple[str, ...] = ()
    is_complete: bool = True
    is_exact: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether the column holds numbers or times."""
        return self.kind in ORDERED

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.cuts) + 1 if self.is_ordered else len(self.values) + (not self.is_complete)

    @cached_property
    def grid(self) -> Grid:
        """Finds the cell of a number or time; all who count may share it."""
        return Grid.of(self.cuts)

    @cached_property
    def atoms(self) -> "np.typing.NDArray[np.bool_]":
        """Which cells hold one single value; shape ``(n_cells,)``.

        Examples:
            >>> plan = ColumnPlan(name="n", kind="number", cuts=np.array([1.0, np.nextafter(1.0, 2), 5.0]))
            >>> plan.atoms.tolist()
            [False, True, False, False]
        """
        if not self.is_ordered:
            return np.arange(self.n_cells) < len(self.values)
        inner = np.nextafter(self.cuts[:-1], np.inf) == self.cuts[1:]
        return np.concatenate([[False], inner, [False]]) if len(self.cuts) else np.array([False])


@dataclass(frozen=True, kw_only=True, eq=False)
class ProfilePlan:
    """The plans of a table's columns, and where the cells of each lie in the arrays of a profile.

    Attributes:
        columns: in the order of the reference table.
    """

    columns: tuple[ColumnPlan, ...]

    @cached_property
    def place(self) -> dict[str, int]:
        """Column name to its index."""
        return {column.name: index for index, column in enumerate(self.columns)}

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where the cells of each column begin, and where the last ends; one entry more than columns."""
        return (0, *np.cumsum([column.n_cells for column in self.columns]).tolist())

    @property
    def n_cells(self) -> int:
        """Cells of all columns."""
        return self.ends[-1]

    def cells_of(self, index: int) -> slice:
        """The cells of a column in the arrays of a profile."""
        return slice(self.ends[index], self.ends[index + 1])

    def only(self, names: Iterable[str]) -> "ProfilePlan":
        """The plan of these columns alone, in the plan's order."""
        wanted = set(names)
        return ProfilePlan(columns=tuple(column for column in self.columns if column.name in wanted))

    def require_same(self, other: "ProfilePlan") -> None:
        """Refuse another plan.

        Raises:
            ProfilesUnlike: it counts on something else.
        """
        if self is other:
            return
        unlike = _unlike(self.columns, other.columns)
        if unlike:
            remedy = "Make the first of a series, and each other one like it: 'evenhand profile FILE --like FIRST'."
            raise ProfilesUnlike(f"The profiles were made under different plans: {unlike}.", remedy=remedy)


def _unlike(mine: Sequence[ColumnPlan], theirs: Sequence[ColumnPlan]) -> str:
    if [each.name for each in mine] != [each.name for each in theirs]:
        return "their columns differ"
    for one, other in zip(mine, theirs, strict=True):
        same = (
            (one.kind, one.values, one.is_complete, one.is_exact, one.centre)
            == (other.kind, other.values, other.is_complete, other.is_exact, other.centre)
        ) and np.array_equal(one.cuts, other.cuts)  # fmt: skip
        if not same:
            return f"column {one.name!r} is counted on other cells"
    return ""
