"""Golden rows: made-up rows with the scores that a model gave them at registration, compared at each load.

A damaged file may parse and still be another model; a new library may round differently. Both show here. The rows are
drawn from the contract's ranges and categories, never from real people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from random import Random
from typing import TypeAlias

from evenhand.errors.model import GoldenRowsDiffer, GoldenRowsUnreadable
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Column, Contract

SCHEMA = "evenhand/golden/v1"
TOLERANCE = 1e-6
"""Room for sums in another order; single precision keeps about seven digits."""

Cell: TypeAlias = "bool | int | float | str | None"

_LACKING_SHARE = 0.1
_UNBOUNDED = 100
_TEXTS = ("alpha", "beta", "gamma")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenColumn:
    """One column of made-up values.

    Attributes:
        name, kind: as in the contract.
        values: of this kind, ``None`` where a row lacks one.
    """

    name: str
    kind: str
    values: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """Rows and the scores expected for them.

    Attributes:
        columns: of equal length.
        scores: one a row, in ``[0, 1]``.
        tolerance: largest difference that is no difference.
    """

    columns: Sequence[GoldenColumn]
    scores: Sequence[float]
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        if any(len(column.values) != len(self.scores) for column in self.columns) or not self.scores:
            raise GoldenRowsUnreadable("The golden rows have columns of different length, or none.")
        if not all(0 <= score <= 1 for score in self.scores) or not 0 <= self.tolerance < 1:
            raise GoldenRowsUnreadable("The golden rows expect a score or a tolerance outside 0 to 1.")

    def compare(self, scores: Sequence[float]) -> float:
        """The largest difference between ``scores`` and those expected.

        Raises:
            GoldenRowsDiffer: it is above the tolerance, or a score is missing or no number.
        """
        if len(scores) != len(self.scores):
            raise GoldenRowsDiffer(f"The model gave {len(scores)} scores for {len(self.scores)} golden rows.")
        gaps = [abs(now - then) for now, then in zip(scores, self.scores, strict=True)]
        off = [row for row, gap in enumerate(gaps) if not gap <= self.tolerance]
        if off:
            row = max(off, key=lambda at: gaps[at] if isfinite(gaps[at]) else 2.0)
            raise GoldenRowsDiffer(
                f"{len(off)} of {len(gaps)} golden rows differ; row {row} gave {scores[row]:.9g} and should give "
                f"{self.scores[row]:.9g}.",
                n_differing=len(off), row=row,
            )  # fmt: skip
        return max(gaps)

    def as_json(self) -> dict[str, Json]:
        """The document as it is stored."""
        return {
            "schema": SCHEMA, "tolerance": self.tolerance, "scores": list(self.scores),
            "columns": [
                {"name": column.name, "kind": column.kind, "values": list(column.values)} for column in self.columns
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> "Golden":
        """Read a stored document, also from canonical bytes, where floats are text.

        Raises:
            GoldenRowsUnreadable: it is none, or contradicts itself.
        """
        try:
            if stored["schema"] != SCHEMA:
                raise ValueError(f"{stored['schema']!r} holds no golden rows")
            return cls(
                columns=tuple(_column_of(column) for column in _list(stored["columns"])),
                scores=tuple(_float(score) for score in _list(stored["scores"])),
                tolerance=_float(stored["tolerance"]),
            )
        except (KeyError, TypeError, ValueError) as mistake:
            raise GoldenRowsUnreadable(f"The golden rows cannot be read: {mistake}.") from mistake


def golden_rows(contract: Contract, *, inputs: Sequence[str], n: int, seed: int) -> tuple[GoldenColumn, ...]:
    """Draw ``n`` rows: bounds first, then values between them; every category, as far as ``n`` reaches; some gaps.

    Args:
        contract: says what each column may hold.
        inputs: the columns that the model takes.
        n: rows, 1 or more.
        seed: the same seed gives the same rows.

    Raises:
        ColumnMissing: an input is not in the contract.

    Examples:
        >>> contract = Contract(columns=(Column(name="age", kind="integer", minimum=18, maximum=99),))
        >>> [column] = golden_rows(contract, inputs=["age"], n=4, seed=7)
        >>> column.values[:2], all(18 <= value <= 99 for value in column.values)
        ((18, 99), True)
    """
    if n < 1:
        raise ValueError(f"{n} golden rows")
    columns = [contract.column(name) for name in inputs]
    return tuple(
        GoldenColumn(name=column.name, kind=column.kind, values=_values(column, n, f"{seed}:{column.name}"))
        for column in columns
    )


def _values(column: Column, n: int, seed: str) -> tuple[Cell, ...]:
    draw = Random(seed)  # noqa: S311 - repeatable on purpose
    values = _drawn(column, n, draw)
    if column.nullable:
        lacking = draw.sample(range(n), max(1, round(n * _LACKING_SHARE)))
        return tuple(None if row in lacking else value for row, value in enumerate(values))
    return tuple(values)


def _drawn(column: Column, n: int, draw: Random) -> Sequence[Cell]:
    if column.categories is not None:
        return _each_in_turn(column.categories, n, draw)
    if column.kind == "boolean":
        return _each_in_turn((False, True), n, draw)
    if column.kind == "text":
        return _each_in_turn(_TEXTS, n, draw)
    if column.kind == "instant":
        return [_instant(draw) for _ in range(n)]
    low, high = _range(column)
    if column.kind == "integer":
        return [int(low), int(high), *(draw.randint(int(low), int(high)) for _ in range(n))][:n]
    return [float(low), float(high), *(draw.uniform(low, high) for _ in range(n))][:n]


def _instant(draw: Random) -> str:
    return f"{draw.randint(2000, 2029)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}T00:00:00Z"


def _range(column: Column) -> tuple[float, float]:
    low, high = column.minimum, column.maximum
    if low is None:
        low = 0 if high is None else high - _UNBOUNDED
    return low, low + _UNBOUNDED if high is None else high


def _each_in_turn(values: Sequence[Cell], n: int, draw: Random) -> list[Cell]:
    drawn: list[Cell] = []
    while len(drawn) < n:
        drawn += draw.sample(list(values), len(values))
    return drawn[:n]


def _column_of(stored: Json) -> GoldenColumn:
    if not isinstance(stored, Mapping):
        raise TypeError(f"{stored!r} is no column")
    kind = str(stored["kind"])
    return GoldenColumn(
        name=str(stored["name"]), kind=kind, values=tuple(_cell(cell, kind) for cell in _list(stored["values"]))
    )


def _cell(stored: Json, kind: str) -> Cell:
    if stored is None:
        return None
    if kind == "number":
        return _float(stored)
    if kind == "boolean" and isinstance(stored, bool):
        return stored
    if kind == "integer" and isinstance(stored, int) and not isinstance(stored, bool):
        return stored
    if kind in ("text", "instant") and isinstance(stored, str):
        return stored
    raise TypeError(f"{stored!r} is no {kind}")


def _list(stored: Json) -> Sequence[Json]:
    if isinstance(stored, str) or not isinstance(stored, Sequence):
        raise TypeError(f"{stored!r} is no list")
    return stored


def _float(stored: Json) -> float:
    if isinstance(stored, bool) or not isinstance(stored, int | float | str):
        raise TypeError(f"{stored!r} is no number")
    return float(stored)
