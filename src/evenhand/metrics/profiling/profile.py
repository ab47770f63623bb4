"""The profile: counts, sums and moments of every column of a table, merged by adding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import ProfilesUnlike
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

GAPS = ("null", "nan", "positive_infinity", "negative_infinity", "new", "strange", "absent")
"""Why a row stands in no cell of a column: ``new`` is a text that the reference lacks, ``strange`` a value of another
kind than the reference's, ``absent`` a row of a table that lacks the column."""

MOMENTS = ("minimum", "maximum", "mean", "square")
"""Of finite numbers; ``square`` is the sum of squared distances from the mean."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnProfile:
    """One column of a profile.

    Attributes:
        plan: what it was counted on.
        counts: rows of each cell; shape ``(n_cells,)``.
        sums: sum of value less ``plan.centre`` of each cell; 0 for texts.
        gaps: rows in no cell, by ``GAPS``.
        minimum, maximum, mean, variance: of the finite numbers; NaN where there is none (variance: fewer than two).
    """

    plan: ColumnPlan
    counts: Integers
    sums: Floats
    gaps: Mapping[str, int]
    minimum: float
    maximum: float
    mean: float
    variance: float

    @property
    def name(self) -> str:
        """Of the column."""
        return self.plan.name

    @property
    def n(self) -> int:
        """Rows in a cell."""
        return int(self.counts.sum())

    @property
    def n_rows(self) -> int:
        """All rows, with a value or without."""
        return self.n + sum(self.gaps.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """A table as counts under a plan; immutable, never to be written into.

    For every column the cells and the gaps add up to ``n_rows``.

    Attributes:
        plan: what was counted on.
        n_rows: of the table.
        counts: rows of each cell of all columns; shape ``(plan.n_cells,)``, int64.
        sums: of value less the column's centre, per cell; same shape, float64.
        gaps: shape ``(columns, len(GAPS))``, int64.
        moments: shape ``(columns, len(MOMENTS))``, float64.
        added: rows of the columns that the plan does not know, by name.

    Examples:
        >>> plan = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.array([30.0])),))
        >>> Profile.empty(plan).column("age").counts.tolist()
        [0, 0]
    """

    plan: ProfilePlan
    n_rows: int
    counts: Integers
    sums: Floats
    gaps: Integers
    moments: Floats
    added: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def empty(cls, plan: ProfilePlan) -> "Profile":
        """The profile of no rows: merging it changes nothing."""
        n = len(plan.columns)
        return cls(
            plan=plan, n_rows=0, counts=np.zeros(plan.n_cells, dtype=np.int64), sums=np.zeros(plan.n_cells),
            gaps=np.zeros((n, len(GAPS)), dtype=np.int64), moments=np.tile([np.inf, -np.inf, 0.0, 0.0], (n, 1)),
        )  # fmt: skip

    def column(self, name: str) -> ColumnProfile:
        """One column.

        Raises:
            KeyError: the plan has none of this name.
        """
        index = self.plan.place[name]
        cells = self.plan.cells_of(index)
        counts, (low, high, mean, square) = self.counts[cells], self.moments[index].tolist()
        n = int(counts.sum()) if self.plan.columns[index].is_ordered else 0
        return ColumnProfile(
            plan=self.plan.columns[index], counts=counts, sums=self.sums[cells],
            gaps=dict(zip(GAPS, self.gaps[index].tolist(), strict=True)),
            minimum=low if n else np.nan, maximum=high if n else np.nan, mean=mean if n else np.nan,
            variance=max(square, 0.0) / (n - 1) if n > 1 else np.nan,
        )  # fmt: skip

    @property
    def columns(self) -> tuple[ColumnProfile, ...]:
        """Every column, in the plan's order."""
        return tuple(self.column(column.name) for column in self.plan.columns)

    def only(self, names: Iterable[str]) -> "Profile":
        """These columns alone, in the plan's order; all else is forgotten."""
        plan = self.plan.only(names)
        if len(plan.columns) == len(self.plan.columns):
            return self
        places = [self.plan.place[column.name] for column in plan.columns]
        cells = [np.arange(*self.plan.cells_of(place).indices(self.plan.n_cells)) for place in places]
        taken = np.concatenate([np.empty(0, dtype=np.int64), *cells])
        return Profile(
            plan=plan, n_rows=self.n_rows, counts=self.counts[taken], sums=self.sums[taken], gaps=self.gaps[places],
            moments=self.moments[places], added=self.added,
        )  # fmt: skip

    def merged(self, other: "Profile") -> "Profile":
        """The profile of both tables, as if their rows had been counted together.

        Raises:
            ProfilesUnlike: they were made under different plans.
        """
        self.plan.require_same(other.plan)
        names = sorted({*self.added, *other.added})
        return Profile(
            plan=self.plan, n_rows=self.n_rows + other.n_rows, counts=self.counts + other.counts,
            sums=self.sums + other.sums, gaps=self.gaps + other.gaps, moments=_joined(self, other),
            added={name: self.added.get(name, 0) + other.added.get(name, 0) for name in names},
        )  # fmt: skip

    @property
    def n_counted(self) -> Integers:
        """Rows in a cell, per column."""
        below = np.concatenate([[0], np.cumsum(self.counts)])
        return np.asarray(np.diff(below[list(self.plan.ends)]))


def merge(profiles: Iterable[Profile]) -> Profile:
    """All of them as one; at least one must be given.

    Raises:
        ProfilesUnlike: there is none, or they were made under different plans.
    """
    found = list(profiles)
    if not found:
        raise ProfilesUnlike("There is no profile to merge.")
    return reduce(Profile.merged, found)


def _joined(one: Profile, other: Profile) -> NDArray[np.float64]:
    """Moments of both, by the pairwise formula of Chan, Golub and LeVeque (1983), which does not cancel."""
    n, m = one.n_counted.astype(np.float64), other.n_counted.astype(np.float64)
    total = np.maximum(n + m, 1)
    step = other.moments[:, 2] - one.moments[:, 2]
    return np.stack([
        np.minimum(one.moments[:, 0], other.moments[:, 0]),
        np.maximum(one.moments[:, 1], other.moments[:, 1]),
        np.where(n == 0, other.moments[:, 2], one.moments[:, 2] + np.where(m == 0, 0, step * m / total)),
        one.moments[:, 3] + other.moments[:, 3] + np.where((n == 0) | (m == 0), 0, step * step * n * m / total),
    ], axis=1)  # fmt: skip
