"""The rows of an evaluation, and what the model says about a part of them."""

from dataclasses import dataclass

from evenhand.lifecycle.evaluation.privacy import Answered
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.sample import Sample, Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of one evaluation.

    Attributes:
        holdout: those that training has not seen.
        training: those that it has, if they are at hand.
        seed: of the samples drawn from both.
    """

    holdout: Sample
    training: Sample | None
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much an evaluation may ask the model.

    Attributes:
        budget: moves that the search for flips may make.
        attacked: rows that it attacks for the whole table.
        per_group: rows that it attacks for each group.
        answers: most answers that a copy is made from.
        without: kinds of report that are left out.
    """

    budget: int = 2
    attacked: int = 300
    per_group: int = 100
    answers: int = 2_000
    without: frozenset[str] = frozenset()


def answered(model: Scorer, use_case: UseCase, sample: Sample) -> Answered:
    """Label, score and groups of every row."""
    scores = model.predict(sample.rows)
    cases = sample.cases(use_case, scores=scores, decisions=scores >= 0)
    groups = {name: [str(value) for value in values] for name, values in cases.attributes.items()}
    return Answered(label=cases.label.astype("int64"), scores=scores, groups=groups)
