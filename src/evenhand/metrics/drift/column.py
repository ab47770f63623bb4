"""One column of one window as counts: on the values of the baseline window, with every gap counted apart.

Counts of two windows merge by adding when they were made on the same ``Scale``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from evenhand.errors.number import ProfilesUnlike
from evenhand.kernel.canonical import Json
from evenhand.metrics.coding import unlike_values
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

Kind: TypeAlias = Literal["number", "text"]
MOST_CUTS = 512
MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """What the values of a column are counted on; made from the baseline window and then fixed.

    Attributes:
        kind: numbers have an order, texts have none.
        cuts: of numbers, rising: every finite value where there are at most 512, else 512 quantiles.
        values: of texts: the 1,000 most frequent, in the order of text.
    """

    kind: Kind
    cuts: Floats
    values: tuple[str, ...]

    @classmethod
    def of(cls, column: ColumnValues) -> "Scale":
        """The scale that the baseline window's values of a column make.

        Examples:
            >>> Scale.of(ColumnValues(name="age", values=np.array([3.0, 1.0, 3.0]))).cuts.tolist()
            [1.0, 3.0]
        """
        numbers = column.numbers
        if numbers is None:
            return cls(kind="text", cuts=np.empty(0), values=_frequent(column))
        found = np.unique(numbers[np.isfinite(numbers)])
        if len(found) > MOST_CUTS:
            ordered = np.sort(numbers[np.isfinite(numbers)])
            places = np.linspace(0, len(ordered) - 1, MOST_CUTS).round().astype(np.int64)
            found = np.unique(ordered[places])
        return cls(kind="number", cuts=found, values=())

    @property
    def n_cells(self) -> int:
        """Cells: for numbers below, at and between the cuts; for texts each value and all new ones together."""
        return 2 * len(self.cuts) + 1 if self.kind == "number" else len(self.values) + 1

    def place(self, column: ColumnValues) -> Integers | None:
        """The cell of every row; -1 null, -2 NaN, -3 infinite. ``None`` when the column is of another kind.

        Examples:
            >>> scale = Scale.of(ColumnValues(name="age", values=np.array([1.0, 3.0])))
            >>> scale.place(ColumnValues(name="age", values=np.array([0.0, 1.0, 2.0, 3.0, np.nan]))).tolist()
            [0, 1, 2, 3, -2]
        """
        nulls, nans = column.nulls, column.nans
        cells = self._numbers(column, nulls) if self.kind == "number" else self._texts(column, ~nulls & ~nans)
        if cells is not None:
            cells[nulls], cells[nans] = -1, -2
        return cells

    def _numbers(self, column: ColumnValues, nulls: np.typing.NDArray[np.bool_]) -> Integers | None:
        numbers = column.numbers
        if numbers is None:
            return np.zeros(len(nulls), dtype=np.int64) if nulls.all() else None
        if not len(self.cuts):
            cells = np.zeros(len(numbers), dtype=np.int64)
        else:
            place = np.searchsorted(self.cuts, numbers, side="left")
            at = self.cuts[np.minimum(place, len(self.cuts) - 1)] == numbers
            cells = 2 * place + at
        cells[np.isinf(numbers)] = -3
        return cells.astype(np.int64)

    def _texts(self, column: ColumnValues, there: np.typing.NDArray[np.bool_]) -> Integers | None:
        if there.any() and column.numbers is not None:
            return None
        index = {value: place for place, value in enumerate(self.values)}
        found, codes = unlike_values(column.values[there])
        cells = np.zeros(len(there), dtype=np.int64)
        if found:
            cells[there] = np.array([index.get(str(value), len(self.values)) for value in found], dtype=np.int64)[codes]
        return cells

    def name(self, first: int, last: int | None = None) -> str:
        """What the cells from ``first`` to ``last`` hold, for a reader.

        Examples:
            >>> scale = Scale.of(ColumnValues(name="age", values=np.array([1.0, 3.0])))
            >>> [scale.name(cell) for cell in range(scale.n_cells)]
            ['below 1', '1', 'between 1 and 3', '3', 'above 3']
            >>> scale.name(0, 3), scale.name(1, 3), scale.name(1, 4)
            ('up to 3', '1 to 3', '1 and above')
        """
        last = first if last is None else last
        if self.kind == "text":
            return self.values[first] if first < len(self.values) else "(new)"
        low, high = self._edge(first, -1), self._edge(last, 0)
        if low is None or high is None:
            return self._open(first, last, low, high)
        if low == high:
            return f"{low:.4g}"
        return f"between {low:.4g} and {high:.4g}" if first == last else f"{low:.4g} to {high:.4g}"

    def _open(self, first: int, last: int, low: float | None, high: float | None) -> str:
        """A run of cells that has no end on one side."""
        if low is None and high is None:
            return "(any)"
        if low is None:
            return f"below {high:.4g}" if first == last else f"up to {high:.4g}"
        return f"above {low:.4g}" if first == last else f"{low:.4g} and above"

    def _edge(self, cell: int, side: int) -> float | None:
        """The cut below (-1) or above (0) a cell between cuts; the cut itself for a cell at one."""
        place = cell // 2 if cell % 2 else cell // 2 + side
        return float(self.cuts[place]) if 0 <= place < len(self.cuts) else None

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {"kind": self.kind, "cuts": self.cuts.tolist(), "values": list(self.values)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnCounts:
    """One column of one window.

    Attributes:
        name: of the column.
        scale: what was counted on.
        counts: rows in each cell of the scale.
        n_null, n_nan, n_infinite: rows in no cell.
        n_strange: rows that could not be placed, because the column is of another kind than in the baseline window.
    """

    name: str
    scale: Scale
    counts: Integers
    n_null: int
    n_nan: int
    n_infinite: int
    n_strange: int = 0

    @classmethod
    def of(cls, column: ColumnValues, scale: Scale) -> "ColumnCounts":
        """Count a column on a scale.

        Examples:
            >>> column = ColumnValues(name="plan", values=np.array(["a", "b", None], dtype=object))
            >>> ColumnCounts.of(column, Scale.of(column)).counts.tolist()
            [1, 1, 0]
        """
        cells = scale.place(column)
        if cells is None:
            missing = column.nulls
            return cls(
                name=column.name, scale=scale, counts=np.zeros(scale.n_cells, dtype=np.int64),
                n_null=int(missing.sum()), n_nan=0, n_infinite=0, n_strange=int((~missing).sum()),
            )  # fmt: skip
        return cls(
            name=column.name, scale=scale, counts=np.bincount(cells[cells >= 0], minlength=scale.n_cells),
            n_null=int((cells == -1).sum()), n_nan=int((cells == -2).sum()), n_infinite=int((cells == -3).sum()),
        )  # fmt: skip

    @property
    def n(self) -> int:
        """Rows with a value that has a cell."""
        return int(self.counts.sum())

    @property
    def n_rows(self) -> int:
        """All rows."""
        return self.n + self.n_null + self.n_nan + self.n_infinite + self.n_strange

    def merged(self, other: "ColumnCounts") -> "ColumnCounts":
        """The counts of both windows together.

        Raises:
            ProfilesUnlike: they were counted on different scales.
        """
        if self.scale.as_json() != other.scale.as_json() or self.name != other.name:
            raise ProfilesUnlike(f"{self.name} and {other.name} were counted on different scales.")
        return ColumnCounts(
            name=self.name, scale=self.scale, counts=self.counts + other.counts, n_null=self.n_null + other.n_null,
            n_nan=self.n_nan + other.n_nan, n_infinite=self.n_infinite + other.n_infinite,
            n_strange=self.n_strange + other.n_strange,
        )  # fmt: skip

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {
            "name": self.name, "scale": self.scale.as_json(), "counts": self.counts.tolist(), "n_null": self.n_null,
            "n_nan": self.n_nan, "n_infinite": self.n_infinite, "n_strange": self.n_strange,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> "ColumnCounts":
        """Read the stored form; floats may be text.

        Raises:
            ValueError, KeyError, TypeError: it is another form.
        """
        scale = stored["scale"]
        if not isinstance(scale, Mapping):
            raise TypeError("a scale is a map")
        kind: Kind = "number" if scale["kind"] == "number" else "text"
        cuts = np.array([float(str(cut)) for cut in _listed(scale["cuts"])], dtype=np.float64)
        made = Scale(kind=kind, cuts=cuts, values=tuple(str(value) for value in _listed(scale["values"])))
        counts = np.array([int(str(count)) for count in _listed(stored["counts"])], dtype=np.int64)
        if len(counts) != made.n_cells:
            raise ValueError("as many counts as cells")
        gaps = {name: int(str(stored[name])) for name in ("n_null", "n_nan", "n_infinite", "n_strange")}
        return cls(name=str(stored["name"]), scale=made, counts=counts, **gaps)


def _frequent(column: ColumnValues) -> tuple[str, ...]:
    found, codes = unlike_values(column.values[~column.nulls & ~column.nans])
    counts = np.bincount(codes, minlength=len(found))
    order = np.argsort(-counts, kind="stable")[:MOST_VALUES]
    return tuple(sorted({str(found[place]) for place in order.tolist()}))


def _listed(stored: Json) -> list[Json]:
    if not isinstance(stored, list):
        raise TypeError("a list is expected")
    return stored
