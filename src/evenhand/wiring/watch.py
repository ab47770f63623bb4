"""The predictions of one deployment, as monitoring reads them."""

from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.watched import columns_of, logged_span, logged_within, watched_rows
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.dataset import dataset_part
from evenhand.wiring.predictions import prediction_table
from evenhand.wiring.settings import Settings

if TYPE_CHECKING:
    from evenhand.lifecycle.monitoring.rows import WatchedRows
    from evenhand.metrics.column_values import ColumnValues


class LoggedWatch:
    """The ``Watch`` of one deployment, over its prediction log.

    Args:
        workspace: where datasets are registered.
        settings: of the same workspace.
        identity: who watches.
        deployment: its name.
    """

    def __init__(self, workspace: Workspace, settings: Settings, identity: Identity, deployment: str) -> None:
        self._workspace, self._settings, self._identity, self._deployment = workspace, settings, identity, deployment
        self._table: Any = None

    def span(self) -> tuple[Instant, Instant] | None:
        """See ``Watch``."""
        return logged_span(self._all())

    def rows(self, window: Window, use_case: UseCase) -> "WatchedRows | None":
        """See ``Watch``."""
        found = logged_within(self._all(), window)
        return watched_rows(found, window, use_case) if found.num_rows else None

    def holdout(self, dataset: str) -> "tuple[ColumnValues, ...]":
        """See ``Watch``."""
        sample = dataset_part(
            self._workspace, self._settings, self._identity, dataset, "holdout",
            purpose=f"the baseline that {self._deployment} is watched against",
        )  # fmt: skip
        return columns_of(sample.table)

    def _all(self) -> Any:
        if self._table is None:
            self._table = prediction_table(self._settings, self._deployment)
        return self._table
