"""Several fitted objects that answer together: the weighted mean of what each holds likely."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Mixture:
    """What a reduction to weighted problems leaves: members with weights that sum to 1.

    Attributes:
        classes_: the unfavourable and the favourable label.
        feature_names_in_: every column that a member takes.
    """

    def __init__(
        self, members: Sequence[tuple[float, Any]], *, constant: float, names: Sequence[str], unfavourable: Any,
        favourable: Any,
    ) -> None:  # fmt: skip
        self._members = list(members)
        self._constant = constant
        self.classes_ = [unfavourable, favourable]
        self.feature_names_in_ = list(names)

    def predict_proba(self, rows: Any) -> NDArray[np.float64]:
        """Shape ``(rows, 2)``: the unfavourable and the favourable label."""
        high = np.full(len(rows), self._constant)
        for weight, member in self._members:
            high += weight * member_scores(member, rows, self.classes_[1], self.feature_names_in_)
        high = np.clip(high, 0.0, 1.0)
        return np.column_stack([1 - high, high])

    def predict(self, rows: Any) -> Any:
        """The likelier label."""
        return np.array(self.classes_, dtype=object)[(self.predict_proba(rows)[:, 1] >= 0.5).astype(int)]


def columns_of_member(member: Any, names: Sequence[str]) -> list[str]:
    """The columns that a member takes; all of ``names`` when it does not say."""
    own = getattr(member, "feature_names_in_", None)
    if own is None:
        own = getattr(member, "feature_name_", None)
    return list(names) if own is None else [str(name) for name in own]


def member_scores(member: Any, rows: Any, favourable: Any, names: Sequence[str]) -> NDArray[np.float64]:
    """What one member holds likely."""
    chances = np.asarray(member.predict_proba(rows[columns_of_member(member, names)]), dtype=np.float64)
    return chances[:, list(member.classes_).index(favourable)]
