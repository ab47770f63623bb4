"""The predictions of one window as arrays, in the order in which they were logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant, later
from evenhand.lifecycle.monitoring.window import Window
from evenhand.metrics.coding import Array
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.profile import Cases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchedRows:
    """One entry per prediction.

    Attributes:
        window: that they belong to.
        columns: what the model was given, by name.
        attributes: the groups of the use case, as text.
        score: of the model.
        decision: 1 or 0, by the decision rule.
        final: what was decided in the end, after people; NaN where nobody has yet.
        outcome: 1 where the favourable outcome came true, 0 where not, NaN where it is not known.
        practice: what current practice would decide, NaN where unknown; ``None`` when it is not stated.
        as_of: when each case belongs to.
        is_reviewed: whether a person decided.
        versions: version to how many predictions it made.
        batches: batch to how many.
        torn: segments of the log that end torn.
        digest: of everything above.
    """

    window: Window
    columns: tuple[ColumnValues, ...]
    attributes: Mapping[str, Array]
    score: NDArray[np.float64]
    decision: NDArray[np.float64]
    final: NDArray[np.float64]
    outcome: NDArray[np.float64]
    as_of: NDArray[np.datetime64]
    is_reviewed: NDArray[np.bool_]
    digest: Digest
    practice: NDArray[np.float64] | None = None
    versions: Mapping[str, int] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    torn: int = 0

    @property
    def n(self) -> int:
        """Number of predictions."""
        return len(self.score)

    @property
    def watched(self) -> tuple[ColumnValues, ...]:
        """All that drift is looked for in: inputs, groups that are no input, the score and the decision."""
        given = {column.name for column in self.columns}
        groups = [
            ColumnValues(name=name, values=np.asarray(values, dtype=object))
            for name, values in self.attributes.items()
            if name not in given
        ]
        decision = np.array([None if np.isnan(each) else str(int(each)) for each in self.decision], dtype=object)
        own = [ColumnValues(name=SCORE, values=self.score), ColumnValues(name=DECISION, values=decision)]
        return (*self.columns, *groups, *own)

    def is_mature(self, *, days: float, now: Instant) -> NDArray[np.bool_]:
        """Whose outcome should be known by ``now``: cases that belong to at least ``days`` before."""
        last = np.datetime64(later(now, days=-days).removesuffix("Z"), "us")
        return np.asarray(self.as_of <= last)

    def cases(self, mature: NDArray[np.bool_], *, final: bool = False) -> Cases:
        """Mature cases as an evaluation counts them; of others the outcome counts as unknown.

        Args:
            mature: whose outcome counts.
            final: measure what was decided in the end, not what the model said.
        """
        return Cases(
            label=np.where(mature, self.outcome, np.nan), decision=self.final if final else self.decision,
            score=None if final else self.score, practice=self.practice, attributes=dict(self.attributes),
        )  # fmt: skip

    def decided(self) -> Cases:
        """Every case with its final decision, for shares that need no outcome: the decision stands in its place."""
        return Cases(label=self.final, decision=self.final, attributes=dict(self.attributes))


SCORE, DECISION = "(score)", "(decision)"
"""Names under which the answers stand beside the inputs."""
