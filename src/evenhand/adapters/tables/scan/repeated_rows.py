"""Count the rows that equal an earlier row, in one pass and flat memory."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.adapters.tables.scan.row_digest import row_digests
from evenhand.adapters.tables.scan.shape import require_columns
from evenhand.adapters.tables.scan.source import Source
from evenhand.errors.table import ColumnUnsupported
from evenhand.lifecycle.data.repeated import Repeated

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_PARTS = 64
_HELD = 1 << 20
"""Bytes of a part that are held in memory; what is beyond goes to a temporary file."""


def repeated_rows(source: Source, columns: Sequence[str] | None = None, *, is_stated: bool = False) -> Repeated:
    """Rows that equal an earlier one; exact but for a chance of about rows squared in 2**110.

    A digest of each row, 16 bytes, goes into one of 64 parts, on disk where they are many; then each part is sorted by
    itself. Nested columns are compared by nobody and left out.

    Args:
        source: of the rows.
        columns: that are compared; all that can be when not given.
        is_stated: leave out rows that lack a value in one of the columns.

    Raises:
        ColumnMissing: a column is not there.
        ColumnUnsupported: it is nested, or binary.

    Examples:
        >>> from evenhand.adapters.tables.scan.recognised import source_of
        >>> repeated_rows(source_of({"a": [1, 1, None, None], "b": ["x", "x", "y", "y"]}))
        Repeated(n=4, n_repeated=2, n_unstated=0)
    """
    require_columns(source.schema.names, columns or (), origin=source.origin)
    known = [field.name for field in source.schema if kind_of_arrow(field.type) is not None]
    for name in columns or ():
        if name not in known:
            kind = source.schema.field(name).type
            fact = f"Column {name!r} of {source.origin} is of type {kind}: it cannot be compared."
            raise ColumnUnsupported(fact, column=name, origin=source.origin)
    names = known if columns is None else list(columns)
    n, n_unstated, n_distinct = 0, 0, 0
    with ExitStack() as stack:
        parts = [stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_HELD)) for _ in range(_PARTS)]
        for batch in source.batches(names):
            digests = row_digests(batch, names)
            if is_stated:
                digests = digests[_stated(batch, names)]
            n, n_unstated = n + len(digests), n_unstated + batch.num_rows - len(digests)
            place = digests[:, 0] >> np.uint64(64 - _PARTS.bit_length() + 1)
            order = np.argsort(place, kind="stable")
            ends = np.searchsorted(place[order], np.arange(_PARTS + 1, dtype=np.uint64))
            for part, start, end in zip(parts, ends[:-1], ends[1:], strict=True):
                part.write(digests[order[start:end]].tobytes())
        for part in parts:
            part.seek(0)
            n_distinct += _distinct(np.frombuffer(part.read(), dtype=np.uint64).reshape(-1, 2))
    return Repeated(n=n, n_repeated=n - n_distinct, n_unstated=n_unstated)


def _stated(batch: "pa.RecordBatch", names: Sequence[str]) -> "NDArray[np.bool_]":
    import pyarrow as pa

    stated = np.ones(batch.num_rows, dtype=np.bool_)
    for name in names:
        column = batch.column(name)
        is_nan = pa.types.is_floating(column.type)
        stated &= ~column.is_null(nan_is_null=is_nan).to_numpy(zero_copy_only=False)
    return stated


def _distinct(digests: "NDArray[np.uint64]") -> int:
    if not len(digests):
        return 0
    ordered = digests[np.argsort(digests[:, 0])]
    alike = ordered[1:, 0] == ordered[:-1, 0]
    same = alike & (ordered[1:, 1] == ordered[:-1, 1])
    if (alike != same).any():
        return len(np.unique(digests, axis=0))
    return len(ordered) - int(same.sum())
