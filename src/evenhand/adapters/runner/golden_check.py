"""Golden rows sent through a model: once to record what it answers, and at each load to compare."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.kernel.instant import moment
from evenhand.lifecycle.training.golden import Golden, GoldenColumn

_KINDS = {
    "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "text": pa.large_string(),
    "instant": pa.timestamp("us", tz="UTC"),
}  # fmt: skip


class Scorer(Protocol):
    """A model that is read as scores of the favourable outcome."""

    def predict(self, rows: pa.Table, /) -> NDArray[np.float64]:
        """One score a row."""
        ...


def record_golden(model: Scorer, columns: Sequence[GoldenColumn]) -> Golden:
    """What ``model`` answers for made-up rows, to be stored at registration."""
    return Golden(columns=columns, scores=model.predict(table_of(columns)).tolist())


def check_golden(model: Scorer, golden: Golden) -> float:
    """The largest difference from what was stored.

    Raises:
        GoldenRowsDiffer: it is above the tolerance.
    """
    return golden.compare(model.predict(table_of(golden.columns)).tolist())


def table_of(columns: Sequence[GoldenColumn]) -> pa.Table:
    """The made-up rows as a table."""
    return pa.table({column.name: _array(column) for column in columns})


def _array(column: GoldenColumn) -> pa.Array:
    if column.kind == "instant":
        moments = [None if value is None else moment(str(value)) for value in column.values]
        return pa.array(moments, type=_KINDS["instant"])
    return pa.array(column.values, type=_KINDS[column.kind])
