"""Sums of the errors of predicted numbers, from which every number about a regression is derived."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.members import check_by, code_map, in_order, joined_values, members_of, names_of
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.tally import Integers, Tally
from evenhand.metrics.uncertainty import Floats

RESIDUAL_REASONS = (
    "label is null or NaN", "prediction is null or NaN", "label is infinite", "prediction is infinite",
)  # fmt: skip
"""Why a row is unusable; a row counts under the first that holds."""

RESIDUAL_TERMS = (
    "error", "absolute", "square", "signed_square", "fourth", "label", "label_square", "label_cube", "label_fourth",
    "square_label", "square_label_square", "prediction", "cube", "absolute_cube", "sixth",
)  # fmt: skip
"""What is summed. The error is prediction less label; ``signed_square`` is error times its absolute; ``label`` and
``prediction`` are taken less the plan's centre; ``square_label`` is the error's square times the label."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ResidualPlan:
    """What a residual profile counts on; only profiles of one plan merge.

    Attributes:
        attributes: names, in the order of text.
        cuts: of the predictions, strictly rising; a prediction lies in cell ``i`` when ``i`` cuts are at or below it.
        centre: what labels and predictions are taken about, so that sums do not cancel.
    """

    attributes: tuple[str, ...]
    cuts: Floats
    centre: float

    @classmethod
    def of_sample(
        cls, attributes: tuple[str, ...], *, label: Floats, prediction: Floats, n_cells: int = 10
    ) -> "ResidualPlan":
        """Cells of equal mass of the predictions of a sample, which must be finite; deciles where nothing is said.

        Examples:
            >>> plan = ResidualPlan.of_sample((), label=np.arange(100.0), prediction=np.arange(100.0))
            >>> len(plan.cuts), plan.centre
            (9, 50.0)
        """
        ordered = np.sort(prediction)
        places = (np.arange(1, n_cells) * len(ordered)) // n_cells
        cuts = np.unique(ordered[places]) if len(ordered) else np.empty(0)
        middle = float(np.sort(label)[len(label) // 2]) if len(label) else 0.0
        return cls(attributes=tuple(sorted(attributes)), cuts=cuts, centre=middle)

    @cached_property
    def lookup(self) -> Grid:
        """What finds the cell of a prediction."""
        return Grid.of(self.cuts)

    def require_same(self, other: "ResidualPlan") -> None:
        """Refuse another plan.

        Raises:
            ProfilesUnlike: it counts on something else.
        """
        same = self is other or (
            (self.attributes, self.centre) == (other.attributes, other.centre) and np.array_equal(self.cuts, other.cuts)
        )
        if not same:
            raise ProfilesUnlike("The residuals were counted under different plans.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Residuals:
    """Sums of the groups of one crossing.

    Attributes:
        names: per group attribute to value; one empty map for the whole table.
        counts: rows by cell of the prediction; shape ``(groups, cells)``.
        sums: see ``RESIDUAL_TERMS``; shape ``(groups, cells, terms)``.
        unusable: rows of the group that stand in no sum.
    """

    names: tuple[dict[str, str], ...]
    counts: Integers
    sums: Floats
    unusable: Integers

    @property
    def rows(self) -> Integers:
        """Usable rows of each group."""
        return np.asarray(self.counts.sum(axis=1))

    def total(self, term: str) -> Floats:
        """A sum over all rows of each group; shape ``(groups,)``."""
        return np.asarray(self.sums[:, :, RESIDUAL_TERMS.index(term)].sum(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResidualProfile:
    """Sums of errors over groups of people and cells of the prediction; mergeable.

    The loss of any quantile is a sum of these, for the part of the errors above 0 is half of ``absolute`` and
    ``error`` together.

    Attributes:
        plan: what was counted on.
        values: per attribute the values that occur, in the order of text.
        cells: counts over (attributes..., cell of the prediction) with the sums of ``RESIDUAL_TERMS``.
        unusable: counts over (attributes..., index into ``RESIDUAL_REASONS``); these rows stand in no sum.

    Examples:
        >>> plan = ResidualPlan(attributes=(), cuts=np.array([2.0]), centre=2.0)
        >>> label, guess = np.array([1.0, 3.0]), np.array([1.5, 2.5])
        >>> found = ResidualProfile.counted(plan, label=label, prediction=guess, groups=()).residuals()
        >>> found.counts.tolist(), found.total("error").tolist(), found.total("absolute").tolist()
        ([[1, 1]], [0.0], [1.0])
    """

    plan: ResidualPlan
    values: tuple[tuple[str, ...], ...]
    cells: Tally
    unusable: Tally

    @classmethod
    def counted(
        cls, plan: ResidualPlan, *, label: Floats, prediction: Floats, groups: tuple[Grouped, ...]
    ) -> "ResidualProfile":
        """Count one batch.

        Args:
            plan: what to count on.
            label: of each row, null as NaN.
            prediction: as ``label``.
            groups: of each attribute, in the plan's order.
        """
        reason = _reasons(label, prediction)
        good = reason < 0
        coded = [in_order(grouped) for grouped in groups]
        guess = prediction[good]
        return cls(
            plan=plan, values=tuple(values for values, _ in coded),
            cells=Tally.of(
                [*(codes[good] for _, codes in coded), plan.lookup.cells(guess)],
                sums=_terms(label[good] - plan.centre, guess - plan.centre, guess - label[good]),
            ),
            unusable=Tally.of([*(codes[~good] for _, codes in coded), reason[~good]]),
        )  # fmt: skip

    @classmethod
    def empty(cls, plan: ResidualPlan) -> "ResidualProfile":
        """The profile of no rows: merging it changes nothing."""
        none = Grouped(values=(), codes=np.zeros(0, dtype=np.int64))
        return cls.counted(plan, label=np.empty(0), prediction=np.empty(0), groups=tuple(none for _ in plan.attributes))

    @property
    def n_rows(self) -> int:
        """Rows of the table, usable or not."""
        return self.cells.total + self.unusable.total

    @property
    def n_unusable(self) -> dict[str, int]:
        """Rows that no number stands on, by reason."""
        reasons = self.unusable.keys[:, -1]
        return {
            text: int(self.unusable.counts[reasons == index].sum()) for index, text in enumerate(RESIDUAL_REASONS)
        }  # fmt: skip

    def merged(self, other: "ResidualProfile") -> "ResidualProfile":
        """The profile of both tables, as if their rows had been counted together.

        Raises:
            ProfilesUnlike: the plans differ.
        """
        self.plan.require_same(other.plan)
        values = joined_values(self.values, other.values)
        mine, theirs = self.within(values), other.within(values)
        return ResidualProfile(
            plan=self.plan, values=values, cells=mine.cells.plus(theirs.cells),
            unusable=mine.unusable.plus(theirs.unusable),
        )  # fmt: skip

    def residuals(self, by: tuple[str, ...] = ()) -> Residuals:
        """The sums of each group of the crossing ``by``; of the whole table when it is empty.

        Raises:
            AttributeUnknown: ``by`` names what is no attribute, or one twice.
        """
        check_by(by, self.plan.attributes)
        places = [self.plan.attributes.index(name) for name in by]
        members, (held, lost) = members_of([self.cells, self.unusable], places)
        shape = len(members), len(self.plan.cuts) + 1
        counts, sums = np.zeros(shape, dtype=np.int64), np.zeros((*shape, len(RESIDUAL_TERMS)))
        np.add.at(counts, (held, self.cells.keys[:, -1]), self.cells.counts)
        np.add.at(sums, (held, self.cells.keys[:, -1]), 0 if self.cells.sums is None else self.cells.sums)
        unusable = np.zeros(len(members), dtype=np.int64)
        np.add.at(unusable, lost, self.unusable.counts)
        names = names_of(members, by, places, self.values)
        return Residuals(names=names, counts=counts, sums=sums, unusable=unusable)

    def within(self, values: tuple[tuple[str, ...], ...]) -> "ResidualProfile":
        """The same sums coded by longer lists of values, as merging needs it."""
        maps = [code_map(old, new) for old, new in zip(self.values, values, strict=True)]
        return ResidualProfile(
            plan=self.plan, values=values, cells=self.cells.recoded([*maps, None]),
            unusable=self.unusable.recoded([*maps, None]),
        )  # fmt: skip


def _reasons(label: Floats, prediction: Floats) -> NDArray[np.int64]:
    reason = np.full(len(label), -1, dtype=np.int64)
    reason[np.isinf(prediction)] = 3
    reason[np.isinf(label)] = 2
    reason[np.isnan(prediction)] = 1
    reason[np.isnan(label)] = 0
    return reason


def _terms(label: Floats, prediction: Floats, error: Floats) -> Floats:
    absolute, square, label_square = np.abs(error), error * error, label * label
    return np.stack([
        error, absolute, square, error * absolute, square * square, label, label_square, label_square * label,
        label_square * label_square, square * label, square * label_square, prediction,
        square * error, square * absolute, square * square * square,
    ], axis=1)  # fmt: skip
