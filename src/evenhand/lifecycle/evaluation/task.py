"""What a model was asked to tell: one of two outcomes, one of several classes, or a number."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from evenhand.errors.table import TaskUnfit
from evenhand.lifecycle.evaluation.distinct_values import DistinctValues

Kind: TypeAlias = Literal["binary", "multi-class", "regression"]

CLASSES_AT_MOST = 50
"""A label of more different values is a number, or no label at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was asked, and why that is thought.

    Attributes:
        kind: of the task.
        because: the reason, half a sentence.
    """

    kind: Kind
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What was named.

    Attributes:
        label: name of its column.
        has_score: whether a column of scores was named.
        has_prediction: whether a column of predictions was named.
        has_positive: whether the favourable value was named.
    """

    label: str
    has_score: bool
    has_prediction: bool
    has_positive: bool


def task_of(label: DistinctValues | None, prediction: DistinctValues | None, named: Named) -> Task:
    """The task that the values of label and prediction speak for.

    Args:
        label: its values, read until they are more than ``CLASSES_AT_MOST``; not needed with a favourable value.
        prediction: those of the prediction, if one was named and the label has more than two.
        named: what was named.

    Raises:
        TaskUnfit: they speak for none.

    Examples:
        >>> number = DistinctValues(kind="number", values=(0, 1), is_all=True)
        >>> task_of(number, None, Named(label="paid", has_score=True, has_prediction=False, has_positive=False)).kind
        'binary'
    """
    if label is None or named.has_positive:
        return Task(kind="binary", because="a favourable value is named")
    if label.is_outcome:
        return Task(kind="binary", because=f"the label has {_words(len(label.values))}")
    if label.kind == "number" and _are_numbers(label, prediction):
        return Task(kind="regression", because="the label holds numbers")
    if not named.has_prediction:
        fact = f"{named.label!r} has more than two values, and a score judges one of them against all others."
        raise TaskUnfit(fact, remedy="Name the favourable value, or a column of predicted classes.")
    if label.kind in ("text", "boolean", "number") and label.is_all:
        return Task(kind="multi-class", because=f"the label has {_words(len(label.values))}")
    fact = f"{named.label!r} is no label that a prediction could hit: it holds {_shown(label)}."
    raise TaskUnfit(fact, remedy="Name a column of outcomes, classes or numbers.")


def _are_numbers(label: DistinctValues, prediction: DistinctValues | None) -> bool:
    """Whether the label is a number to come near to: too many or no whole values, or guessed in between."""
    if prediction is not None and prediction.kind != "number":
        return False
    return (
        prediction is None
        or not (label.is_all and prediction.is_all)
        or (label.has_fractions or prediction.has_fractions)
    )


def _words(n: int) -> str:
    return {0: "no value", 1: "one value", 2: "two values"}.get(n, f"{n} values")


def _shown(label: DistinctValues) -> str:
    if label.kind == "time":
        return "times"
    return (
        f"texts of more than {CLASSES_AT_MOST} different values" if label.kind == "text" else "values of no known kind"
    )
