"""What is asked of a table when performance is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.lifecycle.evaluation.task import Task
from evenhand.lifecycle.problem.scalar import Scalar, scalar_text
from evenhand.ports.scan import Scanner


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceQuestion:
    """See ``measure_performance``.

    Attributes:
        scanner, table: what reads and what is read.
        label, score, prediction: columns.
        positive: the favourable value, if it was named.
        by: columns of groups.
        threshold: the least score that is decided favourably, if it was named.
        confidence: of the intervals.
        task: what was predicted, and why that is thought.
        costs: of a case by its outcome, if they were named.
        level: of the quantile that was predicted, if it was named.
        min_count: groups of fewer rows are hidden, and others from which they could be worked out.
    """

    scanner: Scanner
    table: object
    label: str
    score: str | None
    prediction: str | None
    positive: "Scalar | None"
    by: tuple[str, ...]
    threshold: float | None
    confidence: float
    task: Task
    costs: Mapping[str, float] | None
    level: float | None
    min_count: int

    @property
    def origin(self) -> str:
        """What the table is called."""
        return self.scanner.origin(self.table)

    @property
    def favourable(self) -> str:
        """The favourable value as text."""
        return "1" if self.positive is None else scalar_text(self.positive)

    @property
    def guess(self) -> str:
        """The column of predictions; that of scores where there is none."""
        return self.prediction or self.score or ""


def unusable_words(question: PerformanceQuestion, unusable: Mapping[str, int], n_rows: int) -> list[str]:
    """A problem where rows stand in no number.

    Args:
        question: that was asked.
        unusable: rows by reason.
        n_rows: of the table.
    """
    lost = {reason: n for reason, n in unusable.items() if n}
    if not lost:
        return []
    listed = "; ".join(f"{reason}: {n:,}" for reason, n in lost.items())
    return [f"{sum(lost.values()):,} of {n_rows:,} rows of {question.origin} stand in no number ({listed})."]
