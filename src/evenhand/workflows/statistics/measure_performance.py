"""Look at how well predictions in a table match what came true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.table import PredictionsNotNamed, TaskUnfit
from evenhand.lifecycle.evaluation.table_report import MIN_COUNT, TableReport
from evenhand.lifecycle.evaluation.task import CLASSES_AT_MOST, Kind, Named, Task, task_of
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.ports.scan import Scanner
from evenhand.workflows.statistics.asking import PerformanceQuestion
from evenhand.workflows.statistics.deciding import binary_report
from evenhand.workflows.statistics.predicting import class_report, number_report


def measure_performance(
    scanner: Scanner, table: object, *, label: str, score: str | None = None, prediction: str | None = None,
    positive: "Scalar | None" = None, by: Sequence[str] = (), threshold: float | None = None, confidence: float = 0.95,
    task: Kind | None = None, costs: Mapping[str, float] | None = None, level: float | None = None,
    min_count: int = MIN_COUNT,
) -> TableReport:  # fmt: skip
    """Measure how well predictions or scores match the label, and say what that means, worst first.

    The values of label and prediction tell whether one of two outcomes, one of several classes or a number was
    predicted; the report states the choice and its reason. No number is judged: the order tells what to look at first.

    Args:
        scanner: reads the table.
        table: whatever holds it.
        label: column with what came true.
        score: column with scores, higher meaning closer to the favourable outcome.
        prediction: column with what was predicted or decided; without it, a case is decided by its score.
        positive: the favourable value of the label; 1 or true where it is not given.
        by: columns whose groups are measured too, each by itself.
        threshold: the least score that is decided favourably; 0.5 where it is not given and scores are probabilities.
        confidence: of the intervals, in (0, 1).
        task: what was predicted, if the values should not tell: ``binary``, ``multi-class`` or ``regression``.
        costs: of a case by its outcome, for what decisions cost and where the cheapest cut-off lies; see ``cost_of``.
        level: of the quantile that was predicted, in (0, 1), for the pinball loss of a regression.
        min_count: groups of fewer rows are hidden, and others from which they could be worked out.

    Raises:
        PredictionsNotNamed: neither a score nor a prediction is named.
        ColumnMissing: the table lacks a column that is named.
        LabelUnusable, ColumnUnusable: the values of a column do not serve.
        TaskUnfit: label and prediction speak for no task, or not for the one that is named; or an option is not for it.
    """
    if score is None and prediction is None:
        raise PredictionsNotNamed(f"Nothing is named that could be held against {label!r}.")
    named = Named(
        label=label, has_score=score is not None, has_prediction=prediction is not None,
        has_positive=positive is not None,
    )  # fmt: skip
    columns = _Columns(label=label, score=score, prediction=prediction)
    chosen = _task(scanner, table, columns, named) if task is None else Task(kind=task, because="it was named")
    _require_fitting(chosen, {"--level (level)": level, "--costs (costs)": costs})
    question = PerformanceQuestion(
        scanner=scanner, table=table, label=label, score=score, prediction=prediction, positive=positive,
        by=tuple(dict.fromkeys(by)), threshold=threshold, confidence=confidence, task=chosen,
        costs=costs, level=level, min_count=min_count,
    )  # fmt: skip
    if chosen.kind == "binary":
        return binary_report(question)
    if chosen.kind == "regression":
        return number_report(question)
    if prediction is None:
        raise TaskUnfit("Classes are held against predicted classes, and no prediction is named.")
    return class_report(question)


_MADE_FOR: Mapping[str, Kind] = {"--level (level)": "regression", "--costs (costs)": "binary"}


def _require_fitting(task: Task, options: Mapping[str, object]) -> None:
    """Refuse an option that the task would pass over."""
    for option, given in options.items():
        if given is not None and task.kind != _MADE_FOR[option]:
            fact = f"{option} is for the task {_MADE_FOR[option]}, and this one is {task.kind}, because {task.because}."
            raise TaskUnfit(fact, remedy="Leave the option out, or name the task that it is for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    label: str
    score: str | None
    prediction: str | None


def _task(scanner: Scanner, table: object, columns: _Columns, named: Named) -> Task:
    if named.has_positive:
        return task_of(None, None, named)
    label = scanner.distinct(table, columns.label, at_most=CLASSES_AT_MOST)
    guess = None
    if columns.prediction is not None and not label.is_outcome:
        guess = scanner.distinct(table, columns.prediction, at_most=CLASSES_AT_MOST)
    return task_of(label, guess, named)
