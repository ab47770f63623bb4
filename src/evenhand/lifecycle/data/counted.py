"""Hold the profile of a table against its contract: what ``violation`` judges, counted from cells."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.violation import Seen, Violation, column_violations, may_agree, shape_violations
from evenhand.metrics.columns.limit import Span, above, below, unknown_numbers, unknown_values, with_cuts, with_values
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.profile import ColumnProfile, Profile

_SHOWN = 5


def with_limits(plan: ProfilePlan, contract: Contract) -> ProfilePlan:
    """The plan with a cell of its own for every limit and category of the contract, so that all counts are exact.

    Examples:
        >>> plan = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.empty(0)),))
        >>> with_limits(plan, Contract(columns=(Column(name="age", kind="integer", minimum=18),))).columns[0].n_cells
        3
    """
    stated = {column.name: column for column in contract.columns}
    return replace(plan, columns=tuple(
        _limited(column, stated[column.name]) if column.name in stated else column for column in plan.columns
    ))  # fmt: skip


def profile_violations(
    profile: Profile, contract: Contract, *, kinds: Mapping[str, str], added: tuple[str, ...] = ()
) -> tuple[Violation, ...]:  # fmt: skip
    """Every rule that the rows break, with the number of rows; of what cells leave open, only what is certain counts.

    Args:
        profile: of the table.
        contract: that it should keep.
        kinds: column name to the kind found.
        added: columns of the table that the profile does not hold.
    """
    names = (*(column.name for column in profile.plan.columns), *added)
    held = [column for column in contract.columns if column.name in profile.plan.place and profile.n_rows]
    return (
        *shape_violations(contract, names, n_rows=max(1, profile.n_rows)),
        *(
            found
            for column in held
            for found in column_violations(column, seen(profile.column(column.name), column, kinds[column.name]))
        ),
    )


def seen(profile: ColumnProfile, column: Column, kind: str) -> Seen:
    """What was certainly counted in one column against what the contract states of it."""
    gaps = profile.gaps
    counts: dict[str, Any] = {"n_null": gaps["null"], "n_nan": gaps["nan"]}
    if profile.plan.kind == "number":
        counts["n_infinite"] = gaps["positive_infinity"] + gaps["negative_infinity"]
        counts["n_misfit"] = _misfits(profile, column, kind)
        counts["n_below"] = 0 if column.minimum is None else below(profile, column.minimum).least
        counts["n_above"] = 0 if column.maximum is None else above(profile, column.maximum).least
    if column.categories is not None and may_agree(found=kind, stated=column.kind):
        span, named = unknown(profile, column)
        texts = [value for value, _ in named[:_SHOWN]]
        more = [f"and {len(named) - _SHOWN} more"] if len(named) > _SHOWN else []
        others = ["values that were not counted one by one"] if span.least > sum(count for _, count in named) else []
        counts |= {"unknown": (*texts, *more, *others), "n_unknown": span.least}
    return Seen(kind=kind, n=profile.n_rows, **counts)


def unknown(profile: ColumnProfile, column: Column) -> tuple[Span, tuple[tuple[str, int], ...]]:
    """Rows outside the categories of the contract, and which values they hold; ``column`` must state categories."""
    known = column.categories or ()
    if profile.plan.is_ordered:
        return unknown_numbers(profile, [float(value) for value in known])
    return unknown_values(profile, [str(value) for value in known])


def _limited(plan: ColumnPlan, column: Column) -> ColumnPlan:
    known = column.categories or ()
    if plan.kind == "number":
        limits = [limit for limit in (column.minimum, column.maximum) if limit is not None]
        wanted = [*limits, *(value for value in known if isinstance(value, int))]
        return with_cuts(plan, [float(value) for value in wanted]) if wanted else plan
    return with_values(plan, [str(value) for value in known]) if plan.kind == "text" and known else plan


def _misfits(profile: ColumnProfile, column: Column, kind: str) -> int:
    """Numbers that the stated kind cannot hold, as far as cells tell: those in a cell that holds no whole number."""
    if column.kind == "boolean":
        return unknown_numbers(profile, [0.0, 1.0])[0].least
    if column.kind != "integer" or kind != "number" or not profile.n:
        return 0
    cuts, atoms = profile.plan.cuts, profile.plan.atoms
    low = np.concatenate([[profile.minimum], cuts])
    with np.errstate(over="ignore"):
        high = np.minimum(np.concatenate([cuts, [np.inf]]), np.nextafter(profile.maximum, np.inf))
    is_whole = np.where(atoms, low == np.floor(low), np.ceil(low) < high)
    return int(profile.counts[~is_whole].sum())
