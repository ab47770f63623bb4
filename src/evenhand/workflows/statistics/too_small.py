"""What a report of performance must not tell, and the report of a table that is too small to be shown."""

from collections.abc import Mapping

from evenhand.kernel.canonical import Json
from evenhand.kernel.number import counted
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.disparity.crossing import Crossing
from evenhand.metrics.disparity.suppression import Suppression, suppression_of_each
from evenhand.metrics.tally import Tally
from evenhand.workflows.statistics.asking import PerformanceQuestion


def of_each(
    question: PerformanceQuestion, cells: Tally, attributes: tuple[str, ...], values: tuple[tuple[str, ...], ...]
) -> Suppression:
    """What is hidden of the whole table and of the groups of each attribute that was asked for.

    Args:
        question: that was asked.
        cells: counts whose first columns are ``attributes``.
        attributes: of the counts.
        values: of each attribute.
    """
    if not question.by:
        return Suppression()
    crossing = Crossing.of(cells, question.by, attributes=attributes, values=values)
    return suppression_of_each(crossing, min_count=question.min_count)


def too_few(question: PerformanceQuestion, n_rows: int, choices: Mapping[str, Json]) -> TableReport:
    """The report of a table with fewer usable rows than a group must have: no number of it is shown.

    Args:
        question: that was asked.
        n_rows: of the table.
        choices: that were made.
    """
    few = counted(question.min_count)
    return TableReport(
        look="performance", tables=(Looked(origin=question.origin, n_rows=n_rows),), measurements=(),
        sentences=(Sentence(text=f"{question.origin} is too small to be shown by group.", weight=9),),
        problems=(f"The table holds fewer than {few} usable rows, so nothing of it is shown.",),
        confidence=question.confidence, evaluation=None, choices=dict(choices),
    )  # fmt: skip
