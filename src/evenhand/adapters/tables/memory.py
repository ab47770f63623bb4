"""Tables that are in memory already: pandas, Polars, Arrow, whatever has the Arrow stream interface, dicts of lists."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.unreadable import unreadable
from evenhand.errors.table import ColumnUnsupported, TableColumnNames, TableFormatUnknown

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_of(source: object, *, keeps_unreadable: bool = False) -> "tuple[pa.Table, str]":
    """The Arrow table and a name for it in messages.

    Args:
        source: what holds the table.
        keeps_unreadable: let a column that mixes kinds, or is of a kind that Arrow does not hold, stand as gaps of a
            type that says why.

    In a pandas column NaN is how *missing* is written, so it becomes null; everywhere else NaN stays NaN.

    Raises:
        TableFormatUnknown: ``source`` is of no kind that holds a table.
        TableColumnNames: a name stands twice.
        ColumnUnsupported: a column mixes kinds or is of a kind that Arrow does not hold, and is not kept; columns are
            of different lengths.
    """
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return source, "the Arrow table"
    if isinstance(source, pa.RecordBatch):
        return pa.Table.from_batches([source]), "the record batch"
    if _is_pandas(source):
        return _from_pandas(source, keeps_unreadable=keeps_unreadable), "the data frame"
    if hasattr(source, "__arrow_c_stream__"):
        return _from_stream(source), f"the {type(source).__name__}"
    if isinstance(source, Mapping):
        return _from_columns(source, keeps_unreadable=keeps_unreadable), "the dict of columns"
    name = f"{type(source).__module__}.{type(source).__qualname__}"
    raise TableFormatUnknown(f"A {name} is no table.", type=name)


def _is_pandas(source: object) -> bool:
    kind = type(source)
    return kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame"


def _from_pandas(frame: Any, *, keeps_unreadable: bool) -> "pa.Table":  # noqa: ANN401 - pandas need not be installed
    import pyarrow as pa

    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [str(name) for name in frame.columns]
    arrays = [
        _array(frame.iloc[:, place], name=name, from_pandas=True, keeps_unreadable=keeps_unreadable)
        for place, name in enumerate(names)
    ]
    return _joined(names, arrays) if arrays else pa.table({})


def _from_columns(columns: Mapping[Any, Any], *, keeps_unreadable: bool) -> "pa.Table":
    names = [str(name) for name in columns]
    return _joined(names, [
        _array(values, name=str(name), keeps_unreadable=keeps_unreadable) for name, values in columns.items()
    ])  # fmt: skip


def _from_stream(source: object) -> "pa.Table":
    import pyarrow as pa

    try:
        return pa.table(source)
    except (pa.ArrowException, TypeError, ValueError) as mistake:
        raise TableFormatUnknown(f"The {type(source).__name__} gives no Arrow table: {mistake}.") from mistake


def _array(
    values: Any, *, name: str, keeps_unreadable: bool, from_pandas: bool | None = None  # noqa: ANN401
) -> "pa.Array | pa.ChunkedArray":  # fmt: skip
    import pyarrow as pa

    if isinstance(values, str | bytes):
        raise ColumnUnsupported(f"Column {name!r} is one text, no list of values.", column=name)
    try:
        return pa.array(values, from_pandas=from_pandas)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as mistake:
        if keeps_unreadable and hasattr(values, "__len__"):
            return unreadable(len(values), str(mistake))
        fact = f"Column {name!r} cannot be read as values of one kind: {mistake}."
        raise ColumnUnsupported(fact, column=name) from mistake


def _joined(names: list[str], arrays: list[Any]) -> "pa.Table":
    import pyarrow as pa

    repeated = [name for name, n in Counter(names).items() if n > 1]
    if repeated:
        raise TableColumnNames(f"The table has more than one column {repeated[0]!r}.", column=repeated[0])
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1:
        stated = ", ".join(f"{name}: {len(array)}" for name, array in zip(names, arrays, strict=True))
        raise ColumnUnsupported(f"The columns are of different lengths ({stated}).")
    return pa.table(arrays, names=names)
