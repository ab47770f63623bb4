"""Cases as codes: what a batch of rows looks like when it is counted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.coding import UNKNOWN
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """The group of each row under one attribute.

    Attributes:
        values: names of groups, each once, in any order; some may have no row.
        codes: per row the index of its group's name; any type of whole numbers.
    """

    values: tuple[str, ...]
    codes: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedCases:
    """One batch; all arrays have one length.

    Attributes:
        label, decision: 0, 1, or ``UNKNOWN`` where null; any type of whole numbers.
        score: null as NaN; ``None`` where the plan has none.
        practice: as ``label``; ``None`` where the plan has none.
        attributes: in the order of the plan's.
    """

    label: NDArray[Any]
    decision: NDArray[Any]
    score: Floats | None = None
    practice: NDArray[Any] | None = None
    attributes: tuple[Grouped, ...] = ()

    @property
    def n_rows(self) -> int:
        """Rows of the batch."""
        return len(self.label)

    @property
    def reason(self) -> Integers:
        """Per row the index into ``REASONS`` of why it is unusable; -1 where it is usable.

        Examples:
            >>> CodedCases(label=np.array([2, 1, 1, 1]), decision=np.array([0, 2, 1, 1]),
            ...            score=np.array([0.5, 0.5, np.nan, 0.5])).reason.tolist()
            [0, 1, 2, -1]
        """
        reason = np.full(self.n_rows, -1, dtype=np.int64)
        if self.score is not None:
            reason[np.isinf(self.score)] = 3
            reason[np.isnan(self.score)] = 2
        reason[self.decision == UNKNOWN] = 1
        reason[self.label == UNKNOWN] = 0
        return reason

    @property
    def practised(self) -> NDArray[Any]:
        """Decisions of current practice; ``UNKNOWN`` throughout where the plan has none."""
        return np.full(self.n_rows, UNKNOWN, dtype=np.int64) if self.practice is None else self.practice


TERMS = ("score", "square", "log")
"""What is summed over the rows of a score cell and label; see ``score_terms``."""

EPSILON = float(np.finfo(np.float64).eps)
"""Probabilities are kept this far from 0 and 1 before their logarithm is taken, as scikit-learn keeps them."""


def score_terms(score: Floats, label: NDArray[Any]) -> Floats:
    """Per row the score, its square, and the log of the probability it gave to the label; shape ``(rows, 3)``.

    Examples:
        >>> score_terms(np.array([0.5]), np.array([1])).round(4).tolist()
        [[0.5, 0.25, -0.6931]]
    """
    given = np.clip(np.where(label == 1, score, 1 - score), EPSILON, 1 - EPSILON)
    return np.stack([score, score * score, np.log(given)], axis=1)
