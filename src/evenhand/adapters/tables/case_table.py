"""Cases as records and back: what the prediction log holds of a table, and a table of what it holds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from evenhand.adapters.tables.table import Table
from evenhand.errors.serving import RequestInvalid
from evenhand.errors.table import ColumnUnusable
from evenhand.kernel.instant import Instant, instant, moment
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.prediction import Scalar

_KINDS = {
    "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "text": pa.string(),
    "instant": pa.timestamp("us", tz="UTC"),
}  # fmt: skip


def records_of(table: Table, names: Sequence[str]) -> list[dict[str, Scalar]]:
    """These columns of every row as plain values; instants become text.

    Examples:
        >>> records_of(Table.of(pa.table({"age": [30, None], "sex": ["f", "m"]})), ["age"])
        [{'age': 30}, {'age': None}]
    """
    columns = [_plain(table, name) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)] or [{}] * table.n_rows


def keys_of(table: Table, name: str) -> list[str]:
    """A column as keys of cases.

    Raises:
        ColumnMissing, ColumnUnusable: there is none, or a row has no key.
    """
    values = _plain(table, name)
    if None in values:
        raise ColumnUnusable(f"Row {values.index(None)} of {table.origin} has no {name!r}.", column=name)
    return [str(value) for value in values]


def instants_of(table: Table, name: str) -> list[Instant]:
    """A column as instants; a day is its first instant in UTC.

    Raises:
        ColumnMissing, ColumnUnusable: there is none, or a row has none.
    """
    return [_instant(value, row=row, name=name) for row, value in enumerate(_plain(table, name))]


def left_out(rows: pa.Table, typical: Mapping[str, Scalar]) -> pa.Table:
    """The rows once for each column of ``typical``, with that column at its typical value throughout."""
    parts = []
    for name, value in typical.items():
        place = rows.schema.get_field_index(name)
        field = rows.schema.field(place)
        given = moment(value) if pa.types.is_temporal(field.type) and isinstance(value, str) else value
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        constant = pa.repeat(pa.scalar(given, kind), rows.num_rows)
        parts.append(rows.set_column(place, pa.field(name, kind), constant))
    plain = pa.schema([(field.name, _undone(field.type)) for field in rows.schema])
    return pa.concat_tables([part.cast(plain) for part in parts])


def table_of(records: Sequence[Mapping[str, Any]], contract: Contract, names: Sequence[str]) -> pa.Table:
    """A table of these columns in the types of the contract.

    Raises:
        RequestInvalid: a value is none of its column's kind.
    """
    return pa.table({name: _array([each.get(name) for each in records], contract, name) for name in names})


def _array(values: list[Any], contract: Contract, name: str) -> pa.Array:
    kind = contract.column(name).kind
    try:
        if kind == "instant":
            values = [None if value is None else moment(_instant(value, row=0, name=name)) for value in values]
        return pa.array(values, _KINDS[kind])
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as mistake:
        raise RequestInvalid(f"{name}: a value is no {kind} ({mistake}).", column=name) from mistake


def _plain(table: Table, name: str) -> list[Any]:
    values: list[Any] = table.column(name).to_pylist()
    if table.kinds[name] != "instant":
        return values
    return [None if value is None else _instant(value, row=row, name=name) for row, value in enumerate(values)]


def _instant(value: object, *, row: int, name: str) -> Instant:
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
        if isinstance(value, datetime):
            return instant(value if value.tzinfo else value.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as mistake:
        raise ColumnUnusable(f"{name!r} of row {row} is no instant: {value!r}.", column=name) from mistake
    raise ColumnUnusable(f"{name!r} of row {row} is no instant: {value!r}.", column=name)


def _undone(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
