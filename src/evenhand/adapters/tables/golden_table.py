"""Made-up rows as a table that a model takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.kernel.instant import moment
from evenhand.lifecycle.training.golden import GoldenColumn

if TYPE_CHECKING:
    import pyarrow as pa


def golden_table(columns: Sequence[GoldenColumn]) -> "pa.Table":
    """The columns in the Arrow types of their kinds.

    Examples:
        >>> golden_table([GoldenColumn(name="age", kind="integer", values=(18, None))]).to_pydict()
        {'age': [18, None]}
    """
    import pyarrow as pa

    kinds = {
        "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "text": pa.string(),
        "instant": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    made = {}
    for column in columns:
        is_instant = column.kind == "instant"
        values = [moment(str(value)) if is_instant and value is not None else value for value in column.values]
        made[column.name] = pa.array(values, type=kinds[column.kind])
    return pa.table(made)
