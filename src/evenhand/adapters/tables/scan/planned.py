"""Choose what to count on from a reference of any size: one pass, in memory that does not grow with the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.adapters.tables.scan.gathered import Gathered, chosen_rows
from evenhand.adapters.tables.scan.part import Part, parts_of
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.threads import in_threads
from evenhand.metrics.profiling.plan import Kind, ProfilePlan
from evenhand.metrics.tally import Integers

if TYPE_CHECKING:
    import pyarrow as pa


def plan_of(source: Source, *, columns: Sequence[str] | None = None, is_exact: bool = False) -> ProfilePlan:
    """The plan that a reference makes; columns of kinds that cannot be profiled are left out.

    Texts are counted in full. The cells of numbers are chosen from at most 131,072 rows, one at random of each stretch
    of equal length: any cells give exact counts, these give narrow bounds. In the exact mode every row is looked at.
    """
    kinds = {field.name: kind_of_arrow(field.type) for field in source.schema}
    named = {name: kind for name in (kinds if columns is None else columns) if (kind := kinds[name]) is not None}
    n_rows = source.n_rows
    if n_rows is None:
        n_rows = sum(batch.num_rows for batch in source.batches(list(named)[:1]))
    empty = partial(_empty, named, chosen_rows(n_rows), is_exact=is_exact)
    found, parts = empty(), parts_of(source)
    if parts:
        starts = accumulate((part.n_rows for part in parts[:-1]), initial=0)
        placed = [_Placed(part=part, start=start) for part, start in zip(parts, starts, strict=True)]
        for block, _ in in_threads(placed, partial(_from_parts, empty)):
            for name, column in block.items():
                found[name].join(column)
    else:
        _from_batches(source.batches(_read(named)), found)
    return ProfilePlan(columns=tuple(column.plan() for column in found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    part: Part
    start: int

    @property
    def n_rows(self) -> int:
        return self.part.n_rows


def _empty(named: dict[str, Kind], rows: Integers | None, *, is_exact: bool) -> dict[str, Gathered]:
    return {name: Gathered(name=name, kind=kind, is_exact=is_exact, rows=rows) for name, kind in named.items()}


def _read(named: "dict[str, Kind] | dict[str, Gathered]") -> list[str]:
    """Columns that the rows have to tell something about; a table without any is read all the same."""
    kinds = {name: found.kind if isinstance(found, Gathered) else found for name, found in named.items()}
    return [name for name, kind in kinds.items() if kind != "boolean"] or list(named)[:1]


def _from_parts(empty: partial[dict[str, Gathered]], parts: Iterator[_Placed]) -> dict[str, Gathered]:
    found = empty()
    for placed in parts:
        start = dict.fromkeys(found, placed.start)
        for name, array in placed.part.arrays(_read(found)):
            found[name].add(array, start[name])
            start[name] += len(array)
    return found


def _from_batches(batches: "Iterator[pa.RecordBatch]", found: dict[str, Gathered]) -> None:
    start = 0
    for batch in batches:
        for name in batch.schema.names:
            found[name].add(batch.column(name), start)
        start += batch.num_rows
