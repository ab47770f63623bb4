"""One batch of one column, as Arrow lays it out in memory, for whoever counts it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """Values of a column of numbers or times.

    Attributes:
        values: one-dimensional and contiguous, of any integer or float type; times as seconds since 1970 in UTC.
        validity: Arrow's bitmap, least bit first, 1 where there is a value; ``None`` where nothing is null.
        offset: the bit of ``validity`` that belongs to the first value.
    """

    values: NDArray[Any]
    validity: NDArray[np.uint8] | None = None
    offset: int = 0

    @property
    def is_null(self) -> "NDArray[np.bool_] | None":
        """Where there is no value; ``None`` where nothing is null.

        Examples:
            >>> Numbers(values=np.arange(3), validity=np.array([0b101], dtype=np.uint8)).is_null.tolist()
            [False, True, False]
        """
        if self.validity is None:
            return None
        start, end = self.offset, self.offset + len(self.values)
        bits = np.unpackbits(self.validity[start // 8 : -(-end // 8)], bitorder="little")
        return np.asarray(bits[start % 8 : start % 8 + len(self.values)] == 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Codes:
    """Values of a column of texts or booleans, as cells of its plan.

    Attributes:
        cells: shape ``(rows,)``, any signed integer: the cell of the plan; -1 null; ``plan.n_cells`` a new value.
    """

    cells: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallied:
    """Values of a column of texts or booleans that are counted already.

    Attributes:
        counts: rows of each cell of the plan; shape ``(plan.n_cells,)``.
        n_null, n_new: rows without a value, and with one that the plan does not know.
    """

    counts: NDArray[np.int64]
    n_null: int
    n_new: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strange:
    """Values of another kind than the plan's.

    Attributes:
        n_null: rows without a value.
        n_values: rows with one.
    """

    n_null: int
    n_values: int


Values: TypeAlias = Numbers | Codes | Tallied | Strange
