"""Predictions of a deployment as whoever watches it sees them: a window at a time, as arrays."""

from typing import TYPE_CHECKING, Protocol

from evenhand.kernel.instant import Instant
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase

if TYPE_CHECKING:
    from evenhand.lifecycle.monitoring.rows import WatchedRows
    from evenhand.metrics.column_values import ColumnValues


class Watch(Protocol):
    """Reads what one deployment answered its callers."""

    def span(self) -> tuple[Instant, Instant] | None:
        """The first and the last instant to which a case belongs; ``None`` when nothing was answered."""
        ...

    def rows(self, window: Window, use_case: UseCase) -> "WatchedRows | None":
        """The predictions of the window with their outcomes and reviews; ``None`` when there is none.

        Raises:
            ColumnMissing: a group of the use case stands neither among the inputs nor in the context.
        """
        ...

    def holdout(self, dataset: str) -> "tuple[ColumnValues, ...]":
        """The columns of the held-out rows of a dataset version; the reading is recorded."""
        ...
