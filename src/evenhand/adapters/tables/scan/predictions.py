"""Count predictions of classes and of numbers beside what came true, batch by batch."""

from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.arrow_kind import held_in_words
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.adapters.tables.scan.group_codes import GroupCodes
from evenhand.adapters.tables.scan.shape import require_columns
from evenhand.adapters.tables.scan.source import Source
from evenhand.errors.table import ColumnUnusable
from evenhand.lifecycle.evaluation.guess_columns import GuessColumns
from evenhand.lifecycle.problem.band import MISSING
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.class_counts import UNKNOWN_CLASS, ClassCounts
from evenhand.metrics.cube.merging import Merging
from evenhand.metrics.cube.residual_profile import ResidualPlan, ResidualProfile

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

SAMPLE_ROWS = 100_000
"""Rows from the first on that say where the tenths of the predictions end."""

_LARGEST = 1e50
"""Sums of sixth powers of an error are kept."""


def classes_of(source: Source, asked: GuessColumns) -> ClassCounts:
    """Counts of label against prediction of all rows.

    Raises:
        ColumnMissing: there is no column of a name that is asked for.
        ColumnUnusable: its values do not serve as classes or as groups.

    Examples:
        >>> import pyarrow as pa
        >>> from evenhand.adapters.tables.scan.in_memory import InMemory
        >>> table = InMemory.of(pa.table({"is": ["cat", "dog", None], "said": ["cat", "cat", "dog"]}))
        >>> counts = classes_of(table, GuessColumns(label="is", prediction="said"))
        >>> counts.classes, counts.confusions().counts.tolist(), counts.n_unusable["label is null"]
        (('cat', 'dog'), [[[1, 0], [1, 0]]], 1)
    """
    require_columns(source.schema.names, asked.columns, origin=source.origin)
    names = tuple(sorted(asked.attributes))
    sides = [GroupCodes(name, source.origin) for name in (asked.label, asked.prediction)]
    groups = {name: GroupCodes(name, source.origin) for name in names}
    merging = Merging(ClassCounts.empty(names))
    for batch in source.batches(asked.columns):
        label, prediction = (
            _classes(codes.of(batch.column(name)))
            for codes, name in zip(sides, (asked.label, asked.prediction), strict=True)
        )
        coded = tuple(groups[name].of(batch.column(name)) for name in names)
        merging.add(ClassCounts.counted(names, label=label, prediction=prediction, groups=coded))
    return merging.total()


def residuals_of(source: Source, asked: GuessColumns) -> ResidualProfile:
    """Sums of the errors of all rows.

    Raises:
        ColumnMissing: there is no column of a name that is asked for.
        ColumnUnusable: the label or the prediction holds no numbers, or an attribute no groups.

    Examples:
        >>> import pyarrow as pa
        >>> from evenhand.adapters.tables.scan.in_memory import InMemory
        >>> table = InMemory.of(pa.table({"price": [1.0, 2.0, 3.0], "said": [1.5, 2.0, 2.0]}))
        >>> residuals_of(table, GuessColumns(label="price", prediction="said")).residuals().total("absolute").tolist()
        [1.5]
    """
    require_columns(source.schema.names, asked.columns, origin=source.origin)
    plan = _plan(source, asked)
    groups = {name: GroupCodes(name, source.origin) for name in plan.attributes}
    merging = Merging(ResidualProfile.empty(plan))
    for batch in source.batches(asked.columns):
        label, prediction = (_numbers(batch, name, source.origin) for name in (asked.label, asked.prediction))
        coded = tuple(groups[name].of(batch.column(name)) for name in plan.attributes)
        merging.add(ResidualProfile.counted(plan, label=label, prediction=prediction, groups=coded))
    return merging.total()


def _plan(source: Source, asked: GuessColumns) -> ResidualPlan:
    named, parts, n_rows = (asked.label, asked.prediction), [], 0
    for batch in source.batches(named):
        parts.append(np.stack([_numbers(batch, name, source.origin) for name in named]))
        n_rows += batch.num_rows
        if n_rows >= SAMPLE_ROWS:
            break
    label, prediction = np.concatenate([np.empty((2, 0)), *parts], axis=1)
    return ResidualPlan.of_sample(
        asked.attributes, label=label[np.isfinite(label)], prediction=prediction[np.isfinite(prediction)]
    )


def _classes(grouped: Grouped) -> Grouped:
    lost = [place for place, name in enumerate(grouped.values) if name == MISSING]
    codes = np.where(np.isin(grouped.codes, lost), UNKNOWN_CLASS, grouped.codes.astype(np.int64))
    return Grouped(values=grouped.values, codes=codes)


def _numbers(batch: "pa.RecordBatch", name: str, origin: str) -> "NDArray[np.float64]":
    import pyarrow as pa

    array = batch.column(name)
    if pa.types.is_null(array.type):
        return np.full(len(array), np.nan)
    if kind_of_arrow(array.type) != "number":
        fact = f"{name!r} of {origin} holds {held_in_words(array.type)}, no numbers."
        raise ColumnUnusable(fact, remedy="Name a column of numbers.", column=name)
    numbers = numbers_of(array)
    values = numbers.values.astype(np.float64, copy=False)
    if np.isfinite(values[np.abs(values) > _LARGEST]).any():
        fact = f"{name!r} of {origin} holds numbers beyond {_LARGEST:g}, whose powers no sum can hold."
        raise ColumnUnusable(fact, remedy="Write them in a larger unit, or mend them.", column=name)
    return values if numbers.is_null is None else np.where(numbers.is_null, np.nan, values)
