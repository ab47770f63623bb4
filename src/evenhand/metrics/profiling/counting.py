"""Count batches of rows under a plan, one after another, into one profile."""

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from evenhand.metrics.profiling.batch import Codes, Numbers, Strange, Tallied, Values
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.profile import GAPS, Profile
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_NULL, _NAN, _ABOVE, _BELOW, _NEW, _STRANGE, _ABSENT = range(len(GAPS))


class Counting:
    """A profile in the making; not for several threads at once: give each its own, and merge.

    Args:
        plan: what to count on.

    Examples:
        >>> plan = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.array([30.0])),))
        >>> counting = Counting(plan)
        >>> counting.add({"age": Numbers(values=np.array([20.0, 30.0, np.nan]))}, n_rows=3)
        >>> found = counting.profile().column("age")
        >>> found.counts.tolist(), found.gaps["nan"], found.mean
        ([1, 1], 1, 25.0)
    """

    def __init__(self, plan: ProfilePlan) -> None:
        empty = Profile.empty(plan)
        self._plan = plan
        self._n_rows = 0
        self._counts, self._sums, self._gaps, self._moments = empty.counts, empty.sums, empty.gaps, empty.moments
        self._added: Counter[str] = Counter()
        self._grids = [Grid.of(column.cuts) if column.is_ordered else None for column in plan.columns]

    def add(self, batch: Mapping[str, Values], *, n_rows: int, added: Iterable[str] = ()) -> None:
        """Count one batch.

        Args:
            batch: column name to its values, each ``n_rows`` long; a column of the plan that is not among them counts
                as absent from these rows.
            n_rows: of the batch.
            added: columns that the batch has and the plan has not.
        """
        self._n_rows += n_rows
        self._added.update(dict.fromkeys(added, n_rows))
        for index, column in enumerate(self._plan.columns):
            values = batch.get(column.name)
            if values is None:
                self._gaps[index, _ABSENT] += n_rows
            else:
                self._column(index, column, values)

    def profile(self) -> Profile:
        """What was counted so far; counting may go on."""
        return Profile(
            plan=self._plan, n_rows=self._n_rows, counts=self._counts.copy(), sums=self._sums.copy(),
            gaps=self._gaps.copy(), moments=self._moments.copy(), added=dict(sorted(self._added.items())),
        )  # fmt: skip

    def _column(self, index: int, column: ColumnPlan, values: Values) -> None:
        cells, gaps = self._plan.cells_of(index), self._gaps[index]
        if isinstance(values, Strange):
            gaps[_NULL] += values.n_null
            gaps[_STRANGE] += values.n_values
        elif isinstance(values, Tallied):
            self._counts[cells] += values.counts
            gaps[_NULL] += values.n_null
            gaps[_NEW] += values.n_new
        elif isinstance(values, Codes):
            counted = np.bincount(values.cells.astype(np.int64) + 1, minlength=column.n_cells + 2)
            self._counts[cells] += counted[1:-1]
            gaps[_NULL] += counted[0]
            gaps[_NEW] += counted[-1]
        else:
            grid = self._grids[index]
            assert grid is not None  # noqa: S101 - whoever gives numbers knows the kind of the column
            count_numbers(
                values, grid, column.centre, (self._counts[cells], self._sums[cells], gaps, self._moments[index])
            )


def count_numbers(
    batch: Numbers, grid: Grid, centre: float, into: tuple[Integers, Floats, Integers, Floats]
) -> None:  # fmt: skip
    """Add one batch of numbers to counts, sums, gaps and moments, all changed in place, in NumPy alone."""
    counts, sums, gaps, moments = into
    nulls = batch.is_null
    values = batch.values if nulls is None else batch.values[~nulls]
    gaps[_NULL] += len(batch.values) - len(values)
    values = values.astype(np.float64, copy=False)
    is_finite = np.isfinite(values)
    if not is_finite.all():
        gaps[_NAN] += np.isnan(values).sum()
        gaps[_ABOVE] += (values == np.inf).sum()
        gaps[_BELOW] += (values == -np.inf).sum()
        values = values[is_finite]
    if not len(values):
        return
    cells = grid.cells(values)
    n = int(counts.sum())
    counts += np.bincount(cells, minlength=len(counts))
    sums += np.bincount(cells, weights=values - centre, minlength=len(sums))
    mean = centre + float((values - centre).mean())
    square = float(((values - mean) ** 2).sum())
    step, total = mean - moments[2], n + len(values)
    moments[:] = (
        min(moments[0], values.min()), max(moments[1], values.max()), moments[2] + step * len(values) / total,
        moments[3] + square + step * step * n * len(values) / total,
    )  # fmt: skip
