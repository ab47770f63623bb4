"""Drift of a whole window, over all columns at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.monitoring.baseline import Baseline
from evenhand.lifecycle.monitoring.limit import COLUMN, Limit, Standing, stand
from evenhand.lifecycle.monitoring.rows import WatchedRows
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.measures import column_drift
from evenhand.metrics.drift.order import order_dependence
from evenhand.metrics.profiling.rowwise import profile_of_columns

SORTED_FROM = 0.25
"""Index of a slice against the rest of its window from which on its rows are said to lie sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What was found in the columns of one window.

    Attributes:
        measured: every measure of every column.
        standings: those on which the plan sets a limit, judged.
        orders: per column how unlike its window one slice of it is.
        level: confidence of each interval, so that all of them hold together as the plan says.
        unmatched: columns that the baseline does not hold, so that nothing can be said about them.
    """

    measured: tuple[Measurement, ...]
    standings: tuple[Standing, ...]
    orders: tuple[Measurement, ...]
    level: float
    unmatched: tuple[str, ...]

    @property
    def sorted_columns(self) -> tuple[Measurement, ...]:
        """Columns whose rows lie sorted in the window."""
        return tuple(each for each in self.orders if each.lower is not None and each.lower > SORTED_FROM)


def drift_of(rows: WatchedRows, baseline: Baseline, limits: Sequence[Limit], confidence: float) -> Drift:
    """Compare every column of the window with the baseline window.

    All intervals hold at once with ``confidence``: each has the level that Bonferroni's inequality asks for the
    number of columns and measures. A column that the window lacks counts as null in every row.

    Args:
        rows: of the window.
        baseline: what it is compared with.
        limits: of the plan; only those on measures of columns are judged here.
        confidence: of the whole family.
    """
    named = {column.name: column for column in rows.watched}
    plan = baseline.columns.plan
    gone = [name for name in plan.place if name not in named]
    columns = [*named.values(), *(_absent(name, rows.n) for name in gone)]
    known = [column for column in columns if column.name in plan.place]
    window = profile_of_columns(known, plan)
    asked = [limit for limit in limits if limit.measure in COLUMN]
    level = 1 - (1 - confidence) / max(1, len(known) * max(1, len(asked)))
    measured = [
        each
        for column in known
        for each in column_drift(baseline.columns.column(column.name), window.column(column.name), confidence=level)
    ]
    orders = tuple(
        order_dependence(column, plan.columns[plan.place[column.name]], confidence=1 - (1 - confidence) / len(known))
        for column in known
    )
    standings = [stand(limit, each) for limit in asked for each in measured if each.name == limit.measure]
    return Drift(
        measured=tuple(measured), standings=tuple(standings), orders=orders, level=level,
        unmatched=tuple(column.name for column in columns if column.name not in plan.place),
    )  # fmt: skip


def sentence_of_order(name: str, found: Sequence[Measurement], of: Mapping[str, Measurement]) -> str:
    """What it means that one slice of a window is unlike the rest of it, beside how the whole window compares.

    Args:
        name: of the slice, for example ``20 of 20``.
        found: the columns in which it is.
        of: column to the stability index of the whole window.
    """
    first, *others = sorted(found, key=lambda each: -(each.value or 0))
    moved = first.detail.get("most_moved")
    told = ""
    if isinstance(moved, Mapping):
        here, elsewhere = float(str(moved["here"])), float(str(moved["elsewhere"]))
        told = f": {moved['values']} is {here:.1%} of it and {elsewhere:.1%} elsewhere"
    also = f" {', '.join(str(each.column) for each in others)} with it." if others else ""
    whole = [index.value for each in found if (index := of.get(str(each.column))) and index.value is not None]
    compared = f" The whole window lies at most {max(whole):.4f} from the baseline window in these." if whole else ""
    return (
        f"{first.column}: the rows lie sorted. Slice {name} of the window is unlike the rest{told}.{also}{compared} "
        "That is how the rows were put together, no drift: compare whole windows, never slices of a file."
    )


def _absent(name: str, n: int) -> ColumnValues:
    return ColumnValues(name=name, values=np.full(n, None, dtype=object))
