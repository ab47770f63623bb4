"""Counts of label against prediction where there are more than two classes."""

from dataclasses import dataclass

import numpy as np

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.members import check_by, code_map, in_order, joined_values, members_of, names_of
from evenhand.metrics.tally import Integers, Tally

UNKNOWN_CLASS = -1
"""The code of a class that is null."""

CLASS_REASONS = ("label is null", "prediction is null")
"""Why a row is unusable; a row counts under the first that holds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confusions:
    """The confusion matrices of one crossing.

    Attributes:
        names: per group attribute to value; one empty map for the whole table.
        classes: in the order of text.
        counts: rows by label and prediction; shape ``(groups, classes, classes)``.
        unusable: rows of the group that stand in no count.
    """

    names: tuple[dict[str, str], ...]
    classes: tuple[str, ...]
    counts: Integers
    unusable: Integers

    @property
    def rows(self) -> Integers:
        """Usable rows of each group."""
        return np.asarray(self.counts.sum(axis=(1, 2)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassCounts:
    """How often each class was predicted for each class that was true, over groups of people; exact and mergeable.

    Attributes:
        attributes: names, in the order of text.
        values: per attribute the values that occur, in the order of text.
        classes: that occur as label or prediction, in the order of text.
        cells: counts over (attributes..., label, prediction), the latter two as indices into ``classes``.
        unusable: counts over (attributes..., index into ``CLASS_REASONS``); these rows stand in no other count.

    Examples:
        >>> label = Grouped(values=("cat", "dog"), codes=np.array([0, 1, 1]))
        >>> guess = Grouped(values=("dog", "cow"), codes=np.array([0, 0, 1]))
        >>> found = ClassCounts.counted((), label=label, prediction=guess, groups=())
        >>> found.classes, found.confusions().counts.tolist()
        (('cat', 'cow', 'dog'), [[[0, 0, 1], [0, 0, 0], [0, 1, 1]]])
    """

    attributes: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...]
    cells: Tally
    unusable: Tally

    @classmethod
    def counted(
        cls, attributes: tuple[str, ...], *, label: Grouped, prediction: Grouped, groups: tuple[Grouped, ...]
    ) -> "ClassCounts":
        """Count one batch.

        Args:
            attributes: names, in the order of text.
            label: the class of each row, ``UNKNOWN_CLASS`` where null.
            prediction: as ``label``.
            groups: of each attribute, in its order.
        """
        reason = np.where(label.codes < 0, 0, np.where(prediction.codes < 0, 1, UNKNOWN_CLASS))
        good = reason < 0
        coded = [in_order(grouped) for grouped in groups]
        sides = [
            in_order(Grouped(values=side.values, codes=side.codes[good])) for side in (label, prediction)
        ]  # fmt: skip
        classes = tuple(sorted({*sides[0][0], *sides[1][0]}))
        return cls(
            attributes=attributes, values=tuple(values for values, _ in coded), classes=classes,
            cells=Tally.of([
                *(codes[good] for _, codes in coded), *(code_map(held, classes)[codes] for held, codes in sides),
            ]),
            unusable=Tally.of([*(codes[~good] for _, codes in coded), reason[~good]]),
        )  # fmt: skip

    @classmethod
    def empty(cls, attributes: tuple[str, ...]) -> "ClassCounts":
        """The counts of no rows: merging them changes nothing."""
        none = Grouped(values=(), codes=np.zeros(0, dtype=np.int64))
        return cls.counted(attributes, label=none, prediction=none, groups=tuple(none for _ in attributes))

    @property
    def n_rows(self) -> int:
        """Rows of the table, usable or not."""
        return self.cells.total + self.unusable.total

    @property
    def n_unusable(self) -> dict[str, int]:
        """Rows that no number stands on, by reason."""
        reasons = self.unusable.keys[:, -1]
        return {
            text: int(self.unusable.counts[reasons == index].sum()) for index, text in enumerate(CLASS_REASONS)
        }  # fmt: skip

    def merged(self, other: "ClassCounts") -> "ClassCounts":
        """The counts of both tables, as if their rows had been counted together.

        Raises:
            ProfilesUnlike: the attributes differ.
        """
        if self.attributes != other.attributes:
            raise ProfilesUnlike(f"One holds {self.attributes}, the other {other.attributes}.")
        values = joined_values(self.values, other.values)
        classes = tuple(sorted({*self.classes, *other.classes}))
        mine, theirs = self.within(values, classes), other.within(values, classes)
        return ClassCounts(
            attributes=self.attributes, values=values, classes=classes, cells=mine.cells.plus(theirs.cells),
            unusable=mine.unusable.plus(theirs.unusable),
        )  # fmt: skip

    def confusions(self, by: tuple[str, ...] = ()) -> Confusions:
        """The confusion matrix of each group of the crossing ``by``; of the whole table when it is empty.

        Raises:
            AttributeUnknown: ``by`` names what is no attribute, or one twice.
        """
        check_by(by, self.attributes)
        places = [self.attributes.index(name) for name in by]
        members, (held, lost) = members_of([self.cells, self.unusable], places)
        counts = np.zeros((len(members), len(self.classes), len(self.classes)), dtype=np.int64)
        np.add.at(counts, (held, self.cells.keys[:, -2], self.cells.keys[:, -1]), self.cells.counts)
        unusable = np.zeros(len(members), dtype=np.int64)
        np.add.at(unusable, lost, self.unusable.counts)
        names = names_of(members, by, places, self.values)
        return Confusions(names=names, classes=self.classes, counts=counts, unusable=unusable)

    def within(self, values: tuple[tuple[str, ...], ...], classes: tuple[str, ...]) -> "ClassCounts":
        """The same counts coded by longer lists of values and classes, as merging needs it."""
        maps = [code_map(old, new) for old, new in zip(self.values, values, strict=True)]
        ranks = code_map(self.classes, classes)
        return ClassCounts(
            attributes=self.attributes, values=values, classes=classes,
            cells=self.cells.recoded([*maps, ranks, ranks]), unusable=self.unusable.recoded([*maps, None]),
        )  # fmt: skip
