"""Count batches of cases under a plan, one after another, into one evaluation profile."""

import numpy as np

from evenhand.metrics.cube.batch import CodedCases, Grouped
from evenhand.metrics.cube.merging import Merging
from evenhand.metrics.dense import Dense, is_dense
from evenhand.metrics.profile import EvaluationProfile, Plan


class EvaluationCounting:
    """An evaluation profile in the making; not for several threads at once: give each its own, and merge.

    Args:
        plan: what to count on.

    Examples:
        >>> import numpy as np
        >>> counting = EvaluationCounting(Plan.over([]))
        >>> counting.add(CodedCases(label=np.array([1, 0]), decision=np.array([1, 1])))
        >>> counting.add(CodedCases(label=np.array([2]), decision=np.array([1])))
        >>> counting.profile().n_rows, counting.profile().n_usable
        (3, 2)
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._merging = Merging(EvaluationProfile.empty(plan))
        self._dense: Dense | None = None

    def add(self, batch: CodedCases) -> None:
        """Count one batch."""
        dense = self._dense_for(batch)
        if dense is None:
            self._merging.add(EvaluationProfile.counted(self._plan, batch))
        elif dense.add(batch) and batch.score is not None:
            self._merging.add(EvaluationProfile.counted(self._plan, _only(batch, ~np.isfinite(batch.score))))

    def profile(self) -> EvaluationProfile:
        """What was counted so far; counting may go on."""
        total = self._merging.total()
        return total if self._dense is None else total.merged(self._dense.profile())

    def _dense_for(self, batch: CodedCases) -> Dense | None:
        if self._dense is not None and self._dense.holds(batch.attributes):
            return self._dense
        known = [()] * len(batch.attributes) if self._dense is None else self._dense.values
        values = [
            tuple(sorted({*before, *grouped.values})) for before, grouped in zip(known, batch.attributes, strict=True)
        ]
        if not is_dense(self._plan, values):
            return None
        if self._dense is not None:
            self._merging.add(self._dense.profile())
        self._dense = Dense(self._plan, values)
        return self._dense


def _only(batch: CodedCases, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> CodedCases:
    return CodedCases(
        label=batch.label[rows], decision=batch.decision[rows],
        score=None if batch.score is None else batch.score[rows],
        practice=None if batch.practice is None else batch.practice[rows],
        attributes=tuple(Grouped(values=each.values, codes=each.codes[rows]) for each in batch.attributes),
    )  # fmt: skip
