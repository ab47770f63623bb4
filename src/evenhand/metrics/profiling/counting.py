"""Count batches of rows under a plan, one after another, into one profile."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from evenhand.metrics.profiling.batch import Codes, Numbers, Tallied, Values
from evenhand.metrics.profiling.native import count_numbers
from evenhand.metrics.profiling.plain import ABSENT, NEW, NULL, STRANGE, Running
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.profile import Profile


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
        self._n = np.zeros((len(plan.columns), 1), dtype=np.int64)

    def add(self, batch: Mapping[str, Values], *, n_rows: int, added: Iterable[str] = ()) -> None:
        """Count one batch.

        Args:
            batch: column name to its values, each ``n_rows`` long; a column of the plan that is not among them counts
                as absent from these rows.
            n_rows: of the batch.
            added: columns that the batch has and the plan has not.
        """
        absent = [column.name for column in self._plan.columns if batch.get(column.name) is None]
        self.add_rows(n_rows, without=absent, added=added)
        for name, values in batch.items():
            self.add_values(name, values)

    def add_rows(self, n_rows: int, *, without: Iterable[str] = (), added: Iterable[str] = ()) -> None:
        """Count rows whose values come column by column, through ``add_values``.

        Args:
            n_rows: how many.
            without: columns of the plan that these rows lack.
            added: columns that they have and the plan has not.
        """
        self._n_rows += n_rows
        self._added.update(dict.fromkeys(added, n_rows))
        for name in without:
            self._gaps[self._plan.place[name], ABSENT] += n_rows

    def add_values(self, name: str, values: Values) -> None:
        """Count values of one column of the plan, of some or all rows announced by ``add_rows``."""
        index = self._plan.place[name]
        self._column(index, self._plan.columns[index], values)

    def profile(self, *, is_last: bool = False) -> Profile:
        """What was counted so far.

        Args:
            is_last: nothing will be added any more, so that the counts need not be copied.
        """
        found = Profile(
            plan=self._plan, n_rows=self._n_rows, counts=self._counts, sums=self._sums, gaps=self._gaps,
            moments=self._moments, added=dict(sorted(self._added.items())),
        )  # fmt: skip
        if is_last:
            return found
        return replace(
            found, counts=found.counts.copy(), sums=found.sums.copy(), gaps=found.gaps.copy(),
            moments=found.moments.copy(),
        )  # fmt: skip

    def _column(self, index: int, column: ColumnPlan, values: Values) -> None:
        cells, gaps = self._plan.cells_of(index), self._gaps[index]
        if isinstance(values, Numbers):
            running = Running(
                counts=self._counts[cells], sums=self._sums[cells], gaps=gaps, moments=self._moments[index],
                n=self._n[index],
            )  # fmt: skip
            count_numbers(values, column, running)
        elif isinstance(values, Tallied):
            self._counts[cells] += values.counts
            gaps[NULL] += values.n_null
            gaps[NEW] += values.n_new
        elif isinstance(values, Codes):
            counted = np.bincount(values.cells.astype(np.int64) + 1, minlength=column.n_cells + 2)
            self._counts[cells] += counted[1:-1]
            gaps[NULL] += counted[0]
            gaps[NEW] += counted[-1]
        else:
            gaps[NULL] += values.n_null
            gaps[STRANGE] += values.n_values
