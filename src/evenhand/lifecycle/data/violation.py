"""Where a table breaks its contract, counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Column, Contract

RULES = (
    "missing-column", "extra-column", "wrong-kind", "null", "nan", "infinite", "below-minimum", "above-maximum",
    "unknown-category",
)  # fmt: skip
_WIDER = {("integer", "number"), ("integer", "boolean"), ("number", "integer")}
"""Pairs of found and stated kind that may agree, depending on the values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule of the contract that rows break.

    Attributes:
        column: its name.
        rule: one of ``RULES``.
        n: rows that break it; all rows for a column that is missing, extra or of a wrong kind throughout.
        n_rows: rows of the table.
        text: what the contract states and what was found; values of key columns are never in it.
    """

    column: str
    rule: str
    n: int
    n_rows: int
    text: str

    def __post_init__(self) -> None:
        if self.rule not in RULES or not 0 < self.n <= self.n_rows:
            raise ValueError(f"{self.column}: {self.n} of {self.n_rows} rows break {self.rule!r}")

    @property
    def sentence(self) -> str:
        """Column, rule and rows in one line.

        Examples:
            >>> Violation(column="age", rule="null", n=2, n_rows=9, text="The contract allows none.").sentence
            "'age', null in 2 of 9 rows: The contract allows none."
        """
        return f"{self.column!r}, {self.rule} in {self.n:,} of {self.n_rows:,} rows: {self.text}"

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"column": self.column, "rule": self.rule, "n": self.n, "n_rows": self.n_rows, "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was counted in one column against what the contract states of it.

    Attributes:
        kind: as found.
        n: rows.
        n_null, n_nan, n_infinite: rows without a value, with NaN, with an infinite number.
        n_misfit: values that the stated kind cannot hold, where the found kind may agree with it: fractions for an
            integer, other numbers than 0 and 1 for a boolean.
        n_below, n_above: finite numbers outside the range.
        unknown: values outside the categories, most frequent first, and how many rows hold one of them.
        n_unknown: rows that hold one of them.
    """

    kind: str
    n: int
    n_null: int = 0
    n_nan: int = 0
    n_infinite: int = 0
    n_misfit: int = 0
    n_below: int = 0
    n_above: int = 0
    unknown: tuple[str, ...] = ()
    n_unknown: int = 0


def shape_violations(contract: Contract, columns: Sequence[str], *, n_rows: int) -> tuple[Violation, ...]:
    """Columns that the table lacks, or has beyond the contract.

    Examples:
        >>> contract = Contract(columns=(Column(name="age", kind="integer"),))
        >>> [(found.rule, found.column) for found in shape_violations(contract, ["Age"], n_rows=2)]
        [('missing-column', 'age'), ('extra-column', 'Age')]
    """
    missing = [name for name in contract.names if name not in columns]
    extra = [name for name in columns if name not in contract.names]
    return (
        *(_whole(name, "missing-column", n_rows, "The table lacks it.") for name in missing),
        *(_whole(name, "extra-column", n_rows, "The contract does not name it.") for name in extra),
    )


def may_agree(*, found: str, stated: str) -> bool:
    """Whether a column found of one kind can keep a contract that states another, if its values fit."""
    return found == stated or (found, stated) in _WIDER


def column_violations(column: Column, seen: Seen) -> tuple[Violation, ...]:
    """The rules of ``column`` that its rows break.

    An integer column keeps the contract of a number. A number column keeps that of an integer when every number is
    whole, an integer column that of a boolean when it holds 0 and 1 only, a column without any value that of any kind.

    Examples:
        >>> age = Column(name="age", kind="integer", minimum=18, maximum=120)
        >>> [(found.rule, found.n) for found in column_violations(age, Seen(kind="integer", n=9, n_null=1, n_below=2))]
        [('null', 1), ('below-minimum', 2)]
    """
    is_empty = seen.n_null + seen.n_nan == seen.n
    if not is_empty and not may_agree(found=seen.kind, stated=column.kind):
        text = f"The contract states {column.kind}; the column holds {seen.kind}."
        return (_whole(column.name, "wrong-kind", seen.n, text),)
    shown = ", ".join(seen.unknown) if column.role != "key" else "values that are not shown"
    counted = (
        ("wrong-kind", seen.n_misfit, f"The contract states {column.kind}; these values are of kind {seen.kind} only."),
        ("null", 0 if column.nullable else seen.n_null, "The contract allows no row without a value."),
        ("nan", 0 if column.nullable else seen.n_nan, "The contract allows no NaN."),
        ("infinite", seen.n_infinite, "No contract allows infinite numbers."),
        ("below-minimum", seen.n_below, f"The contract states a minimum of {column.minimum}."),
        ("above-maximum", seen.n_above, f"The contract states a maximum of {column.maximum}."),
        ("unknown-category", seen.n_unknown, f"The contract does not name: {shown}."),
    )
    return tuple(
        Violation(column=column.name, rule=rule, n=n, n_rows=seen.n, text=text) for rule, n, text in counted if n
    )


def _whole(column: str, rule: str, n_rows: int, text: str) -> Violation:
    return Violation(column=column, rule=rule, n=n_rows, n_rows=n_rows, text=text)
