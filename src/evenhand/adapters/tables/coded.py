"""A column as its few different values and, per row, which of them."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.problem.scalar import Scalar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """The values of one column.

    Attributes:
        values: the different values, in the order of their first row; instants as text.
        codes: per row the index of its value, -1 for a row without one (null, or NaN in a number).
        counts: rows per value.
        n_missing: rows without a value.
    """

    values: tuple[Scalar, ...]
    codes: "NDArray[np.int64]"
    counts: tuple[int, ...]
    n_missing: int


def coded(table: Table, name: str) -> Coded:
    """Look up every row's value.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> answers = coded(Table.of(__import__("pyarrow").table({"a": ["x", None, "y", "x"]})), "a")
        >>> answers.values, answers.codes.tolist(), answers.counts, answers.n_missing
        (('x', 'y'), [0, -1, 1, 0], (2, 1), 1)
    """
    import numpy as np
    import pyarrow as pa

    column = table.column(name)
    if table.kinds[name] == "instant":
        column = column.cast(pa.large_string())
    encoded = column.combine_chunks().dictionary_encode()
    values = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    lost = [place for place, value in enumerate(values) if isinstance(value, float) and isnan(value)]
    kept = [place for place in range(len(values)) if place not in lost]
    moved = np.full(len(values) + 1, -1, dtype=np.int64)
    moved[kept] = np.arange(len(kept))
    codes = moved[codes]
    counts = np.bincount(codes + 1, minlength=len(kept) + 1)
    return Coded(
        values=tuple(values[place] for place in kept), codes=codes, counts=tuple(counts[1:].tolist()),
        n_missing=int(counts[0]),
    )  # fmt: skip
