"""What was counted in a table, column by column, before anybody says what it should be."""

from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.problem.scalar import Scalar, scalar_as_json

VALUES_AT_MOST = 50
"""Columns with more different values show none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """Counts of one column; null, NaN and infinite values are kept apart.

    Attributes:
        name, kind: of the column; see ``Column``.
        n: rows.
        n_null: rows without a value.
        n_nan, n_infinite: numbers that are not a number, or not finite.
        n_distinct: different values, nulls and NaN left out.
        n_fraction: finite numbers that are not whole.
        n_blank: texts of no character or of spaces only.
        n_padded: texts with a space before or behind.
        n_number_text: texts that read as a number.
        minimum, maximum: of the finite numbers; ``None`` without any, beyond 2**53 - 1, and for hidden columns.
        earliest, latest: of the instants, as text; ``None`` likewise.
        values: the different values with their counts, most frequent first; empty when there are more than
            ``VALUES_AT_MOST``, for numbers that are not whole, for instants and for hidden columns.
        is_hidden: whether the column identifies people, so that no value of it is ever shown.
    """

    name: str
    kind: str
    n: int
    n_null: int = 0
    n_nan: int = 0
    n_infinite: int = 0
    n_distinct: int = 0
    n_fraction: int = 0
    n_blank: int = 0
    n_padded: int = 0
    n_number_text: int = 0
    minimum: float | None = None
    maximum: float | None = None
    earliest: str | None = None
    latest: str | None = None
    values: tuple[tuple[Scalar, int], ...] = ()
    is_hidden: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.n_null + self.n_nan + self.n_infinite <= self.n or self.n_distinct > self.n_present:
            raise ValueError(f"{self.name}: the counts of {self.n} rows contradict each other")
        if self.is_hidden and (self.values or self.minimum is not None or self.earliest is not None):
            raise ValueError(f"{self.name} is hidden and shows a value")

    @property
    def n_present(self) -> int:
        """Rows with a value, infinite ones included."""
        return self.n - self.n_null - self.n_nan

    @property
    def is_constant(self) -> bool:
        """Whether at least two rows have a value and all have the same."""
        return self.n_distinct == 1 and self.n_present > 1

    @property
    def is_unique(self) -> bool:
        """Whether at least two rows have a value and no two the same."""
        return self.n_distinct == self.n_present > 1

    def as_json(self) -> dict[str, Json]:
        """The documented shape, as the data-quality report holds it."""
        counts: dict[str, Json] = {
            "name": self.name, "kind": self.kind, "n": self.n, "n_null": self.n_null, "n_nan": self.n_nan,
            "n_infinite": self.n_infinite, "n_distinct": self.n_distinct, "n_fraction": self.n_fraction,
            "n_blank": self.n_blank, "n_padded": self.n_padded, "n_number_text": self.n_number_text,
            "minimum": self.minimum, "maximum": self.maximum, "earliest": self.earliest, "latest": self.latest,
            "is_hidden": self.is_hidden,
        }  # fmt: skip
        values: list[Json] = [{"value": scalar_as_json(value), "n": n} for value, n in self.values]
        return {**counts, "values": values}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """Counts of a whole table.

    Attributes:
        digest: of the table's content.
        n_rows: at least 1.
        n_repeated: rows equal to an earlier row in every column that is no key; ``None`` when all are keys.
        n_repeated_keys: rows whose key columns are all stated and equal to those of an earlier row; ``None`` without
            key columns.
        columns: in the order of the table.
    """

    digest: Digest
    n_rows: int
    n_repeated: int | None
    n_repeated_keys: int | None
    columns: tuple[ColumnFacts, ...]

    def as_json(self) -> dict[str, Json]:
        """The documented shape, as the data-quality report holds it."""
        return {
            "digest": self.digest, "n_rows": self.n_rows, "n_repeated": self.n_repeated,
            "n_repeated_keys": self.n_repeated_keys, "columns": [column.as_json() for column in self.columns],
        }  # fmt: skip
