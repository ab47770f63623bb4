"""One column as rows: values in their order."""

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.coding import Array, line_up
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnValues:
    """One column of a table.

    Attributes:
        name: of the column.
        values: numbers, booleans, text, instants or objects; an object ``None`` and NaT are null.
        is_null: where a value is null, for arrays that cannot hold ``None``.
    """

    name: str
    values: Array
    is_null: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        arrays = {self.name: self.values}
        line_up(arrays if self.is_null is None else {**arrays, "is_null": self.is_null})

    @property
    def nulls(self) -> NDArray[np.bool_]:
        """Where a value is null."""
        found = np.zeros(len(self.values), dtype=bool) if self.is_null is None else self.is_null
        if self.values.dtype.kind == "O":
            return np.asarray(found | np.array([value is None for value in self.values.tolist()], dtype=bool))
        return np.asarray(found | np.isnat(self.values)) if self.values.dtype.kind in "mM" else found

    @property
    def nans(self) -> NDArray[np.bool_]:
        """Where a value is not null and not a number, among numbers or not."""
        if self.values.dtype.kind == "O":
            found = np.array([isinstance(value, float) and isnan(value) for value in self.values.tolist()], dtype=bool)
        elif self.values.dtype.kind == "f":
            found = np.isnan(self.values)
        else:
            found = np.zeros(len(self.values), dtype=bool)
        return np.asarray(found & ~self.nulls)

    @property
    def numbers(self) -> Floats | None:
        """The values as numbers, NaN where null; ``None`` for a column of anything else."""
        if self.values.dtype.kind in "iuf":
            return np.where(self.nulls, np.nan, self.values.astype(np.float64))
        if self.values.dtype.kind != "O":
            return None
        found = np.full(len(self.values), np.nan)
        for row in np.flatnonzero(~self.nulls).tolist():
            value = self.values[row]
            if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
                return None
            found[row] = float(value)
        return found
