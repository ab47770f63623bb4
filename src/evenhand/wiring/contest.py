"""Rows on which a version is compared with the champion."""

from evenhand.adapters.tables.watched import labelled_rows, logged_within
from evenhand.errors.monitoring import WindowEmpty
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.wiring.predictions import prediction_table
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import Settings
from evenhand.workflows.change.request_change import Contest


def contest_of_window(
    settings: Settings, deployment: str, window: Window, use_case: UseCase, *, mature_days: float, now: Instant
) -> Contest:
    """Predictions that a deployment logged, with mature outcomes as labels.

    Raises:
        WindowOpen: the window has not ended.
        WindowEmpty: no prediction in it has a mature outcome.
    """
    window.require_ended(now)
    found = logged_within(prediction_table(settings, deployment), window)
    rows = labelled_rows(found, use_case, mature_days=mature_days, now=now)
    if not rows.num_rows:
        raise WindowEmpty(f"No prediction of {deployment} in {window} has a mature outcome.")
    seen = "what the new version learned from may be among them"
    origin = f"predictions of {deployment} in {window} with mature outcomes; {seen}"
    return Contest(rows=TableSample.of(rows), origin=origin, is_holdout=False, window=window)
