"""Profile a source: once to choose the cells, once to count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of, values_of
from evenhand.adapters.tables.scan.source import Source
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.plan import ORDERED, ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.planning import boolean_plan, number_plan, text_plan
from evenhand.metrics.profiling.profile import Profile

if TYPE_CHECKING:
    import pyarrow as pa


def plan_of(source: Source, *, columns: Sequence[str] | None = None, is_exact: bool = False) -> ProfilePlan:
    """The plan that a reference makes; columns of kinds that cannot be profiled are left out."""
    kinds = {field.name: kind_of_arrow(field.type) for field in source.schema}
    named = [name for name in (kinds if columns is None else columns) if kinds[name] is not None]
    chunks: dict[str, list[pa.Array]] = {name: [] for name in named}
    for batch in source.batches(named):
        for name in named:
            chunks[name].append(batch.column(name))
    return ProfilePlan(columns=tuple(_column(name, kinds[name], chunks[name], is_exact=is_exact) for name in named))


def profile_of(source: Source, plan: ProfilePlan) -> Profile:
    """Count every row of a source under a plan, batch by batch."""
    names = set(source.schema.names)
    here = [column.name for column in plan.columns if column.name in names]
    added = [name for name in source.schema.names if name not in plan.place]
    counting = Counting(plan)
    for batch in source.batches(here):
        values = {name: values_of(batch.column(name), plan.columns[plan.place[name]]) for name in here}
        counting.add(values, n_rows=batch.num_rows, added=added)
    return counting.profile()


def _column(name: str, kind: str | None, chunks: "Iterable[pa.Array]", *, is_exact: bool) -> ColumnPlan:
    if kind == "boolean":
        return boolean_plan(name)
    if kind in ORDERED:
        parts = [numbers_of(chunk) for chunk in chunks]
        kept = [part.values if part.is_null is None else part.values[~part.is_null] for part in parts]
        values = np.concatenate([np.empty(0), *kept]).astype(np.float64)
        return number_plan(
            name, values[np.isfinite(values)], kind="time" if kind == "time" else "number", is_exact=is_exact
        )  # fmt: skip
    counted: Counter[str] = Counter()
    for chunk in chunks:
        found = chunk.value_counts()
        texts = found.field("values")
        if hasattr(texts, "dictionary_decode"):
            texts = texts.dictionary_decode()
        pairs = zip(texts.to_pylist(), found.field("counts").to_pylist(), strict=True)
        counted.update({value: count for value, count in pairs if value is not None})
    return text_plan(name, counted)
