"""Who got answers of a version, counted in the prediction logs of every deployment."""

from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.kernel.instant import instant
from evenhand.lifecycle.retirement.plan import Consumer
from evenhand.ports.workspace import Workspace
from evenhand.wiring.settings import Settings

BATCHES = "batch scoring"
"""Name of a consumer who named himself nowhere, and got his answers in batches."""


def consumers_of(settings: Settings, workspace: Workspace, version: str) -> Sequence[Consumer]:
    """Consumers of a version, the last user first; what a shadow scored reached nobody and is not counted.

    Raises:
        PredictionLogDamaged: a record was changed, or one is missing.
    """
    found: list[Consumer] = []
    for deployment in workspace.ledger.records("deployment"):
        found += _in_deployment(settings, deployment.key, version)
    return sorted(found, key=lambda each: (each.last_at, each.name), reverse=True)


def _in_deployment(settings: Settings, deployment: str, version: str) -> list[Consumer]:
    from evenhand.wiring.predictions import prediction_table

    if not (settings.found / "predictions" / deployment).is_dir():
        return []
    table = prediction_table(settings, deployment)
    grouped = table.group_by(["version", "consumer"]).aggregate(
        [("id", "count"), ("batch", "count"), ("at", "min"), ("at", "max")]
    )
    return [_consumer(row, deployment) for row in grouped.to_pylist() if row["version"] == version]


def _consumer(row: Mapping[str, Any], deployment: str) -> Consumer:
    unnamed = BATCHES if row["batch_count"] == row["id_count"] else ""
    return Consumer(
        name=row["consumer"] or unnamed, deployment=deployment, n=row["id_count"], first_at=instant(row["at_min"]),
        last_at=instant(row["at_max"]),
    )  # fmt: skip
