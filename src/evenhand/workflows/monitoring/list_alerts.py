"""Alerts, who has to answer them, and who is told next when nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.governance.controls.oversight import Escalation, escalation
from evenhand.governance.projection.monitoring import finding_of
from evenhand.kernel.instant import Instant
from evenhand.ports.ledger import Reader, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStanding:
    """One alert as it stands now.

    Attributes:
        alert: its record.
        escalation: how far it has gone up; ``None`` for a closed one.
        finding: that it opened.
    """

    alert: Record
    escalation: Escalation | None
    finding: str | None


def list_alerts(
    state: Reader, *, now: Instant, deployment: str | None = None, is_open: bool | None = None
) -> Sequence[AlertStanding]:
    """Alerts in the order in which they were raised.

    Args:
        state: the projection.
        now: decides what is overdue.
        deployment: only those of this one.
        is_open: only the open, or only the closed ones.
    """
    found = [
        record
        for record in state.records("alert", parent=deployment)
        if is_open is None or record.body["is_open"] is is_open
    ]
    return [_standing(state, record, now) for record in found]


def _standing(state: Reader, record: Record, now: Instant) -> AlertStanding:
    body, finding = record.body, finding_of(state, record)
    seen = body["acknowledged_at"]
    gone_up = escalation(
        str(body["level"]), raised_at=str(body["raised_at"]), acknowledged_at=None if seen is None else str(seen),
        now=now,
    ) if body["is_open"] is True else None  # fmt: skip
    return AlertStanding(alert=record, escalation=gone_up, finding=None if finding is None else finding.key)
