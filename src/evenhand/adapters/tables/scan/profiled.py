"""Count every row of a source under a plan."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from evenhand.adapters.tables.scan.arrow_batch import values_of
from evenhand.adapters.tables.scan.part import Part, opened_once, parts_of
from evenhand.adapters.tables.scan.planned import plan_of
from evenhand.adapters.tables.scan.setting import choose_kernel
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.threads import BLOCKS, in_threads
from evenhand.adapters.tables.scan.told import Told
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.plan import ProfilePlan
from evenhand.metrics.profiling.profile import Merging, Profile

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["plan_of", "profile_of"]

PER_CELL = 4
"""Values a cell that a block of rows should have, for merging a block costs as much as its cells."""


def profile_of(source: Source, plan: ProfilePlan) -> Profile:
    """Count every row of a source under a plan, in several threads where the source has parts."""
    choose_kernel()
    names = set(source.schema.names)
    here = [column.name for column in plan.columns if column.name in names]
    added = [name for name in source.schema.names if name not in plan.place]
    parts = parts_of(source)
    if not parts:
        read = here or source.schema.names[:1]  # without a column there would be no rows to count
        return _in_turn(source.batches(read), plan, here, added)
    work = partial(_counted, plan=plan, here=here, added=added)
    n_done, merging = 0, None
    for profile, n_rows in in_threads(parts, work, n_blocks=_n_blocks(plan, len(here) * (source.n_rows or 0))):
        if merging is None:
            merging = Merging(profile, is_spare=True)
        else:
            merging.add(profile)
        n_done += n_rows
        if isinstance(source, Told):
            source.progress(source.origin, n_done, source.n_rows)
    return Profile.empty(plan) if merging is None else merging.profile()


def _n_blocks(plan: ProfilePlan, n_values: int) -> int:
    return max(2, min(BLOCKS, n_values // (PER_CELL * max(1, plan.n_cells))))


def _in_turn(
    batches: "Iterator[pa.RecordBatch]", plan: ProfilePlan, here: Sequence[str], added: Sequence[str]
) -> Profile:
    counting = Counting(plan)
    for batch in batches:
        values = {name: values_of(batch.column(name), plan.columns[plan.place[name]]) for name in here}
        counting.add(values, n_rows=batch.num_rows, added=added)
    return counting.profile(is_last=True)


def _counted(
    parts: Iterator[Part], *, plan: ProfilePlan, here: Sequence[str], added: Sequence[str]
) -> Profile:  # fmt: skip
    """One block of parts, each column by itself: its values are counted while they are in the processor's cache."""
    counting = Counting(plan)
    for part in opened_once(parts):
        counting.add_rows(
            part.n_rows, without=[column.name for column in plan.columns if column.name not in here], added=added
        )
        for name, array in part.arrays(here):
            counting.add_values(name, values_of(array, plan.columns[plan.place[name]]))
    return counting.profile(is_last=True)
