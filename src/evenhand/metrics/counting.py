"""Count batches of cases under a plan, one after another, into one evaluation profile."""

from evenhand.metrics.cube.batch import CodedCases
from evenhand.metrics.cube.merging import Merging
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

    def add(self, batch: CodedCases) -> None:
        """Count one batch."""
        self._merging.add(EvaluationProfile.counted(self._plan, batch))

    def profile(self) -> EvaluationProfile:
        """What was counted so far; counting may go on."""
        return self._merging.total()
