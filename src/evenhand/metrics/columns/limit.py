"""Rows outside limits that a contract sets: exact where the limits are cuts of the plan, else between two counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.profiling.plan import ColumnPlan
from evenhand.metrics.profiling.profile import ColumnProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many rows, where cells leave it open.

    Attributes:
        least: rows that certainly are.
        most: rows that may be.
    """

    least: int
    most: int


def with_cuts(plan: ColumnPlan, values: Sequence[float]) -> ColumnPlan:
    """The plan with a cell of its own for each of these numbers, so that what lies below and above is counted exactly.

    Examples:
        >>> plan = ColumnPlan(name="age", kind="number", cuts=np.array([30.0]))
        >>> len(with_cuts(plan, [18]).cuts)
        3
    """
    held = np.array([value for value in values if np.isfinite(value)], dtype=np.float64)
    with np.errstate(over="ignore"):
        cuts = np.unique(np.concatenate([plan.cuts, held, np.nextafter(held, np.inf)]))
    return replace(plan, cuts=cuts[np.isfinite(cuts)])


def with_values(plan: ColumnPlan, values: Collection[str]) -> ColumnPlan:
    """The plan with a cell of its own for each of these texts."""
    return replace(plan, values=tuple(sorted({*plan.values, *values})))


def below(column: ColumnProfile, bound: float) -> Span:
    """Finite numbers below ``bound``.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> below(numbers([17.0, 18.0, 40.0]), 18)
        Span(least=1, most=1)
    """
    if not column.n or column.minimum >= bound:
        return Span(least=0, most=0)
    if column.maximum < bound:
        return Span(least=column.n, most=column.n)
    cuts = column.plan.cuts
    sure = int(np.searchsorted(cuts, bound, side="right"))  # cells that end at or below the bound
    least = int(column.counts[:sure].sum())
    is_cut = sure > 0 and cuts[sure - 1] == bound
    return Span(least=least, most=least if is_cut else least + int(column.counts[sure]))


def above(column: ColumnProfile, bound: float) -> Span:
    """Finite numbers above ``bound``.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> above(numbers([17.0, 18.0, 40.0]), 18)
        Span(least=1, most=1)
    """
    with np.errstate(over="ignore"):
        next_up = float(np.nextafter(bound, np.inf))
    kept = below(column, next_up)
    return Span(least=column.n - kept.most, most=column.n - kept.least)


def out_of_range_rate(
    column: ColumnProfile, *, minimum: float | None, maximum: float | None, confidence: float = 0.95
) -> Measurement:  # fmt: skip
    """Share of the numbers that lie outside a closed range; infinite ones do.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> out_of_range_rate(numbers([17.0, 18.0, 40.0, 400.0]), minimum=18, maximum=120).value
        0.5
    """
    infinite = column.gaps["positive_infinity"] + column.gaps["negative_infinity"]
    spans = [
        Span(least=0, most=0) if minimum is None else below(column, minimum),
        Span(least=0, most=0) if maximum is None else above(column, maximum),
    ]
    least, most = (infinite + sum(getattr(span, end) for span in spans) for end in ("least", "most"))
    tell = Teller(column=column.name, confidence=confidence)
    return tell.share("out_of_range_rate", least, n=column.n + infinite, most=most)


def unknown_values(column: ColumnProfile, known: Collection[str]) -> tuple[Span, tuple[tuple[str, int], ...]]:
    """Rows whose text is not among ``known``, and the texts of those that are known by name, most frequent first.

    Examples:
        >>> from evenhand.metrics.columns.worked import texts
        >>> unknown_values(texts(["f", "x", "m", "x"]), ["f", "m"])
        (Span(least=2, most=2), (('x', 2),))
    """
    plan = column.plan
    named = [
        (value, int(count))
        for value, count in zip(plan.values, column.counts, strict=False)
        if count and value not in known
    ]
    others = 0 if plan.is_complete else int(column.counts[-1])
    lost = [value for value in known if value not in plan.values]
    least = sum(count for _, count in named)
    unnamed = others + column.gaps["new"]
    span = Span(least=least, most=least + unnamed) if lost else Span(least=least + unnamed, most=least + unnamed)
    return span, tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))


def unknown_numbers(column: ColumnProfile, known: Collection[float]) -> tuple[Span, tuple[tuple[str, int], ...]]:
    """Rows whose finite number is not among ``known``, and those numbers that have a cell of their own.

    Examples:
        >>> from evenhand.metrics.columns.worked import numbers
        >>> unknown_numbers(numbers([1.0, 2.0, 7.0]), [1, 2])
        (Span(least=1, most=1), (('7', 1),))
    """
    atoms = np.flatnonzero(column.plan.atoms)
    held = {float(column.plan.cuts[cell - 1]): int(column.counts[cell]) for cell in atoms}
    named = [(f"{value:.15g}", count) for value, count in held.items() if count and value not in known]
    least = column.n - sum(held.get(float(value), 0) for value in known)
    hidden = any(float(value) not in held and column.minimum <= value <= column.maximum for value in known)
    sure = sum(count for _, count in named)
    span = Span(least=sure, most=least) if hidden else Span(least=least, most=least)
    return span, tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))
