"""A profile in figures that people read: rows, gaps, ends, quantiles, mean, spread, most frequent values."""

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.row_words import of_rows, percent
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.columns.description import description
from evenhand.metrics.columns.gaps import gap_rates
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.columns.variety import variety
from evenhand.metrics.profiling.profile import ColumnProfile, Profile

MOST = 5
"""Values of a column of texts that are told one by one."""


def profile_report(
    profile: Profile, *, origin: str, confidence: float = 0.95, left_out: dict[str, str] | None = None
) -> TableReport:  # fmt: skip
    """The report of a profile, columns in their order.

    Args:
        profile: to be read.
        origin: what the table is called.
        confidence: of the intervals.
        left_out: columns that no profile can hold, with what they hold, in words.
    """
    rows = Teller(column=None, confidence=confidence).exact("rows", float(profile.n_rows), n=profile.n_rows)
    parts = [column_figures(column, confidence=confidence) for column in profile.columns]
    return TableReport(
        look="profile", tables=(Looked(origin=origin, n_rows=profile.n_rows),), confidence=confidence,
        measurements=(rows, *(found for part in parts for found in part)), profiles=(profile,),
        sentences=tuple(_words(column) for column in profile.columns),
        problems=tuple(
            f"Column {name!r} of {origin} holds {kind}: nothing of it is counted."
            for name, kind in (left_out or {}).items()
        ),
    )  # fmt: skip


def column_figures(column: ColumnProfile, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """The figures of one column."""
    told = (*gap_rates(column, confidence=confidence), *variety(column, confidence=confidence))
    if column.plan.kind == "number":
        return (*told, *description(column, confidence=confidence))
    if column.plan.kind == "time":
        described = description(column, confidence=confidence)
        return (*told, *(found for found in described if found.name in ("minimum", "median", "maximum")))
    return (*told, *top_categories(column, confidence=confidence))


def top_categories(column: ColumnProfile, *, confidence: float = 0.95, most: int = MOST) -> tuple[Measurement, ...]:
    """``category_rate`` of the most frequent values, among the rows with a value; ``detail`` names each."""
    tell, n = Teller(column=column.name, confidence=confidence), column.n + column.gaps["new"]
    named = column.counts[: len(column.plan.values)]
    order = np.lexsort((np.arange(len(named)), -named))[:most].tolist()
    return tuple(
        tell.share("category_rate", int(named[cell]), n=n, detail={"value": column.plan.values[cell]})
        for cell in order
        if named[cell]
    )


def _words(column: ColumnProfile) -> Sentence:
    n, n_rows, kind = column.n + column.gaps["new"], column.n_rows, column.plan.kind
    text = f"Column {column.name!r} ({kind}) " + (f"has a value in {of_rows(n, n_rows)}" if n else "has no value")
    if kind == "number" and column.n:
        text += f", from {column.minimum:.6g} to {column.maximum:.6g}, on average {column.mean:.6g}"
    if kind == "time" and column.n:
        low, *_, high = (found.detail.get("instant") for found in description(column)[:7])
        text += f", from {low} to {high}" if low and high else ""
    values = column.plan.values
    if values and column.counts[: len(values)].any():
        cell = int(np.argmax(column.counts[: len(values)]))
        text += f", most often {values[cell]!r} ({percent(int(column.counts[cell]) / n)})"
    return Sentence(text=text + ".", column=column.name)
