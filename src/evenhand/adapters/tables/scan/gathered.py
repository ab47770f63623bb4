"""What choosing the cells of one column needs: a fair sample of its numbers, or its texts with their counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.scan.arrow_batch import code_counts, no_text, numbers_of
from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.native import rising
from evenhand.metrics.profiling.plan import ORDERED, ColumnPlan, Kind
from evenhand.metrics.profiling.planning import MOST_EXACT, boolean_plan, counted, plan_of_rising, text_plan
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 1 << 17
"""Rows of the reference that the cells of its numbers are chosen from, at most; all rows where there are fewer."""

MOST_TEXTS = 100_000
"""Distinct texts of a column that are told apart; beyond them the plan is not complete."""

_SEED = 20_261_129


def chosen_rows(n_rows: int) -> Integers | None:
    """The rows to choose from, rising: one at random of each stretch of equal length; ``None``: all.

    Examples:
        >>> chosen_rows(1000) is None
        True
        >>> rows = chosen_rows(1_000_000)
        >>> len(rows), int((np.diff(rows) > 0).all())
        (125000, 1)
    """
    stretch = -(-n_rows // SAMPLE)
    if stretch <= 1:
        return None
    starts = np.arange(0, n_rows, stretch)
    rows = starts + np.random.default_rng(_SEED).integers(stretch, size=len(starts))
    return np.asarray(rows[rows < n_rows])


@dataclass(kw_only=True)
class Gathered:
    """One column of some rows.

    Attributes:
        name, kind: of the column.
        is_exact: whether all distinct numbers are wanted.
        rows: those to choose from, as ``chosen_rows`` gives them.
        sample: numbers of these rows, or of all.
        distinct: of all rows in the exact mode, rising; ``None`` where there are too many.
        texts: with their counts.
        is_all: whether ``texts`` holds every text.
    """

    name: str
    kind: Kind
    is_exact: bool
    rows: Integers | None
    sample: list[Numbers] = field(default_factory=list)
    distinct: Floats | None = field(default_factory=lambda: np.empty(0))
    texts: Counter[str] = field(default_factory=Counter)
    is_all: bool = True

    def add(self, array: "pa.Array", start: int) -> None:
        """Values of the rows from ``start`` on."""
        if self.kind == "text":
            try:
                self._add_texts(code_counts(array))
            except UnicodeDecodeError as mistake:
                raise no_text(self.name, mistake) from mistake
        elif self.kind in ORDERED:
            self._add_numbers(array, start)

    def join(self, other: "Gathered") -> None:
        """Take over what was gathered from later rows."""
        self.sample += other.sample
        if other.distinct is None:
            self.distinct = None
        else:
            self._add_distinct(other.distinct)
        self._add_texts(other.texts)
        self.is_all &= other.is_all

    def plan(self) -> ColumnPlan:
        """The cells."""
        if self.kind == "boolean":
            return boolean_plan(self.name)
        if self.kind == "text":
            return text_plan(self.name, self.texts, is_all=self.is_all)
        ordered = rising(self.sample)
        if self.rows is None or not self.is_exact:
            return plan_of_rising(self.name, ordered, kind=self.kind, is_exact=self.is_exact)
        return plan_of_rising(
            self.name, ordered, kind=self.kind, is_exact=self.distinct is not None, distinct=self.distinct
        )

    def _add_numbers(self, array: "pa.Array", start: int) -> None:
        if self.rows is None:
            self.sample.append(numbers_of(array))
            return
        first, last = np.searchsorted(self.rows, (start, start + len(array)))
        self.sample.append(numbers_of(array.take(_indices(self.rows[first:last] - start))))
        if self.is_exact:
            self._add_distinct(counted(rising([numbers_of(array)]))[0])

    def _add_distinct(self, values: Floats) -> None:
        if self.distinct is None or not len(values):
            return
        joined = counted(rising([Numbers(values=self.distinct), Numbers(values=values)]))[0]
        self.distinct = joined if len(joined) <= MOST_EXACT else None

    def _add_texts(self, counts: dict[str, int]) -> None:
        for text, n in counts.items():
            if text in self.texts or len(self.texts) < MOST_TEXTS:
                self.texts[text] += n
            else:
                self.is_all = False


def _indices(rows: Integers) -> "pa.Array":
    import pyarrow as pa

    return pa.array(rows)
