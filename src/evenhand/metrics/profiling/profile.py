"""The profile: counts, sums and moments of every column of a table, merged by adding."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

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
        return merge((self, other))

    @property
    def n_counted(self) -> Integers:
        """Rows in a cell, per column: those that stand in no gap."""
        return np.asarray(self.n_rows - self.gaps.sum(axis=1))


class Merging:
    """Many profiles becoming one, in the memory of one.

    Args:
        first: any of them.
        is_spare: whether the arrays of ``first`` may be written to.

    Examples:
        >>> plan = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.array([30.0])),))
        >>> Merging(Profile.empty(plan)).profile().n_rows
        0
    """

    def __init__(self, first: Profile, *, is_spare: bool = False) -> None:
        self._plan, self._n_rows, self._added = first.plan, first.n_rows, Counter(first.added)
        own = first if is_spare else replace(
            first, counts=first.counts.copy(), sums=first.sums.copy(), gaps=first.gaps.copy()
        )  # fmt: skip
        self._counts, self._sums, self._gaps = own.counts, own.sums, own.gaps
        self._n, self._moments = [first.n_counted], [first.moments]

    def add(self, profile: Profile) -> None:
        """Take one more.

        Raises:
            ProfilesUnlike: it was made under another plan.
        """
        self._plan.require_same(profile.plan)
        self._n_rows += profile.n_rows
        self._added.update(profile.added)
        self._counts += profile.counts
        self._sums += profile.sums
        self._gaps += profile.gaps
        self._n.append(profile.n_counted)
        self._moments.append(profile.moments)

    def profile(self) -> Profile:
        """All that were taken, as one; nothing is to be added afterwards."""
        moments = joined_moments(np.stack(self._n).astype(np.float64), np.stack(self._moments))
        return Profile(
            plan=self._plan, n_rows=self._n_rows, counts=self._counts, sums=self._sums, gaps=self._gaps,
            moments=moments, added=dict(sorted(self._added.items())),
        )  # fmt: skip


def merge(profiles: Iterable[Profile]) -> Profile:
    """All of them as one; at least one must be given.

    Raises:
        ProfilesUnlike: there is none, or they were made under different plans.
    """
    found = iter(profiles)
    first = next(found, None)
    if first is None:
        raise ProfilesUnlike("There is no profile to merge.")
    merging = Merging(first)
    for profile in found:
        merging.add(profile)
    return merging.profile()


def joined_moments(n: Floats, moments: Floats) -> Floats:
    """Moments of several tables together, from the distances of their means, which do not cancel.

    Args:
        n: finite numbers; shape ``(tables, columns)``.
        moments: shape ``(tables, columns, len(MOMENTS))``.

    Returns:
        Shape ``(columns, len(MOMENTS))``.

    Source:
        Chan, Golub and LeVeque, The American Statistician 37 (1983), 242-247, for several groups at once.
    """
    total = np.maximum(n.sum(axis=0), 1)
    held, share = n > 0, n / total
    means = np.where(held, moments[..., 2], 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        first = np.take_along_axis(means, np.argmax(held, axis=0)[None], axis=0)[0]
        mean = first + (share * np.where(held, means - first, 0.0)).sum(axis=0)
        mean = np.where(np.isfinite(mean), mean, (share * means).sum(axis=0))
        away = np.where(held, means - mean, 0.0)
        square = np.where(held, moments[..., 3], 0.0).sum(axis=0) + (n * away * away).sum(axis=0)
    low, high = moments[..., 0].min(axis=0), moments[..., 1].max(axis=0)
    return np.stack([low, high, mean, square], axis=-1)
