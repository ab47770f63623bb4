"""Tell the rows of two tables apart: what no single column shows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.drift.together import SEED, RowsTogether, domain_auc, levels_of, pair_changes
from evenhand.metrics.family import Adjustment, adjusted_p_values
from evenhand.metrics.tally import Integers
from evenhand.workflows.statistics.drift_sentences import share

if TYPE_CHECKING:
    from evenhand.ports.scan import Scanner

CONTROL: Adjustment = "benjamini-yekutieli"
"""Pairs share columns, so that their tests hang together in every way."""

MOST_TOLD = 5


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
        columns: to look at; all of the reference when left out.
        n_rows: drawn from each table; all of a smaller one.
        confidence: of each interval.

    Raises:
        ColumnMissing: the reference lacks a column that was asked for.
        RowsNeeded: one is a written profile.
        TableUnreadable: a table cannot be read.
    """
    plan = scanner.plan(reference, columns=columns)
    cells = [scanner.row_cells(source, plan, n_rows=n_rows, seed=SEED) for source in (reference, current)]
    before = scanner.profile(reference, plan)
    levels = [levels_of(column) for column in before.columns]
    rows = RowsTogether(
        names=tuple(column.name for column in plan.columns), sizes=tuple(int(each.max()) + 1 for each in levels),
        reference=_levels(cells[0], levels), current=_levels(cells[1], levels),
    )  # fmt: skip
    whole = domain_auc(rows, confidence).measurement(
        metric("domain_classifier_auc"), n=len(rows.reference) + len(rows.current), confidence=confidence
    )
    pairs = _pairs(rows, confidence)
    return TableReport(
        look="drift", measurements=(whole, *pairs), sentences=_sentences(whole, pairs, rows),
        tables=tuple(
            Looked(origin=scanner.origin(source), n_rows=len(found))
            for source, found in zip((reference, current), cells, strict=True)
        ),
        problems=() if whole.value is not None else (f"The rows cannot be told apart: {whole.undefined}",),
        confidence=confidence, choices={"rows": n_rows, "seed": SEED, "p_adjusted": CONTROL},
    )  # fmt: skip


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


def _sentences(whole: Measurement, pairs: Sequence[Measurement], rows: RowsTogether) -> tuple[Sentence, ...]:
    sample = f"on {len(rows.reference):,} and {len(rows.current):,} rows, drawn with seed {SEED}"
    if whole.value is None or whole.lower is None:
        return ()
    level = 1 - whole.confidence
    if float(str(whole.detail["p_value"])) > level:
        text = f"The rows of the two tables cannot be told apart beyond chance ({sample})."
    else:
        carried = whole.detail["carried_by"]
        by = ", ".join(list(carried)[:3]) if isinstance(carried, dict) else ""
        text = (
            f"The rows of the two tables can be told apart: shown one of each, a learner names the current one in "
            f"{share(whole.value)} of cases, where guessing gives 50 % ({sample})."
        ) + (f" It goes by {by}." if by else "")
    moved = [each for each in pairs if float(str(each.detail["p_adjusted"])) <= level]
    told = [Sentence(text=text, weight=max(0.0, 2 * whole.value - 1))]
    told += [
        Sentence(
            text=f"{each.column} go together otherwise than in the reference, whatever each of them did alone.",
            weight=each.lower or 0.0,
        )
        for each in moved[:MOST_TOLD]
    ]
    if not moved and pairs:
        told.append(Sentence(text=f"No pair of {len(rows.names)} columns goes together otherwise, beyond chance."))
    return tuple(told)
