"""What every source must have before it is read: columns with names of their own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.adapters.tables.column_names import require_unlike_names
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.errors.table import ColumnMissing, ColumnUnsupported, TableEmpty
from evenhand.kernel.part import did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa


def require_names(names: Sequence[str], *, origin: str) -> None:
    """Refuse a table without columns, or one whose names do not tell its columns apart.

    Raises:
        TableEmpty: there is no column.
        TableColumnNames: a name is blank or stands twice.
    """
    if not names:
        raise TableEmpty(f"{origin} has no columns.", origin=origin)
    require_unlike_names(names, origin=origin)


def require_columns(names: Sequence[str], columns: Sequence[str], *, origin: str) -> None:
    """Refuse columns that are not there.

    Raises:
        ColumnMissing: one is not there; the nearest name is suggested.
    """
    for name in columns:
        if name not in names:
            hint = did_you_mean(name, names)
            raise ColumnMissing(f"{origin} has no column {name!r}{hint}.", column=name, origin=origin)


def require_countable(schema: "pa.Schema", columns: Sequence[str] | None, *, origin: str) -> None:
    """Refuse columns that are asked for and cannot be counted, and a table that has no other.

    Raises:
        ColumnUnsupported: one that is asked for, or every one, is nested or binary.
    """
    strange = {field.name: field.type for field in schema if kind_of_arrow(field.type) is None}
    wanted = strange if len(strange) == len(schema) else [name for name in columns or () if name in strange]
    for name in wanted:
        fact = f"Column {name!r} of {origin} is of type {strange[name]}: nothing of it can be counted."
        raise ColumnUnsupported(fact, column=name, origin=origin)
