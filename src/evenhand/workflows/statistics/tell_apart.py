"""Tell the rows of two tables apart: what no single column shows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evenhand.errors.table import ColumnMissing
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.lifecycle.evaluation.row_words import counted
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.drift.together import SEED, RowsTogether, domain_auc, levels_of, pair_changes
from evenhand.metrics.family import Adjustment, adjusted_p_values
from evenhand.metrics.tally import Integers
from evenhand.workflows.statistics.drift_sentences import share

if TYPE_CHECKING:
    from evenhand.ports.scan import Scanner

ALIKE = 0.05

CONTROL: Adjustment = "benjamini-yekutieli"
"""Pairs share columns, so that their tests hang together in every way."""

GUESSING = 0.5
MOST_TOLD, MOST_CARRYING = 5, 3
NEARLY_ALL = 0.9
"""Share of what the learner gains over guessing from which on one column is said to tell nearly all of it."""


def tell_apart(
    scanner: "Scanner", reference: object, current: object, *, columns: Sequence[str] | None = None,
    n_rows: int = 10_000, confidence: float = 0.95,
) -> TableReport:  # fmt: skip
    """Say whether rows of two tables can be told apart, and which pairs of columns go together otherwise.

    ``domain_classifier_auc`` is how well a learner tells the table of a row that it has not seen; its detail names the
    columns that it goes by. ``association_change`` compares how two columns go together, whatever each alone did;
    ``p_adjusted`` allows for the number of pairs (Benjamini and Yekutieli). Both need rows: they stand on a sample of
    each table, whose size and seed the report tells.

    Args:
        scanner: reads tables.
        reference: what is compared with; a table, for a written profile holds no rows.
        current: likewise.
        columns: to look at; all that both tables hold when left out.
        n_rows: drawn from each table; all of a smaller one.
        confidence: of each interval.

    Raises:
        ColumnMissing: a table lacks a column that was asked for, or the two share none.
        RowsNeeded: one is a written profile.
        TableUnreadable: a table cannot be read.
    """
    shared, problems = _shared(scanner, reference, current, columns)
    plan = scanner.plan(reference, columns=shared)
    cells = [scanner.row_cells(source, plan, n_rows=n_rows, seed=SEED) for source in (reference, current)]
    before = scanner.profile(reference, plan)
    levels = [levels_of(column) for column in before.columns]
    rows = RowsTogether(
        names=tuple(column.name for column in plan.columns), sizes=tuple(int(each.max()) + 1 for each in levels),
        reference=_levels(cells[0], levels), current=_levels(cells[1], levels),
    )  # fmt: skip
    whole, notes = _whole(rows, confidence)
    pairs = _pairs(rows, confidence)
    return TableReport(
        look="drift", measurements=(whole, *pairs), sentences=_sentences(whole, pairs, rows),
        tables=tuple(
            Looked(origin=scanner.origin(source), n_rows=len(found))
            for source, found in zip((reference, current), cells, strict=True)
        ),
        problems=(*problems, *notes),
        confidence=confidence, choices={"rows": n_rows, "seed": SEED, "p_adjusted": CONTROL},
    )  # fmt: skip


def _shared(
    scanner: "Scanner", reference: object, current: object, asked: Sequence[str] | None
) -> tuple[list[str], list[str]]:  # fmt: skip
    """The columns to look at, and which are left out: one that a single table has would tell every row."""
    before, now = (
        [name for name in scanner.kinds(source) if name not in scanner.left_out(source)]
        for source in (reference, current)
    )
    if asked is not None:
        if not set(now).issuperset(asked):
            scanner.plan(current, columns=asked)  # says what is wrong with the name
        return list(asked), []
    if set(before).isdisjoint(now):
        fact = f"{scanner.origin(reference)} and {scanner.origin(current)} share no column."
        raise ColumnMissing(fact, remedy="Give the columns of both tables the same names.")
    problems = []
    for source, mine, theirs in ((reference, before, now), (current, now, before)):
        if only := [name for name in mine if name not in theirs]:
            said = "which has no part here" if len(only) == 1 else "which have no part here"
            problems.append(f"Only {scanner.origin(source)} has {in_a_row([repr(name) for name in only])}, {said}.")
    return [name for name in before if name in now], problems


def _whole(rows: RowsTogether, confidence: float) -> tuple[Measurement, list[str]]:
    """The score of the learner; its interval always reaches one half, below which no truth lies."""
    whole = domain_auc(rows, confidence).measurement(
        metric("domain_classifier_auc"), n=len(rows.reference) + len(rows.current), confidence=confidence
    )
    if whole.value is None:
        return whole, [f"The rows cannot be told apart: {whole.undefined}"]
    if whole.upper is None or whole.upper >= GUESSING:
        return whole, []
    held = np.unique(rows.reference, axis=0)
    both = np.concatenate([held, np.unique(rows.current, axis=0)])
    n_twins = int((np.unique(both, axis=0, return_counts=True)[1] > 1).sum())
    why = f"{counted(n_twins, 'kind')} of rows, of {counted(len(held), 'kind')} in the reference, stand in both tables"
    note = (
        f"The score of the learner lies below one half, where guessing is: {why}, and a row whose twin it has seen it "
        "takes to be from the twin's table. Read it as not told apart; the interval is drawn up to one half."
    )
    return replace(whole, upper=GUESSING, detail={**whole.detail, "is_below_guessing": True}), [note]


def _levels(cells: Integers, levels: Sequence[Integers]) -> Integers:
    found = cells.copy()
    for place, level in enumerate(levels):
        found[:, place] = level[cells[:, place]]
    return found


def _pairs(rows: RowsTogether, confidence: float) -> tuple[Measurement, ...]:
    """Every pair that can be measured, least likely by chance first."""
    found = [change for change in pair_changes(rows, confidence) if not change.reading.reason]
    adjusted = adjusted_p_values([float(str(each.reading.detail["p_value"])) for each in found], CONTROL).tolist()
    made = []
    for change, p_value in zip(found, adjusted, strict=True):
        rows_counted = int(str(change.reading.detail["rows"]))
        single = change.reading.measurement(
            metric("association_change"), n=rows_counted, confidence=confidence, column=" and ".join(change.columns)
        )
        made.append(replace(single, detail={**single.detail, "columns": list(change.columns), "p_adjusted": p_value}))
    return tuple(sorted(made, key=lambda each: (float(str(each.detail["p_value"])), -(each.value or 0.0))))


def in_a_row(parts: Sequence[str]) -> str:
    """Several as a list in a sentence.

    Examples:
        >>> in_a_row(["a"]), in_a_row(["a", "b", "c"])
        ('a', 'a, b and c')
    """
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _sentences(whole: Measurement, pairs: Sequence[Measurement], rows: RowsTogether) -> tuple[Sentence, ...]:
    sample = f"on {len(rows.reference):,} and {len(rows.current):,} rows, drawn with seed {SEED}"
    if whole.value is None or whole.lower is None:
        return ()
    level = 1 - whole.confidence
    if float(str(whole.detail["p_value"])) > level:
        text = f"The rows of the two tables cannot be told apart beyond chance ({sample})."
    else:
        text = (
            f"The rows of the two tables can be told apart: shown one of each, a learner names the current one in "
            f"{share(whole.value)} of cases, where guessing gives 50 % ({sample})."
        ) + _carried(whole)
    moved = [each for each in pairs if float(str(each.detail["p_adjusted"])) <= level]
    told = [Sentence(text=text, weight=max(0.0, 2 * whole.value - 1))]
    told += [
        Sentence(
            text=f"{each.column} go together {_otherwise(each)}, whatever each of them did alone.",
            weight=each.lower or 0.0,
        )
        for each in moved[:MOST_TOLD]
    ]
    if not moved and pairs:
        told.append(Sentence(text=f"No pair of {len(rows.names)} columns goes together otherwise, beyond chance."))
    return tuple(told)


def _otherwise(change: Measurement) -> str:
    """How two columns go together now and before, and how far that lies apart.

    Of two associations alike to a twentieth it is the way that changed.
    """
    before, now = (float(str(change.detail[f"{side}_association"])) for side in ("reference", "current"))
    low, high = change.lower or 0.0, change.upper or 0.0
    size = f"{change.value or 0.0:.2f} ({low:.2f} to {high:.2f}), where 0 is none"
    told = f"association {before:.2f} before and {now:.2f} now; association change {size}"
    how = "less" if now < before else "more"
    return f"{'in another way' if abs(now - before) < ALIKE else how} than in the reference ({told})"


def _carried(whole: Measurement) -> str:
    """Which columns the learner goes by, and how well it tells without each of them."""
    carried, value = whole.detail["carried_by"], whole.value or GUESSING
    if not isinstance(carried, dict) or not carried:
        return ""
    lost = {name: float(str(drop)) for name, drop in list(carried.items())[:MOST_CARRYING]}
    parts = [f"{name!r} ({share(max(GUESSING, value - drop))} without it)" for name, drop in lost.items()]
    text = f" The columns that tell the rows apart most: {in_a_row(parts)}."
    first, drop = next(iter(lost.items()))
    if drop >= NEARLY_ALL * (value - GUESSING):
        text += f" {first!r} alone tells nearly all: leave it out, by naming the others with --column, to see the rest."
    return text
