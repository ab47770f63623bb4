"""Columns that tell the label too well to have been known when the decision was taken."""

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.coding import UNKNOWN, Array, line_up, outcome_codes, unlike_values
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.estimate import Reading
from evenhand.metrics.ranking import roc_auc
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


def label_leakage(column: ColumnValues, label: Array, *, confidence: float = 0.95) -> Measurement:
    """How well the column alone tells the label: the larger of its ROC area and that of its gaps, in [0.5, 1].

    Numbers are ranked as they are, in the better direction. Other values are ranked by the label's share in the other
    half of the rows (even and odd places), so that a key that never repeats tells nothing. Gaps are null and NaN. Rows
    without a label are left out. The bounds are those of the larger area, as if it alone had been asked for; ``detail``
    says which it is.

    Raises:
        CasesUnequal: column and label are not of one length.
        OutcomeNotBinary: the label is neither 0, 1 nor null somewhere.

    Examples:
        >>> label = np.tile([0, 1], 50)
        >>> label_leakage(ColumnValues(name="closed_on", values=np.where(label == 1, 5.0, 1.0)), label).value
        1.0
    """
    line_up({column.name: column.values, "label": label})
    outcome = outcome_codes(label, name="label")
    known = outcome != UNKNOWN
    numbers, gaps = column.numbers, column.nulls | column.nans
    told, score = known & ~gaps, np.zeros(len(outcome))
    if numbers is None:
        score[told] = _share_elsewhere(unlike_values(column.values[told])[1], outcome[told])
    else:
        score[told] = numbers[told]
    readings = (
        _area(score[told], outcome[told] == 1, confidence, "value"),
        _area(gaps[known].astype(np.float64), outcome[known] == 1, confidence, "gap"),
    )
    best = max(readings, key=lambda reading: -1.0 if np.isnan(reading.value) else reading.value)
    return best.measurement(metric("label_leakage_auc"), n=int(known.sum()), confidence=confidence, column=column.name)


def _area(score: Floats, truth: NDArray[np.bool_], confidence: float, told_by: str) -> Reading:
    found = roc_auc(ScoreCells.of(negatives=score[~truth], positives=score[truth]), confidence)
    if np.isnan(found.value):
        return found
    ends = (found.value, found.lower, found.upper)
    value, lower, upper = ends if found.value >= 0.5 else (1 - ends[0], 1 - ends[2], 1 - ends[1])
    return Reading(
        value=value,
        lower=max(0.5, lower),
        upper=upper,
        method=found.method,
        detail={**found.detail, "told_by": told_by},
    )


def _share_elsewhere(codes: Integers, outcome: Integers) -> Floats:
    overall, half = outcome.mean() if len(outcome) else 0.0, np.arange(len(codes)) % 2
    size = int(codes.max(initial=-1)) + 1
    score = np.zeros(len(codes))
    for mine in (0, 1):
        other = half != mine
        rows = np.bincount(codes[other], minlength=size)
        favourable = np.bincount(codes[other], weights=outcome[other], minlength=size)
        score[half == mine] = ((favourable + overall) / (rows + 1))[codes[half == mine]]
    return score
