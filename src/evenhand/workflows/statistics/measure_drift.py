"""Measure how a table differs from a reference, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import Looked, TableReport
from evenhand.metrics.drift.measures import column_drift
from evenhand.metrics.family import Adjustment, adjusted_p_values
from evenhand.workflows.statistics.column_sentences import gone_of, retyped_of, shared_reasons
from evenhand.workflows.statistics.drift_sentences import sentences_of

if TYPE_CHECKING:
    from evenhand.metrics.profiling.profile import Profile
    from evenhand.ports.scan import Scanner

SHOWN = ("rows_elsewhere", "population_stability_index")
"""What a reader's table shows of a column; the other measures stand beside it."""

CONTROL: Adjustment = "benjamini-hochberg"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """Every column that both tables were counted on, and what could not be."""

    columns: Mapping[str, tuple[Measurement, ...]]
    problems: tuple[str, ...]


def measure_drift(
    scanner: "Scanner", reference: object, current: object, *, columns: Sequence[str] | None = None,
    is_exact: bool = False, confidence: float = 0.95,
) -> TableReport:  # fmt: skip
    """Compare every column of a table with the same column of a reference.

    The report holds no verdict and knows no limit. Columns that lie farthest beyond chance come first, and in each
    ``rows_elsewhere``: the share of rows in another bin than in the reference, or newly null, NaN, infinite or new.
    Its ``p_value`` tests whether anything about the column changed, its ``p_adjusted`` allows for the number of
    columns (Benjamini and Hochberg). What cannot be measured is a problem that names its column, and fails nothing.

    Args:
        scanner: reads tables.
        reference: what is compared with.
        current: what is compared.
        columns: to compare; all of the reference when left out.
        is_exact: give each distinct number of the reference a cell of its own, so that no bound is needed.
        confidence: of each interval, and one less the share of false alarms that sentences allow.

    Raises:
        ColumnMissing: the reference lacks a column that was asked for.
        TableUnreadable: a table cannot be read.
    """
    plan = scanner.plan(reference, columns=columns, is_exact=is_exact)
    before, now = (scanner.profile(source, plan) for source in (reference, current))
    compared = _compared(before, now, confidence)
    ranked = _ranked(_adjusted(compared.columns))
    looked = tuple(
        Looked(origin=scanner.origin(source), n_rows=profile.n_rows)
        for source, profile in ((reference, before), (current, now))
    )
    first = (*gone_of(now), *retyped_of(scanner, current, before, now))
    stayed = {name: found for name, found in ranked.items() if name not in {each.column for each in first}}
    shares_none = any(each.column is None for each in first)
    new = [name for name in now.added if name not in before.added and columns is None and not shares_none]
    return TableReport(
        look="drift", tables=looked, measurements=tuple(each for found in ranked.values() for each in found),
        sentences=(
            *first, *sentences_of(stayed, sizes=(before.n_rows, now.n_rows), confidence=confidence, new=new)
        ),
        problems=(*compared.problems, *_unmatched(before, now, columns)), confidence=confidence,
        profiles=(before, now), choices={"shown": list(SHOWN), "p_adjusted": CONTROL},
    )  # fmt: skip


def _compared(before: "Profile", now: "Profile", confidence: float) -> _Compared:
    found: dict[str, tuple[Measurement, ...]] = {}
    problems: list[str] = []
    reasons: dict[str, list[str]] = {}
    for column in before.plan.columns:
        try:
            measured = column_drift(before.column(column.name), now.column(column.name), confidence=confidence)
        except (ArithmeticError, ValueError) as mistake:
            problems.append(f"{column.name}: could not be measured ({mistake}).")
            continue
        found[column.name] = measured
        why = dict.fromkeys(each.undefined for each in measured if each.undefined and each.name in _TOLD)
        reasons[column.name] = [str(each) for each in why][-1:]
    return _Compared(columns=found, problems=(*problems, *shared_reasons(reasons)))


_TOLD = frozenset({"rows_elsewhere", "population_stability_index"})


def _unmatched(before: "Profile", now: "Profile", columns: Sequence[str] | None) -> list[str]:
    """Columns of one table alone, and those of kinds that cannot be counted."""
    left_out = [name for name in before.added if columns is None or name in columns]
    told = [
        f"{name}: holds nothing that can be counted (nested, binary, of mixed kinds or null throughout)."
        for name in left_out
    ]
    if columns is None:
        told += [
            f"{name}: the reference has no such column, so there is nothing to compare it with."
            for name in now.added
            if name not in before.added
        ]
    return told


def _adjusted(columns: Mapping[str, tuple[Measurement, ...]]) -> dict[str, tuple[Measurement, ...]]:
    """Every p-value of a column's first measurement beside the one that allows for the number of columns."""
    tested = [name for name, found in columns.items() if "p_value" in found[0].detail]
    p_values = [float(str(columns[name][0].detail["p_value"])) for name in tested]
    adjusted = dict(zip(tested, adjusted_p_values(p_values, CONTROL).tolist(), strict=True))
    return {
        name: (replace(found[0], detail={**found[0].detail, "p_adjusted": adjusted[name]}), *found[1:])
        if name in adjusted
        else found
        for name, found in columns.items()
    }


def _ranked(columns: Mapping[str, tuple[Measurement, ...]]) -> dict[str, tuple[Measurement, ...]]:
    """Farthest beyond chance first; what has no measure last."""

    def place(name: str) -> tuple[float, float, float]:
        first = columns[name][0]
        chance = float(str(first.detail.get("p_value", 2.0)))
        return -(first.lower or 0.0), chance, -(first.value or 0.0)

    return {name: columns[name] for name in sorted(columns, key=place)}
